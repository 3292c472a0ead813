#pragma once

#include <string>
#include <string_view>

#include "core/text.h"
#include "reports/formats.h"
#include "reports/report.h"

/// The parts of report.html. Everything that returns a string returns finished HTML.
namespace vidspec::reports::html {

constexpr std::size_t longest_text = 2000;  ///< bytes of any one text of the target

/// Escaped text, elided.
auto text(std::string_view raw, std::size_t limit = longest_text) -> std::string;

/// The same for sentences of checks, in which `backticks` mark code.
auto rich(std::string_view raw, std::size_t limit = longest_text) -> std::string;

/// `<tag class="…">inner</tag>`; no class when it is empty.
auto element(std::string_view tag, std::string_view css_class, std::string_view inner) -> std::string;

/// One of our own strings.
auto say(const core::Text& words, core::Language language) -> std::string;

/// `<dt>label</dt><dd class="…">inner</dd>`, or nothing where inner is empty.
auto item(const core::Text& label, std::string_view inner, core::Language language, std::string_view css_class = {})
    -> std::string;

/// Verdict, target, counts, notices.
auto banner(const Report& report, core::Language language) -> std::string;

/// What has to be done, in one list with links.
auto to_fix(const Report& report, core::Language language) -> std::string;

/// The lives of the tasks as pictures with words.
auto tasks(const Report& report, core::Language language, bool with_evidence) -> std::string;

/// Toolbar and all checks by area.
auto checks(const Report& report, core::Language language, bool with_evidence) -> std::string;

/// The recorded exchanges: those that findings cite with their bodies first, the others as far as there is room.
auto evidence(const Report& report, const core::Journal& journal, core::Language language) -> std::string;

/// A link to a piece of evidence, or its number alone.
auto evidence_link(int number, bool with_evidence) -> std::string;

}  // namespace vidspec::reports::html
