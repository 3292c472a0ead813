#include <charconv>

#include "core/embedded.h"
#include "core/error.h"
#include "core/schema.h"
#include "mock/scenario.h"
#include "mock/scenario/faults.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto compiled_schema() -> const core::Schema& {
  static const core::Schema schema = [] {
    const auto text = core::embedded_file("schemas/scenario.schema.json");
    return core::Schema::compile(Json::parse(text), {.name = "schemas/scenario.schema.json"});
  }();
  return schema;
}

void check(const Json& json, const std::string& where) {
  const auto violations = compiled_schema().validate(json);
  if (violations.empty()) return;
  // The deepest one is what the author meant to write; the others follow from it.
  const auto* worst = &violations.front();
  for (const auto& violation : violations) {
    if (violation.instance.size() > worst->instance.size()) worst = &violation;
  }
  throw core::InputError(where, worst->instance, "expected " + worst->expected + ", found " + worst->actual);
}

auto strings_or_one(const Json& json) -> std::vector<Json> {
  return json.is_array() ? json.get<std::vector<Json>>() : std::vector<Json>{json};
}

auto call_range(const Json& json) -> CallRange {
  if (json.is_number()) return {json.get<std::uint64_t>(), json.get<std::uint64_t>()};
  const auto& text = json.get_ref<const std::string&>();
  CallRange range;
  const char* end = text.data() + text.size();
  const char* at = std::from_chars(text.data(), end, range.first).ptr;
  range.last = range.first;
  if (at != end) {
    range.last = UINT64_MAX;
    if (at + 1 != end) std::from_chars(at + 1, end, range.last);
  }
  return range;
}

void set_status(const Json& json, Match& match) {
  if (json.is_number()) {
    match.status_from = match.status_to = json.get<int>();
  } else {
    match.status_from = (json.get_ref<const std::string&>().front() - '0') * 100;
    match.status_to = match.status_from + 99;
  }
}

auto span_in(const Json& json, const char* name) -> core::Millis {
  return json.contains(name) ? parse_span(json[name]).value_or(core::Millis{0}) : core::Millis{0};
}

auto parse_match(const Json& json) -> Match {
  Match match;
  if (json.contains("operation")) {
    for (const auto& name : strings_or_one(json["operation"])) {
      const auto operation = core::parse_operation(name.get_ref<const std::string&>());
      operation ? void(match.operations.set(static_cast<std::size_t>(*operation))) : void(match.files = true);
    }
  }
  match.model = json.value("model", "");
  match.prompt = json.value("prompt", "");
  const Json headers = json.value("header", Json::object());
  for (const auto& [name, pattern] : headers.items()) match.headers.emplace_back(name, pattern.get<std::string>());
  if (json.contains("stage")) match.stage = core::parse_stage(json["stage"].get_ref<const std::string&>());
  if (json.contains("status")) set_status(json["status"], match);
  if (json.contains("calls")) {
    for (const auto& calls : strings_or_one(json["calls"])) match.calls.push_back(call_range(calls));
  }
  match.every = json.value("every", std::uint64_t{0});
  match.probability = json.value("probability", 1.0);
  if (json.contains("over"))
    match.over = RateLimit{json["over"]["requests"].get<std::uint64_t>(), span_in(json["over"], "per")};
  if (json.contains("during")) {
    const Json& during = json["during"];
    match.during = Outage{span_in(during, "after"), span_in(during, "lasting"), span_in(during, "every")};
  }
  return match;
}

auto parse_rule(const Json& json) -> Rule {
  Rule rule;
  rule.match = parse_match(json.value("when", Json::object()));
  for (const auto& entry : json["then"]) {
    const auto member = entry.begin();
    const Fault* fault = find_fault(member.key());
    if (fault->replaces) rule.executes = false;
    rule.faults.push_back({fault, member.value()});
  }
  rule.executes = json.value("executes", rule.executes);
  return rule;
}

// What the schema cannot say.
void check_rule(const Rule& rule, const std::string& where, const std::string& pointer) {
  if (!rule.executes && (rule.match.status_from != 0 || rule.match.status_to != 999)) {
    throw core::InputError(
        where, pointer + "/when/status",
        "there is no answer to look at when the operation does not take effect; add \"executes\": true");
  }
  const bool answers = std::any_of(rule.faults.begin(), rule.faults.end(), [](const FaultUse& use) {
    return use.fault->replaces || use.fault->name == "close" || use.fault->name == "reset" || use.fault->name == "raw";
  });
  if (!rule.executes && !answers) {
    throw core::InputError(where, pointer + "/executes",
                           "nothing answers in place of the operation; add a fault that does (respond, lose, redirect, "
                           "close, reset, raw)");
  }
  const auto& during = rule.match.during;
  if (during && during->every.count() > 0 && during->every < during->lasting) {
    throw core::InputError(where, pointer + "/when/during/every", "must be at least as long as lasting");
  }
  if (rule.match.over && rule.match.over->per.count() <= 0) {
    throw core::InputError(where, pointer + "/when/over/per", "must be more than 0");
  }
}

auto name_of(const std::string& where) -> std::string {
  std::string name = where.substr(where.find_last_of('/') == std::string::npos ? 0 : where.find_last_of('/') + 1);
  if (name.ends_with(".json")) name.resize(name.size() - 5);
  return name;
}

}  // namespace

auto parse_scenario(const Json& json, const std::string& where) -> std::shared_ptr<const Scenario> {
  check(json, where);
  auto scenario = std::make_shared<Scenario>();
  scenario->name = name_of(where);
  scenario->source = json;
  scenario->title = json["title"].get<std::string>();
  if (json.contains("course")) scenario->course = CourseChange{json["course"], json["course"].value("jitter", 0.0)};
  if (json.contains("error")) {
    scenario->error = std::make_shared<const JobError>(
        JobError{json["error"]["code"].get<std::string>(), json["error"]["message"].get<std::string>()});
  }
  scenario->lenient = json.value("lenient", false);
  scenario->open = json.value("open", false);
  if (json.contains("poll_after")) scenario->poll_after = span_in(json, "poll_after");
  scenario->id_form = json.value("id_form", "");
  scenario->content_size = json.value("content_size", std::uint64_t{0});
  if (json.contains("webhooks")) {
    const Json& webhooks = json["webhooks"];
    scenario->webhooks = WebhookFaults{.never = webhooks.value("never", false),
                                       .twice = webhooks.value("twice", false),
                                       .bad_signature = webhooks.value("bad_signature", false),
                                       .reversed = webhooks.value("reversed", false),
                                       .delay = span_in(webhooks, "delay")};
  }
  const Json rules = json.value("rules", Json::array());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    scenario->rules.push_back(parse_rule(rules[i]));
    check_rule(scenario->rules.back(), where, "/rules/" + std::to_string(i));
  }
  return scenario;
}

}  // namespace vidspec::mock
