#include <charconv>

#include "core/error.h"
#include "mock/control/call.h"
#include "mock/service/auth.h"
#include "mock/snapshot.h"

namespace vidspec::mock {

namespace {

using core::Json;

constexpr std::size_t shown_misses = 5;

auto text_in(const Json& json, const char* name) -> std::string {
  const auto found = json.find(name);
  if (found == json.end()) return {};
  if (!found->is_string()) throw core::InputError(std::string(name) + " is text; * stands for any");
  return found->get<std::string>();
}

auto number_in(const Json& json, const char* name) -> std::optional<std::uint64_t> {
  const auto found = json.find(name);
  if (found == json.end()) return std::nullopt;
  if (!found->is_number_unsigned()) throw core::InputError(std::string(name) + " is a whole number");
  return found->get<std::uint64_t>();
}

auto query_of_json(const Json& json) -> LogQuery {
  LogQuery query;
  for (const auto& [name, value] : json.items()) {
    static const std::vector<std::string> known = {"key",    "method", "target", "operation", "task",     "body",
                                                   "header", "status", "after",  "count",     "at_least", "at_most"};
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw core::InputError("there is no member " + core::show(name) + " here");
  }
  if (const auto key = text_in(json, "key"); !key.empty()) query.key = key_identity(key);
  query.method = text_in(json, "method");
  query.target = text_in(json, "target");
  query.operation = text_in(json, "operation");
  query.task = text_in(json, "task");
  query.body = text_in(json, "body");
  query.header = text_in(json, "header");
  if (const auto status = number_in(json, "status")) query.status = static_cast<int>(*status);
  query.after = number_in(json, "after").value_or(0);
  return query;
}

auto query_of_url(const ControlCall& call) -> LogQuery {
  LogQuery query{.method = call.query("method"),
                 .target = call.query("target"),
                 .operation = call.query("operation"),
                 .task = call.query("task"),
                 .body = call.query("body"),
                 .header = call.query("header")};
  if (const auto key = call.query("key"); !key.empty()) query.key = key_identity(key);
  const auto number = [&](const char* name) -> std::optional<std::uint64_t> {
    const auto text = call.query(name);
    std::uint64_t value = 0;
    if (text.empty()) return std::nullopt;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
      throw core::InputError(std::string(name) + " is a whole number");
    return value;
  };
  if (const auto status = number("status")) query.status = static_cast<int>(*status);
  query.after = number("after").value_or(0);
  query.limit = number("limit").value_or(query.limit);
  return query;
}

}  // namespace

auto list_requests(ControlCall& call) -> http::Response {
  Json list = Json::array();
  for (const auto& request : call.state.mock.log.find(query_of_url(call))) list.push_back(to_json(request));
  return control_json(
      {{"total", call.state.mock.log.total()}, {"kept", call.state.mock.log.kept()}, {"requests", list}});
}

auto clear_requests(ControlCall& call) -> http::Response {
  call.state.mock.log.clear();
  return control_json({{"kept", 0}});
}

auto verify_requests(ControlCall& call) -> http::Response {
  const LogQuery query = query_of_json(call.body);
  const auto exactly = number_in(call.body, "count");
  const auto at_least =
      exactly.value_or(number_in(call.body, "at_least").value_or(call.body.contains("at_most") ? 0 : 1));
  const auto at_most = exactly.value_or(number_in(call.body, "at_most").value_or(UINT64_MAX));
  const std::uint64_t matched = call.state.mock.log.count(query);
  const bool holds = matched >= at_least && matched <= at_most;
  Json answer = {{"holds", holds}, {"matched", matched}};
  if (!holds && matched < at_least) {
    answer["near_misses"] = Json::array();
    for (const auto& miss : call.state.mock.log.near_misses(query, shown_misses)) {
      answer["near_misses"].push_back({{"number", miss.request.number},
                                       {"method", miss.request.method},
                                       {"target", miss.request.target},
                                       {"status", miss.request.status},
                                       {"differences", miss.differences}});
    }
  }
  return control_json(answer);
}

auto list_verdicts(ControlCall& call) -> http::Response {
  Json list = Json::array();
  const auto key = call.query("key");
  for (const auto& verdict : call.state.mock.judge.verdicts()) {
    if (!key.empty() && verdict.key != key_identity(key)) continue;
    list.push_back({{"id", verdict.id},
                    {"advice", ClientJudge::advice(verdict.id)},
                    {"key", verdict.shown_key},
                    {"task", verdict.task},
                    {"detail", verdict.detail},
                    {"count", verdict.count},
                    {"first_request", verdict.first_request},
                    {"last_request", verdict.last_request}});
  }
  return control_json({{"verdicts", list}});
}

auto clear_verdicts(ControlCall& call) -> http::Response {
  const auto key = call.query("key");
  call.state.mock.judge.clear(key.empty() ? "" : key_identity(key));
  return list_verdicts(call);
}

auto reset(ControlCall& call) -> http::Response {
  const auto key = text_in(call.body, "key");
  auto& mock = call.state.mock;
  if (key.empty()) {
    mock.service.store().clear();
    mock.director.reset();
    mock.log.clear();
    mock.judge.clear();
    mock.webhooks.clear();
  } else {
    mock.service.store().clear(mock.service.store().find_owner(key_identity(key)));
    mock.judge.clear(key_identity(key));
  }
  return control_json({{"tasks", mock.service.store().size()}});
}

auto get_state(ControlCall& call) -> http::Response {
  return control_json(export_state(call.state.mock.service, call.state.clock.now()));
}

auto put_state(ControlCall& call) -> http::Response {
  import_state(call.body, call.state.mock.service, call.state.mock.library);
  return control_json({{"tasks", call.state.mock.service.store().size()}});
}

}  // namespace vidspec::mock
