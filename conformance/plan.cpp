#include "conformance/plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <sstream>

#include "conformance/catalogue.h"
#include "conformance/probes.h"
#include "conformance/select.h"
#include "core/error.h"
#include "core/file.h"
#include "core/suggest.h"

namespace vidspec::conformance {

using core::InputError;

namespace {

constexpr std::array<std::string_view, 8> classes = {"core", "list",   "delete",    "remix",
                                                     "edit", "extend", "character", "identity"};
constexpr std::size_t max_image = 32U << 20U;

auto joined(const std::vector<std::string>& words) -> std::string {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

auto words_in(std::string_view text) -> std::vector<std::string> {
  std::istringstream input{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; input >> word;) words.push_back(word);
  return words;
}

void refuse_unknown(const std::string& flag, const std::string& value, const std::vector<std::string>& known) {
  if (value.empty() || known.empty() || std::find(known.begin(), known.end(), value) != known.end()) return;
  const auto near = core::closest(value, known);
  throw InputError(flag, "",
                   core::in_quotes(value) + " is not documented; " +
                       (near ? "did you mean " + core::in_quotes(*near) + "? " : std::string()) +
                       "documented: " + joined(known));
}

// Whether the documentation lists the models; one that it names as an example alone keeps no other out.
auto lists_models(const core::Profile& profile) -> bool {
  const auto* create = profile.operation(core::Operation::create);
  const auto schema = create == nullptr ? profile.schemas.end() : profile.schemas.find(create->request);
  const bool listed =
      schema != profile.schemas.end() &&
      core::find_pointer(schema->second, "/properties" + profile.create_fields.model + "/enum") != nullptr;
  return listed || profile.rules.count("create.rejects-unknown-model") != 0;
}

auto is_number(std::string_view text) -> bool {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && value > 0 && std::isfinite(value);
}

// What no list of the documentation holds is still a number where the dialect wants one.
void check_numbers(const core::Profile& profile, const RunOptions& options) {
  const auto& fields = profile.create_fields;
  const auto cross = std::min(options.size.find('x'), options.size.size());
  const std::string_view size = options.size;
  if (!fields.width.empty() && !size.empty() &&
      !(is_number(size.substr(0, cross)) && is_number(size.substr(std::min(cross + 1, size.size()))))) {
    throw InputError("--size", "", core::in_quotes(size) + " is no width and height; write them like 1280x720");
  }
  if (fields.seconds_is_number && !options.seconds.empty() && !is_number(options.seconds)) {
    throw InputError("--seconds", "", core::in_quotes(options.seconds) + " is no number of seconds");
  }
}

void check_choice(const core::Profile& profile, const RunOptions& options, const std::string& model_id) {
  std::vector<std::string> models, sizes, seconds;
  for (const auto& model : profile.models) {
    models.push_back(model.id);
    if (model.id != model_id) continue;
    sizes = model.sizes;
    seconds = model.seconds;
  }
  if (lists_models(profile)) refuse_unknown("--model", options.model, models);
  refuse_unknown("--size", options.size, sizes);
  refuse_unknown("--seconds", options.seconds, seconds);
  check_numbers(profile, options);
  if (!options.image.empty() && options.image.find("://") == std::string::npos &&
      options.image.rfind("data:", 0) != 0) {
    (void)core::read_file(options.image, max_image);
  }
}

auto chosen_classes(const RunOptions& options) -> std::set<std::string> {
  std::set<std::string> chosen;
  for (const auto& word : options.ops) {
    if (word == "all") {
      chosen.insert(classes.begin(), classes.end());
    } else if (std::find(classes.begin(), classes.end(), word) != classes.end()) {
      chosen.insert(word);
    } else {
      throw InputError("--ops", "",
                       core::in_quotes(word) + " is no class of operations; choose from " +
                           joined({classes.begin(), classes.end()}) + " or all");
    }
  }
  return chosen;
}

void check_patterns(const std::vector<std::string>& patterns, const std::string& flag,
                    const std::vector<std::string>& ids) {
  for (const auto& pattern : patterns) {
    const auto hit = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return matches(pattern, id); });
    if (hit) continue;
    const auto near = core::closest(pattern, ids);
    throw InputError(flag, "",
                     core::in_quotes(pattern) + " names no check of this profile" +
                         (near ? "; did you mean " + core::in_quotes(*near) + "?" : "; vidspec list shows them"));
  }
}

/// Which probes a run is to carry out.
class Choice {
 public:
  Choice(const core::Profile& profile, const RunOptions& options, const std::set<std::string>& chosen)
      : profile_(profile), options_(options), classes_(chosen) {
    for (const auto* probe : all_probes()) by_intent_[std::string(probe->intent)] = probe;
  }

  void want(const std::string& intent) {
    if (!asked_.insert(intent).second) return;
    const auto found = by_intent_.find(intent);
    if (found == by_intent_.end() || !possible(*found->second)) return;
    wanted_.insert(intent);
    for (const auto& need : words_in(found->second->needs)) want(need);
  }

  auto probes() -> std::vector<const Probe*> {
    std::vector<const Probe*> result;
    for (const auto* probe : all_probes()) {
      if (wanted_.count(std::string(probe->intent)) != 0) result.push_back(probe);
    }
    if (std::any_of(result.begin(), result.end(), [](const Probe* probe) { return probe->billable; })) {
      result.push_back(by_intent_.at("cleanup"));
    }
    return result;
  }

 private:
  auto possible(const Probe& probe) const -> bool {
    if (classes_.count(std::string(probe.ops)) == 0) return false;
    if (options_.free_only && !probe.free_get) return false;
    if (!options_.task_id.empty() && !probe.on_given_task) return false;
    const auto* spec = profile_.operation(probe.operation);
    // A video can be at an address that the task names; such probes say themselves when there is nothing to fetch.
    if (probe.operation != core::Operation::content && (spec == nullptr || !spec->probed)) return false;
    return probe.applies == nullptr || probe.applies(profile_, options_);
  }

  const core::Profile& profile_;
  const RunOptions& options_;
  const std::set<std::string>& classes_;
  std::map<std::string, const Probe*> by_intent_;
  std::set<std::string> asked_;
  std::set<std::string> wanted_;
};

auto line_of(const Probe& probe, const core::Profile& profile) -> PlannedRequest {
  PlannedRequest request;
  request.intent = probe.intent;
  request.operation = probe.operation;
  const auto* spec = profile.operation(probe.operation);
  request.method = spec == nullptr ? "GET" : probe.intent == "content-head" ? "HEAD" : spec->method;
  request.path = spec == nullptr ? "{result_url}" : spec->path;
  if (probe.intent == "result-url") request.path = "{result_url}";
  char separator = '?';
  if (spec != nullptr) {
    for (const auto& [name, value] : spec->query) {
      request.path += separator + name + "=" + value;
      separator = '&';
    }
  }
  request.summary = probe.summary;
  request.billable = probe.billable;
  request.negative = probe.negative;
  request.at_most = probe.at_most;
  return request;
}

auto describe(const Negative& negative) -> std::string {
  const auto& violation = negative.violation;
  const auto field = "`" + negative.field + "`";
  const auto what = violation == "missing"         ? "without " + field
                    : violation == "type"          ? field + " of another type"
                    : violation == "enum"          ? "an undocumented " + field
                    : violation == "range"         ? field + " out of its range"
                    : violation == "file"          ? "a text file as " + field
                    : violation == "unknown-model" ? "a " + field + " that does not exist"
                                                   : "a " + violation + " body";
  return what + " (" + negative.encoding + ")";
}

void add_negatives(const PlannedRequest& line, const core::Profile& profile, const RunOptions& options,
                   std::vector<PlannedRequest>& requests) {
  for (const auto& negative : negatives_of(profile, Requests(profile, options))) {
    auto one = line;
    one.summary = describe(negative);
    one.at_least = 0;
    requests.push_back(std::move(one));
  }
}

void add_costs(const core::Profile& profile, const RunOptions& options, Plan& plan) {
  const Requests requests(profile, options);
  bool negatives = false;
  for (const auto& request : plan.requests) {
    if (request.billable && !request.negative) ++plan.videos_floor;
    negatives = negatives || request.negative;
  }
  plan.videos_ceiling = plan.videos_floor + (negatives ? options.max_accepted_negatives : 0);
  plan.videos_floor = std::min(plan.videos_floor, options.max_videos);
  plan.videos_ceiling = std::min(plan.videos_ceiling, options.max_videos);
  const auto one = core::video_cost(profile, requests.model(), requests.size(), requests.seconds(), options.price);
  if (!one) {
    if (options.max_cost && plan.videos_ceiling > 0) {
      throw InputError("--max-cost", "",
                       "the price of this target is not known; give --price-per-second X --currency C");
    }
    return;
  }
  plan.cost_floor = core::Cost{one->amount * plan.videos_floor, one->currency};
  auto ceiling = one->amount * plan.videos_ceiling;
  if (options.max_cost) ceiling = std::min(ceiling, *options.max_cost);
  plan.cost_ceiling = core::Cost{ceiling, one->currency};
}

}  // namespace

auto make_plan(const core::Profile& profile, const RunOptions& options) -> Plan {
  check_choice(profile, options, Requests(profile, options).model());
  const auto chosen = chosen_classes(options);
  const Selection selection{options.only, options.skip, options.level};
  std::vector<std::string> ids;
  Plan plan;
  Choice choice(profile, options, chosen);
  for (const auto& entry : entries(profile)) {
    const auto blank = blank_result(profile, entry);
    ids.push_back(blank.id);
    if (!selection.takes(blank.id, blank.binding.level) || chosen.count(blank.ops) == 0) continue;
    plan.checks.push_back(blank.id);
    for (const auto& intent : probes_of(profile, entry)) choice.want(intent);
  }
  check_patterns(options.only, "--only", ids);
  check_patterns(options.skip, "--skip", ids);
  for (const auto* probe : choice.probes()) {
    const auto line = line_of(*probe, profile);
    if (probe->intent == "negative") {
      add_negatives(line, profile, options, plan.requests);
    } else {
      plan.requests.push_back(line);
    }
  }
  add_costs(profile, options, plan);
  return plan;
}

}  // namespace vidspec::conformance
