#include "mock/scenario.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/digest.h"
#include "core/embedded.h"
#include "core/error.h"
#include "core/file.h"
#include "core/suggest.h"

namespace vidspec::mock {

namespace {

constexpr std::string_view folder = "fixtures/scenarios/";
constexpr std::string_view suffix = ".json";
constexpr std::size_t largest_file = 1U << 20U;

auto lower(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

auto parse_text(std::string_view text, const std::string& where) -> core::Json {
  const auto parsed = core::parse_json(text, {.max_bytes = largest_file, .max_depth = 32});
  if (!parsed) throw core::InputError(where, "", parsed.error);
  return *parsed.value;
}

void set_span(const core::Json& json, const char* name, core::Millis& span) {
  if (const auto found = json.find(name); found != json.end()) span = parse_span(*found).value_or(span);
}

auto drive_of(std::string_view word) -> core::Drive {
  if (word == "polls") return core::Drive::polls;
  if (word == "instant") return core::Drive::instant;
  return word == "manual" ? core::Drive::manual : core::Drive::time;
}

// 1 - jitter … 1 + jitter.
auto scaled(core::Millis span, double jitter, std::uint64_t draw, std::string_view what) -> core::Millis {
  const double unit = static_cast<double>(core::stable_hash(draw, what) >> 11U) / 9007199254740992.0;
  return core::Millis{std::llround(static_cast<double>(span.count()) * (1 - jitter + 2 * jitter * unit))};
}

}  // namespace

auto parse_span(const core::Json& json) -> std::optional<core::Millis> {
  constexpr double longest = 1e14;
  if (json.is_number()) {
    const auto span = json.get<double>();
    return span >= 0 && span <= longest ? std::optional(core::Millis{std::llround(span)}) : std::nullopt;
  }
  if (!json.is_string()) return std::nullopt;
  const auto& text = json.get_ref<const std::string&>();
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr));
  const double scale = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : unit == "h" ? 3'600'000 : -1;
  const bool good = read.ec == std::errc{} && scale > 0 && number >= 0 && number * scale <= longest;
  if (!good) return std::nullopt;
  return core::Millis{std::llround(number * scale)};
}

auto matches_pattern(std::string_view pattern, std::string_view text) -> bool {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

auto scenario_in(std::string_view prompt) -> std::string_view {
  constexpr std::string_view mark = "@scenario:";
  const auto at = prompt.find(mark);
  if (at == std::string_view::npos) return {};
  const auto begin = at + mark.size();
  std::size_t end = begin;
  while (end < prompt.size() &&
         (std::isalnum(static_cast<unsigned char>(prompt[end])) != 0 || prompt[end] == '-' || prompt[end] == '_'))
    ++end;
  return prompt.substr(begin, end - begin);
}

auto course_of(const Scenario& scenario, core::Course course) -> core::Course {
  if (!scenario.course) return course;
  const core::Json& json = scenario.course->json;
  if (json.contains("drive")) course.drive = drive_of(json["drive"].get_ref<const std::string&>());
  set_span(json, "queued", course.queued);
  set_span(json, "running", course.running);
  set_span(json, "expires_after", course.expires_after);
  course.queued_polls = json.value("queued_polls", course.queued_polls);
  course.running_polls = json.value("running_polls", course.running_polls);
  course.skip_running = json.value("skip_running", course.skip_running);
  if (json.contains("stuck_in")) course.stuck_in = core::parse_stage(json["stuck_in"].get_ref<const std::string&>());
  course.fails = json.value("fails", course.fails);
  course.fail_percent = json.value("fail_percent", course.fail_percent);
  return course;
}

auto jittered(core::Course course, double jitter, std::uint64_t draw) -> core::Course {
  course.queued = scaled(course.queued, jitter, draw, "queued");
  course.running = scaled(course.running, jitter, draw, "running");
  return course;
}

auto builtin_scenarios() -> std::vector<std::string> {
  std::vector<std::string> names;
  for (auto path : core::embedded_files(folder)) {
    path.remove_prefix(folder.size());
    if (path.ends_with(suffix)) names.emplace_back(path.substr(0, path.size() - suffix.size()));
  }
  return names;
}

auto load_scenario(const std::string& name_or_path) -> std::shared_ptr<const Scenario> {
  const bool path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(suffix);
  if (path) return parse_scenario(parse_text(core::read_file(name_or_path, largest_file), name_or_path), name_or_path);
  const auto text = core::embedded_file(std::string(folder) + name_or_path + std::string(suffix));
  if (text.data() == nullptr) {
    const auto near = core::closest(name_or_path, builtin_scenarios());
    throw core::InputError("scenario", "",
                           "there is none named " + core::in_quotes(name_or_path) +
                               (near ? "; did you mean " + core::in_quotes(*near) + "?" : "") +
                               " `vidspec scenario list` shows all, a path to a file works too");
  }
  return parse_scenario(parse_text(text, name_or_path), name_or_path);
}

}  // namespace vidspec::mock
