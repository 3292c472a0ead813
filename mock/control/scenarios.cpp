#include <charconv>

#include "core/embedded.h"
#include "core/error.h"
#include "mock/control/call.h"
#include "mock/service/auth.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto only(const Json& body, std::initializer_list<std::string_view> members) -> void {
  for (const auto& [name, value] : body.items()) {
    if (std::find(members.begin(), members.end(), name) == members.end())
      throw core::InputError("there is no member " + core::show(name) + " here");
  }
}

// By name, or written out in the request.
auto scenario_of(ControlCall& call, const Json& json) -> std::shared_ptr<const Scenario> {
  if (json.is_string()) return call.state.mock.library.find(json.get<std::string>());
  if (json.is_object()) return parse_scenario(json, "inline");
  throw core::InputError("scenario is a name or a scenario");
}

auto armed_json(const Armed& armed) -> Json {
  return {{"number", armed.number}, {"scenario", armed.scenario->name}, {"times", armed.times}, {"key", armed.key}};
}

}  // namespace

auto list_scenarios(ControlCall& call) -> http::Response {
  Json list = Json::array();
  for (const auto& name : call.state.mock.library.names()) {
    const auto scenario = call.state.mock.library.find(name);
    list.push_back({{"name", name},
                    {"title", scenario->title},
                    {"rules", scenario->rules.size()},
                    {"course", scenario->course.has_value()}});
  }
  const auto global = call.state.mock.director.global();
  return control_json({{"global", global == nullptr ? Json() : Json(global->name)}, {"scenarios", list}});
}

auto get_scenario(ControlCall& call) -> http::Response {
  const auto names = call.state.mock.library.names();
  if (std::find(names.begin(), names.end(), call.id) == names.end())
    throw NothingThere("there is no scenario of that name; GET /scenarios lists them");
  const auto scenario = call.state.mock.library.find(call.id);
  return control_json({{"name", scenario->name}, {"title", scenario->title}, {"scenario", scenario->source}});
}

auto put_scenario(ControlCall& call) -> http::Response {
  const bool plain = !call.id.empty() && std::all_of(call.id.begin(), call.id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  if (!plain) throw core::InputError("a scenario's name has letters, digits, - and _ only");
  const auto scenario = parse_scenario(call.body, call.id);
  call.state.mock.library.add(scenario);
  return control_json({{"name", scenario->name}, {"title", scenario->title}}, 201);
}

auto set_global_scenario(ControlCall& call) -> http::Response {
  only(call.body, {"scenario"});
  const auto scenario = scenario_of(call, call.body.value("scenario", Json()));
  call.state.mock.director.set_global(scenario);
  return control_json({{"global", scenario->name}});
}

auto clear_global_scenario(ControlCall& call) -> http::Response {
  call.state.mock.director.set_global(nullptr);
  return control_json({{"global", nullptr}});
}

auto list_armed(ControlCall& call) -> http::Response {
  Json list = Json::array();
  for (const auto& armed : call.state.mock.director.armed()) list.push_back(armed_json(armed));
  return control_json({{"armed", list}});
}

auto arm(ControlCall& call) -> http::Response {
  only(call.body, {"scenario", "times", "key"});
  const Json times = call.body.value("times", Json(1U));
  if (!times.is_number_unsigned() || times == 0) throw core::InputError("times is a whole number of at least 1");
  const std::string key = call.body.value("key", "");
  const auto scenario = scenario_of(call, call.body.value("scenario", Json()));
  const auto number =
      call.state.mock.director.arm(scenario, times.get<std::uint64_t>(), key.empty() ? "" : key_identity(key));
  return control_json({{"number", number}, {"scenario", scenario->name}, {"times", times}}, 201);
}

auto disarm_all(ControlCall& call) -> http::Response {
  call.state.mock.director.disarm();
  return list_armed(call);
}

auto disarm_one(ControlCall& call) -> http::Response {
  std::uint64_t number = 0;
  std::from_chars(call.id.data(), call.id.data() + call.id.size(), number);
  call.state.mock.director.disarm(number);
  return list_armed(call);
}

}  // namespace vidspec::mock
