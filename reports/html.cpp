#include "reports/html.h"

#include "core/digest.h"
#include "core/embedded.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/html_parts.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace html {

auto text(std::string_view raw, std::size_t limit) -> std::string { return for_html(core::elide(raw, limit)); }

auto rich(std::string_view raw, std::size_t limit) -> std::string {
  auto result = text(raw, limit);
  std::size_t at = 0;
  while ((at = result.find('`', at)) != std::string::npos) {
    const auto end = result.find('`', at + 1);
    if (end == std::string::npos) break;
    result.replace(end, 1, "</code>").replace(at, 1, "<code>");
    at = end + 12;
  }
  return result;
}

auto element(std::string_view tag, std::string_view css_class, std::string_view inner) -> std::string {
  std::string result = "<" + std::string(tag);
  if (!css_class.empty()) result += " class=\"" + for_html(css_class) + "\"";
  return result.append(">").append(inner).append("</").append(tag).append(">");
}

auto say(const core::Text& words, core::Language language) -> std::string {
  return for_html(core::in(words, language));
}

auto item(const core::Text& label, std::string_view inner, core::Language language, std::string_view css_class)
    -> std::string {
  return inner.empty() ? std::string() : element("dt", "", say(label, language)) + element("dd", css_class, inner);
}

auto evidence_link(int number, bool with_evidence) -> std::string {
  const auto label = "#" + std::to_string(number);
  return with_evidence ? "<a href=\"#e" + std::to_string(number) + "\">" + label + "</a>" : label;
}

}  // namespace html

namespace {

using core::Language;

auto is_safe_link(const std::string& url) -> bool { return url.starts_with("https://") || url.starts_with("http://"); }

/// Only the script of this page may run, whatever else got into it.
auto security_policy(std::string_view script) -> std::string {
  const auto hex = core::sha256_hex(script);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + core::base64(bytes) +
         "'; base-uri 'none'; form-action 'none'";
}

auto footer(const Report& report, Language language) -> std::string {
  std::string text = "<footer><p>vidspec " + html::text(report.suite_version) + " · " +
                     html::say(words::requirements, language) + " " + html::text(report.requirements) + " · " +
                     html::say(words::profile, language) + " " + html::text(report.profile_id) +
                     " <span class=\"mono\">" + html::text(report.profile_sha256) + "</span></p>";
  if (!report.journal_sha256.empty()) {
    text += "<p>" + html::say(words::journal, language) + " <span class=\"mono\">" + html::text(report.journal_sha256) +
            "</span></p>";
  }
  if (!report.documents.empty()) {
    text += "<p>" + html::say(words::documents, language) + "</p><ul>";
    for (const auto& document : report.documents) {
      const auto title = html::text(document.title);
      text += "<li>" + html::text(document.id) + ": " +
              (is_safe_link(document.url)
                   ? "<a rel=\"noreferrer\" href=\"" + html::text(document.url) + "\">" + title + "</a>"
                   : title) +
              "</li>";
    }
    text += "</ul>";
  }
  return text + "</footer>";
}

}  // namespace

auto write_html(const Report& original, const Rendering& rendering) -> std::string {
  const auto report = in_language(original, rendering.language);
  const auto language = rendering.language;
  const bool with_evidence = rendering.journal != nullptr;
  const auto style = core::embedded_file("reports/page/report.css");
  const auto script = core::embedded_file("reports/page/report.js");
  std::string page = "<!doctype html>\n<html lang=\"" + std::string(language == Language::zh ? "zh-CN" : "en") +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n" +
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"" + security_policy(script) + "\">\n" +
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
                     "name=\"referrer\" content=\"no-referrer\">\n<title>" +
                     html::say(word(report.outcome), language) + " · " + html::text(report.profile_id) + " · " +
                     html::text(report.base_url, 200) + " · vidspec</title>\n<style>\n";
  page.append(style).append("</style>\n</head>\n<body class=\"").append(name(report.outcome)).append("\">\n");
  page += "<a class=\"skip\" href=\"#checks\">" + html::say(words::skip_to_checks, language) + "</a>\n<main>\n";
  page += html::banner(report, language);
  page += "<div class=\"wrap\">\n";
  page += html::to_fix(report, language);
  page += html::tasks(report, language, with_evidence);
  page += html::checks(report, language, with_evidence);
  if (with_evidence) page += html::evidence(report, *rendering.journal, language);
  page += "</div>\n</main>\n<div class=\"wrap\">" + footer(report, language) + "</div>\n<script>";
  return page.append(script).append("</script>\n</body>\n</html>\n");
}

}  // namespace vidspec::reports
