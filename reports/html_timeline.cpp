#include <algorithm>

#include "core/lifecycle.h"
#include "reports/html_parts.h"
#include "reports/words.h"

namespace vidspec::reports::html {

namespace {

using core::Language;

constexpr double width = 1000;  // of the picture's own units; it stretches to the page
constexpr double height = 64;
constexpr std::size_t most_sightings = 400;

auto stage_class(const Sighting& sighting) -> std::string {
  return "s-" + std::string(sighting.stage ? core::name(*sighting.stage) : std::string_view("unknown"));
}

class Scale {
 public:
  explicit Scale(const std::vector<Sighting>& timeline)
      : first_(timeline.front().t_ms), span_(std::max<std::int64_t>(timeline.back().t_ms - first_, 1)) {}
  [[nodiscard]] auto x(std::int64_t t_ms) const -> double {
    return std::clamp(static_cast<double>(t_ms - first_) / static_cast<double>(span_), 0.0, 1.0) * width;
  }

 private:
  std::int64_t first_;
  std::int64_t span_;
};

auto number(double value) -> std::string {
  return show_number(static_cast<double>(static_cast<long>(value * 10)) / 10);
}

/// A band per stretch of one status: it lasts until the next sighting that differs.
auto bands(const std::vector<Sighting>& timeline, const Scale& scale) -> std::string {
  std::string shapes;
  for (std::size_t begin = 0; begin < timeline.size();) {
    auto end = begin + 1;
    while (end < timeline.size() && timeline[end].status == timeline[begin].status) ++end;
    const auto left = scale.x(timeline[begin].t_ms);
    const auto right = end < timeline.size() ? scale.x(timeline[end].t_ms) : width;
    shapes += "<rect class=\"band " + stage_class(timeline[begin]) + "\" x=\"" + number(left) + "\" y=\"0\" width=\"" +
              number(std::max(right - left, 3.0)) + "\" height=\"64\"/>";
    begin = end;
  }
  return shapes;
}

auto ticks(const std::vector<Sighting>& timeline, const Scale& scale) -> std::string {
  std::string shapes;
  for (const auto& sighting : timeline) {
    const auto left = std::min(scale.x(sighting.t_ms), width - 3);
    shapes += "<rect class=\"dot " + stage_class(sighting) + "\" x=\"" + number(left) +
              "\" y=\"54\" width=\"3\" height=\"10\"/>";
  }
  return shapes;
}

auto progress_line(const std::vector<Sighting>& timeline, const Scale& scale) -> std::string {
  std::string points;
  for (const auto& sighting : timeline) {
    if (!sighting.progress) continue;
    const auto percent = std::clamp(*sighting.progress, 0.0, 100.0);
    points += (points.empty() ? "" : " ") + number(scale.x(sighting.t_ms)) + "," + number(48 - percent * 0.44);
  }
  return points.empty() ? points : "<polyline class=\"progress\" points=\"" + points + "\"/>";
}

auto moment(const Sighting& sighting, bool with_evidence) -> std::string {
  auto inner = "<span class=\"key " + stage_class(sighting) + "\" aria-hidden=\"true\"></span>" +
               text(show_duration(sighting.t_ms)) + " <b>" + text(sighting.status, 120) + "</b>";
  if (sighting.progress) inner += " " + show_number(*sighting.progress) + " %";
  if (sighting.evidence > 0) inner += " " + evidence_link(sighting.evidence, with_evidence);
  return element("li", "", inner);
}

/// The same in words: where the status changed, and how often it did not.
auto moments(const std::vector<Sighting>& timeline, Language language, bool with_evidence) -> std::string {
  std::string list;
  std::size_t skipped = 0;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const bool told = i == 0 || i + 1 == timeline.size() || timeline[i].status != timeline[i - 1].status;
    if (!told) {
      ++skipped;
      continue;
    }
    if (skipped > 0)
      list += element("li", "gap", "… " + text(fill(words::elided, language, {std::to_string(skipped)})));
    skipped = 0;
    list += moment(timeline[i], with_evidence);
  }
  return "<ol class=\"moments\">" + list + "</ol>";
}

auto picture(const TaskLine& task, const std::vector<Sighting>& timeline, Language language) -> std::string {
  const Scale scale(timeline);
  const auto label =
      text(fill(words::timeline_of, language, {task.id, timeline.front().status, timeline.back().status}), 300);
  return "<svg viewBox=\"0 0 " + number(width) + " " + number(height) +
         "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + label + "\">" + bands(timeline, scale) +
         progress_line(timeline, scale) + ticks(timeline, scale) +
         "</svg><div class=\"axis\" aria-hidden=\"true\"><span>" + text(show_duration(timeline.front().t_ms)) +
         "</span><span>" + text(show_duration(timeline.back().t_ms)) + "</span></div>";
}

}  // namespace

auto tasks(const Report& report, Language language, bool with_evidence) -> std::string {
  if (report.tasks.empty()) return {};
  auto result = "<h2>" + say(words::tasks, language) + "</h2>\n";
  constexpr std::size_t most_tasks = 20;  // a listing can hold hundreds of other people's
  for (std::size_t i = 0; i < std::min(report.tasks.size(), most_tasks); ++i) {
    const auto& task = report.tasks[i];
    auto timeline = task.timeline;
    if (timeline.size() > most_sightings) timeline.resize(most_sightings);
    result += "<section class=\"task\"><h3><span class=\"mono\">" + text(task.id, 300) + "</span> <small>" +
              (task.operation.empty() ? say(words::seen_in_list, language) : text(task.operation)) + "</small></h3>";
    if (!timeline.empty()) result += picture(task, timeline, language) + moments(timeline, language, with_evidence);
    result += "</section>\n";
  }
  if (report.tasks.size() > most_tasks)
    result += element("p", "", text(fill(words::elided, language, {std::to_string(report.tasks.size() - most_tasks)})));
  return result;
}

}  // namespace vidspec::reports::html
