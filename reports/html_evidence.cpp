#include <set>

#include "core/evidence.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/words.h"

namespace vidspec::reports::html {

namespace {

using core::Exchange;
using core::Language;

// Of the whole section, so that the page stays one that mails and opens well.
constexpr std::size_t most_bytes = 240'000;
constexpr std::size_t most_exchanges = 1000;
constexpr std::size_t body_bytes = 3000;

/// The numbers that findings point to: their bodies must be there.
auto cited(const Report& report) -> std::set<int> {
  std::set<int> numbers;
  for (const auto& check : report.checks) {
    for (const auto& finding : check.findings) numbers.insert(finding.evidence);
  }
  return numbers;
}

auto header_lines(const core::Headers& headers) -> std::string {
  std::string lines;
  for (std::size_t i = 0; i < headers.size() && lines.size() < body_bytes; ++i) {
    lines += visible(headers[i].name) + ": " + visible(core::elide(headers[i].value, 400)) + "\n";
  }
  return lines;
}

auto request_text(const core::SentRequest& request) -> std::string {
  auto lines = visible(request.method) + " " + visible(request.url) + "\n" + header_lines(request.headers);
  if (!request.body.empty()) lines += "\n" + core::elide(request.body, body_bytes);
  for (const auto& part : request.parts) {
    lines += "\n[" + visible(part.name) + "] " +
             (part.file ? visible(part.filename) + " " + std::to_string(part.size) + " bytes"
                        : visible(core::elide(part.value, 400)));
  }
  return lines;
}

auto media_text(const core::MediaFacts& media) -> std::string {
  std::string line = "\n(" + media.kind + ", " + std::to_string(media.bytes) + " bytes, sha256 " + media.sha256;
  if (media.width && media.height) line += ", " + std::to_string(*media.width) + "x" + std::to_string(*media.height);
  if (media.duration_seconds) line += ", " + show_number(*media.duration_seconds) + " s";
  return line + (media.problem.empty() ? ")" : "; " + media.problem + ")");
}

auto answer_text(const Exchange& exchange) -> std::string {
  const auto& answer = exchange.answer;
  if (answer.status == 0) return std::string(core::name(exchange.failure)) + ": " + visible(exchange.failure_detail);
  auto lines = "HTTP/" + visible(answer.http_version) + " " + std::to_string(answer.status) + "\n" +
               header_lines(answer.headers);
  if (answer.media) return lines + media_text(*answer.media);
  if (answer.body_base64) return lines + "\n(" + std::to_string(answer.body_size) + " bytes that are no text)";
  if (!answer.body.empty()) lines += "\n" + core::elide(answer.body, body_bytes);
  return answer.body_truncated ? lines + "\n(" + std::to_string(answer.body_size) + " bytes in all)" : lines;
}

auto summary(const Exchange& exchange) -> std::string {
  const bool bad = exchange.answer.status == 0 || exchange.answer.status >= 400;
  const auto status =
      exchange.answer.status == 0 ? std::string(core::name(exchange.failure)) : std::to_string(exchange.answer.status);
  return "<summary>" + element("span", "no", "#" + std::to_string(exchange.number)) +
         element("span", "mono", text(exchange.request.method, 20)) +
         element("span", "mono path", text(exchange.request.url, 200)) +
         element("span", bad ? "status bad" : "status", text(status)) +
         element("span", "tag", text(exchange.intent.empty() ? "-" : exchange.intent, 40)) +
         element("span", "when", show_duration(exchange.t_ms) + " + " + show_duration(exchange.duration_ms)) +
         "</summary>";
}

auto one(const Exchange& exchange, bool whole, Language language) -> std::string {
  auto result = "<details class=\"exchange\" id=\"e" + std::to_string(exchange.number) + "\">" + summary(exchange);
  if (whole) {
    result += element("p", "label", say(words::request, language)) +
              element("pre", "", text(request_text(exchange.request), 2 * body_bytes)) +
              element("p", "label", say(words::answer, language)) +
              element("pre", "", text(answer_text(exchange), 2 * body_bytes));
  } else {
    result += element("p", "", say(words::in_journal, language));
  }
  return result + "</details>\n";
}

}  // namespace

auto evidence(const Report& report, const core::Journal& journal, Language language) -> std::string {
  if (journal.exchanges.empty()) return {};
  const auto wanted = cited(report);
  // Two passes: whoever is cited has the first claim on the room.
  std::size_t room = most_bytes;
  std::set<int> whole;
  for (const bool first : {true, false}) {
    for (const auto& exchange : journal.exchanges) {
      if (wanted.contains(exchange.number) != first) continue;
      const auto size = one(exchange, true, language).size();
      if (size > room) continue;
      room -= size;
      whole.insert(exchange.number);
    }
  }
  auto result = "<h2>" + say(words::evidence, language) + "</h2>\n<div class=\"exchanges\">\n";
  std::size_t count = 0;
  for (const auto& exchange : journal.exchanges) {
    if (++count > most_exchanges) break;
    result += one(exchange, whole.contains(exchange.number), language);
  }
  return result + "</div>\n";
}

}  // namespace vidspec::reports::html
