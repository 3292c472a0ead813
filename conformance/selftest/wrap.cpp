#include <map>

#include "conformance/route.h"
#include "conformance/selftest/bend.h"
#include "core/headers.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

auto key_of(const http::Request& request) -> Call::Key {
  const auto sent = core::header_or_empty(request.headers, "Authorization");
  if (sent.empty()) return Call::Key::none;
  return sent.find("sk-invalid") == std::string_view::npos ? Call::Key::right : Call::Key::wrong;
}

/// Remembers what a bend may ask about, and bends.
class Wrapper {
 public:
  Wrapper(const core::Profile& profile, const Bend& bend, http::Exchange server)
      : profile_(profile), bend_(bend), server_(std::move(server)), router_(profile, "") {}

  auto handle(const http::Request& request) -> http::Response {
    auto response = server_(request);
    const auto route = router_.match(request.method, request.url);
    Call call{profile_, request, {}, route.id, key_of(request), 0, 0, 0, {}, response.status, {}, 0, 0};
    if (route.spec != nullptr) call.operation = route.spec->operation;
    call.nth = call.operation ? ++counts_[*call.operation] : 0;
    if (call.is(Operation::retrieve) && call.key == Call::Key::right) call.polls = ++polls_[call.id];
    auto parsed = response.source == nullptr ? core::parse_json(response.body) : core::JsonResult{};
    if (parsed.value != nullptr) remember(*parsed.value, call);
    call.creates = creates_;
    call.first_id = first_id_;
    if (film()(call)) ++films_;
    call.films = films_;
    if (parsed.value != nullptr) bend_json(*parsed.value, response, call);
    if (bend_.reply) bend_.reply(response, call);
    return response;
  }

 private:
  void remember(const Json& body, Call& call) {
    const bool success = call.status >= 200 && call.status < 300;
    if (!success || !call.operation || !body.is_object()) return;
    const auto* status = profile_.field(body, "status");
    if (status != nullptr && status->is_string()) call.stage = profile_.stage_of(status->get<std::string>());
    if (core::makes_video(*call.operation)) {
      const auto* id = profile_.field(body, "id");
      if (++creates_ == 1 && id != nullptr && id->is_string()) first_id_ = id->get<std::string>();
    }
    if (call.stage && call.is(Operation::retrieve))
      call.seen_in_stage = ++in_stage_[call.id + std::string(core::name(*call.stage))];
  }

  void bend_json(const Json& body, http::Response& response, const Call& call) {
    Json bent = body;
    if (call.status >= 400) {
      if (bend_.error) bend_.error(bent, call);
    } else if (call.operation) {
      const auto& kind = profile_.operation(*call.operation)->response;
      if (kind == "task" && bend_.task) bend_.task(bent, call);
      if (kind == "list" && bend_.task) bend_items(bent, call);
      if (kind != "task" && bend_.body) bend_.body(bent, call);
    }
    if (bent == body) return;
    response.body = bent.dump(-1, ' ', false, Json::error_handler_t::replace);
    core::remove_header(response.headers, "Content-Length");
  }

  void bend_items(Json& list, const Call& call) {
    if (!list.is_object() || !list.contains("data") || !list.at("data").is_array()) return;
    for (auto& item : list.at("data")) {
      Call of_item = call;
      const auto* status = profile_.field(item, "status");
      if (status != nullptr && status->is_string()) of_item.stage = profile_.stage_of(status->get<std::string>());
      const auto* id = profile_.field(item, "id");
      if (id != nullptr && id->is_string()) of_item.id = id->get<std::string>();
      bend_.task(item, of_item);
    }
  }

  const core::Profile& profile_;
  const Bend& bend_;
  http::Exchange server_;
  Router router_;
  std::map<Operation, int> counts_;
  std::map<std::string, int> polls_;
  std::map<std::string, int> in_stage_;
  int creates_ = 0;
  int films_ = 0;
  std::string first_id_;
};

}  // namespace

auto bent(const core::Profile& profile, const Bend& bend, http::Exchange server) -> http::Exchange {
  auto wrapper = std::make_shared<Wrapper>(profile, bend, std::move(server));
  return [wrapper](const http::Request& request) { return wrapper->handle(request); };
}

}  // namespace vidspec::conformance::selftest
