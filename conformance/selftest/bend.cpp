#include "conformance/selftest/bend.h"

#include <algorithm>

#include "core/headers.h"
#include "core/text.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

// Where a field lies in a task: a canonical name by the profile, anything else at the root.
auto pointer_of(const core::Profile& profile, const std::string& field) -> std::string {
  const auto found = profile.fields.find(field);
  return found != profile.fields.end() ? found->second : "/" + field;
}

void erase_at(Json& json, const std::string& pointer) {
  const auto slash = pointer.rfind('/');
  auto* parent = const_cast<Json*>(core::find_pointer(json, pointer.substr(0, slash)));
  if (parent != nullptr && parent->is_object()) parent->erase(pointer.substr(slash + 1));
}

// Only where the parent is there: a bend of a member makes no parents of its own.
void set_at(Json& json, const std::string& pointer, Json value) {
  const auto slash = pointer.rfind('/');
  auto* parent = const_cast<Json*>(core::find_pointer(json, pointer.substr(0, slash)));
  if (parent != nullptr && parent->is_object()) (*parent)[pointer.substr(slash + 1)] = std::move(value);
}

void put_body(http::Response& response, std::string body, const std::string& type) {
  response.body = std::move(body);
  response.source = nullptr;
  core::remove_header(response.headers, "Content-Length");
  if (type.empty()) {
    core::remove_header(response.headers, "Content-Type");
  } else {
    core::set_header(response.headers, "Content-Type", type);
  }
}

}  // namespace

auto Call::query(std::string_view name) const -> std::string {
  for (const auto& [member, value] : http::parse_query(http::query_of(request.url))) {
    if (member == name) return value;
  }
  return {};
}

auto put(std::string field, Json value) -> BendJson {
  return [=](Json& task, const Call& call) { set_at(task, pointer_of(call.profile, field), value); };
}

auto drop(std::string field) -> BendJson {
  return [=](Json& task, const Call& call) { erase_at(task, pointer_of(call.profile, field)); };
}

auto change(std::string field, std::function<Json(const Json&, const Call&)> how) -> BendJson {
  return [=](Json& task, const Call& call) {
    const auto pointer = pointer_of(call.profile, field);
    if (const auto* value = core::find_pointer(task, pointer)) set_at(task, pointer, how(*value, call));
  };
}

auto when(When condition, BendJson bend) -> BendJson {
  return [=](Json& json, const Call& call) {
    if (condition(call)) bend(json, call);
  };
}

auto all_of(std::vector<BendJson> bends) -> BendJson {
  return [=](Json& json, const Call& call) {
    for (const auto& bend : bends) bend(json, call);
  };
}

auto set(std::string pointer, Json value) -> BendJson {
  return [=](Json& json, const Call&) { set_at(json, pointer, value); };
}

auto erase(std::string pointer) -> BendJson {
  return [=](Json& json, const Call&) { erase_at(json, pointer); };
}

auto reply_when(When condition, BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (condition(call)) bend(response, call);
  };
}

auto status(int code) -> BendReply {
  return [=](http::Response& response, const Call&) { response.status = code; };
}

auto header(std::string name, std::string value) -> BendReply {
  return [=](http::Response& response, const Call&) { core::set_header(response.headers, name, value); };
}

auto without_header(std::string name) -> BendReply {
  return [=](http::Response& response, const Call&) { core::remove_header(response.headers, name); };
}

auto answer(int code, Json json) -> BendReply {
  return [=](http::Response& response, const Call&) {
    response.status = code;
    response.delivery = {};
    put_body(response, json.dump(), "application/json");
  };
}

auto html(int code) -> BendReply {
  return text(code, "<!DOCTYPE html><html><body><h1>It works</h1></body></html>", "text/html");
}

auto text(int code, std::string body, std::string type) -> BendReply {
  return [=](http::Response& response, const Call&) {
    response.status = code;
    response.delivery = {};
    put_body(response, body, type);
  };
}

auto edit_text(std::function<std::string(std::string)> how) -> BendReply {
  return [=](http::Response& response, const Call&) {
    put_body(response, how(response.body), std::string(core::header_or_empty(response.headers, "Content-Type")));
  };
}

auto bytes(std::function<std::string(std::string)> how) -> BendReply {
  return [=](http::Response& response, const Call&) {
    put_body(response, how(bytes_of(response)), std::string(core::header_or_empty(response.headers, "Content-Type")));
  };
}

auto delivery(std::function<void(http::Delivery&)> how) -> BendReply {
  return [=](http::Response& response, const Call&) { how(response.delivery); };
}

auto at(Operation operation) -> When {
  return [=](const Call& call) { return call.operation == operation; };
}

auto in_stage(core::Stage stage) -> When {
  return [=](const Call& call) { return call.stage == stage; };
}

auto poll_in(core::Stage stage) -> When { return both(at(Operation::retrieve), in_stage(stage)); }

auto good() -> When {
  return [](const Call& call) { return call.status >= 200 && call.status < 300; };
}

auto refusal() -> When {
  return [](const Call& call) { return call.status >= 400; };
}

auto unknown_id() -> When {
  return [](const Call& call) { return call.status == 404 && call.key == Call::Key::right && call.creates == 0; };
}

auto with_key(Call::Key key) -> When {
  return [=](const Call& call) { return call.key == key; };
}

auto both(When a, When b) -> When {
  return [=](const Call& call) { return a(call) && b(call); };
}

auto film() -> When {
  return [](const Call& call) {
    const auto asked = call.query("variant");
    const bool plain =
        core::find_header(call.request.headers, "Range") == nullptr && (asked.empty() || asked == "video");
    const bool video = call.is(Operation::content) || !call.operation;
    return video && plain && call.request.method == "GET" && call.status == 200;
  };
}

auto variant(std::string name) -> When {
  return [=](const Call& call) {
    return call.is(Operation::content) && call.query("variant") == name && call.status == 200;
  };
}

auto bytes_of(const http::Response& response) -> std::string {
  if (response.source == nullptr) return response.body;
  std::string all(static_cast<std::size_t>(response.source->size()), '\0');
  response.source->read(0, all);
  return all;
}

auto word(const Call& call, core::Stage stage) -> std::string {
  const auto found = call.profile.words.find(stage);
  return found == call.profile.words.end() ? std::string(core::name(stage)) : found->second;
}

// A task as the dialect shows a new one, made up.
auto invented_task(const Call& call) -> Json {
  Json task = {{"id", "invented-1"},
               {"object", "video"},
               {"model", "sora-2"},
               {"progress", 0},
               {"created_at", 1764649117},
               {"completed_at", nullptr},
               {"expires_at", nullptr},
               {"size", "720x1280"},
               {"seconds", "4"},
               {"prompt", nullptr},
               {"remixed_from_video_id", nullptr},
               {"error", nullptr},
               {"status_update_time", 1764649117000}};
  task["status"] = word(call, core::Stage::queued);
  return task;
}

auto on_task(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson task,
             std::string_view setup) -> Bend {
  return {std::move(id), profiles, std::move(caught_by), says, std::move(task), {}, {}, {}, setup};
}

auto on_error(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson error,
              std::string_view setup) -> Bend {
  return {std::move(id), profiles, std::move(caught_by), says, {}, std::move(error), {}, {}, setup};
}

auto on_body(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson body,
             std::string_view setup) -> Bend {
  return {std::move(id), profiles, std::move(caught_by), says, {}, {}, std::move(body), {}, setup};
}

auto on_reply(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendReply reply,
              std::string_view setup) -> Bend {
  return {std::move(id), profiles, std::move(caught_by), says, {}, {}, {}, std::move(reply), setup};
}

auto fault_tables() -> std::vector<const std::vector<Bend>*> {
  return {&field_faults(),   &lifecycle_faults(),  &content_faults(),   &part_faults(), &error_faults(),
          &request_faults(), &acceptance_faults(), &transport_faults(), &list_faults(), &derived_faults()};
}

auto legal_tables() -> std::vector<const std::vector<Bend>*> {
  return {&legal_variations(), &legal_wire_variations(), &legal_forms()};
}

}  // namespace vidspec::conformance::selftest
