#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::reports {

// Whatever the target said is hostile until it went through the function of its sink.

/// Makes everything visible that is not plain text: control characters, escape sequences, bidirectional and invisible
/// characters, noncharacters become `\x1b`, `\u{202e}`; invalid UTF-8 becomes `\xNN`. With `lines` line feeds stay.
auto visible(std::string_view text, bool lines = false) -> std::string;

/// One line for a terminal or a CI log: visible(), and nothing in it is taken for a workflow command (`##[…`).
auto for_terminal(std::string_view text) -> std::string;

/// Text or a quoted attribute of HTML; line feeds stay.
auto for_html(std::string_view text) -> std::string;

/// Text or a quoted attribute of XML 1.0; line feeds stay.
auto for_xml(std::string_view text) -> std::string;

/// Inline text of GitHub's Markdown, safe in a table cell: one line, nothing of it is markup, a mention or a link.
auto for_markdown(std::string_view text) -> std::string;

/// A code span of Markdown, safe in a table cell; the text is shown as it is.
auto markdown_code(std::string_view text) -> std::string;

/// The message of a GitHub workflow command (`::error::message`).
auto for_workflow(std::string_view text) -> std::string;

/// A property value of a GitHub workflow command (`::error title=value::`).
auto for_workflow_property(std::string_view text) -> std::string;

/// A string inside a `<script>` block: JSON text in which no tag or comment can begin.
auto for_script(std::string_view json) -> std::string;

/// Columns that the text takes on a terminal (East Asian wide characters take two). The text is visible().
auto display_width(std::string_view text) -> std::size_t;

/// `text` with blanks after it, up to that many columns.
auto padded(std::string_view text, std::size_t columns) -> std::string;

/// `text` in lines of at most that many columns, broken at blanks and between wide characters; a longer word stays
/// whole. Of 0 columns: one line.
auto wrapped(std::string_view text, std::size_t columns) -> std::vector<std::string>;

/// `text` cut to that many columns, with an ellipsis where something was cut.
auto clipped(std::string_view text, std::size_t columns) -> std::string;

}  // namespace vidspec::reports
