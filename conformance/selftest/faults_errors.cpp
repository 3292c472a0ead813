#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

constexpr std::string_view keyed = "openai video-generations sora-format";

enum class Situation { unknown_id, no_key, wrong_key, invalid };

auto is(Situation situation) -> When {
  return [=](const Call& call) {
    switch (situation) {
      case Situation::unknown_id:
        return unknown_id()(call) && !call.is(Operation::create);
      case Situation::no_key:
        return call.key == Call::Key::none && call.status >= 400;
      case Situation::wrong_key:
        return call.key == Call::Key::wrong && call.status >= 400;
      case Situation::invalid:
        return call.is(Operation::create) && call.key == Call::Key::right && call.status >= 400;
    }
    return false;
  };
}

auto of(Situation situation, BendReply bend) -> BendReply { return reply_when(is(situation), std::move(bend)); }

auto reshape(Json body) -> BendJson {
  return [=](Json& json, const Call&) { json = body; };
}

auto as_detail(Json& json, const Call&) { json = {{"detail", "Not Found"}}; }
auto text_of_error(Json& json, const Call&) {
  json = {{"error", json.value("/error/message"_json_pointer, std::string("no"))}};
}

}  // namespace

auto error_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_error("envelope.detail", "*", "error.present", "errors are {detail}", as_detail),
      on_error("envelope.code-message-data", "*", "error.present", "errors are {code, message, data}",
               reshape({{"code", "task_not_exist"}, {"message", "task_not_exist"}, {"data", nullptr}})),
      on_error("envelope.status-failure", "*", "errors.unknown-id.envelope", "errors are {status, message}",
               reshape({{"status", "failure"}, {"message", "no"}})),
      on_error("envelope.empty-object", "*", "error.present", "errors are {}", reshape(Json::object())),
      on_error("envelope.text", "openai sora-format", "error.type", "error is a text", text_of_error),
      on_error("envelope.bare-text", "openai", "error.type", "the body is a JSON text", reshape("not found")),
      on_error("envelope.list", "openai", "error.type", "the body is a list", reshape(Json::array({1}))),
      on_error("envelope.null", "openai", "error.type", "error is null", reshape({{"error", nullptr}})),
      on_error("error.no-message", "*", "error.message.present", "errors have no message", erase("/error/message")),
      on_error("error.message-number", "*", "error.message.type", "the message is a number", set("/error/message", 17)),
      on_error("error.message-list", "openai sora-format", "error.message.type", "the message is a list",
               set("/error/message", Json::array({"no"}))),
      on_error("error.message-null", "openai sora-format", "error.message.null", "the message is null",
               set("/error/message", nullptr)),
      on_error("error.no-type", "openai", "error.type.present", "errors have no type", erase("/error/type")),
      on_error("error.type-null", "openai sora-format", "error.type.null", "the type is null",
               set("/error/type", nullptr)),
      on_error("error.type-number", "openai sora-format", "error.type.type", "the type is a number",
               set("/error/type", 400)),
      on_error("error.no-param", "openai", "error.param.nullable-absent", "errors have no param",
               erase("/error/param")),
      on_error("error.param-number", "openai sora-format", "error.param.type", "param is a number",
               set("/error/param", 0)),
      on_error("error.no-code", "openai", "error.code.nullable-absent", "errors have no code", erase("/error/code")),
      on_error("error.code-number", "openai sora-format", "error.code.type", "code is the status",
               set("/error/code", 404)),
      on_reply("unknown-id.200", "*", "errors.unknown-id.status", "an unknown id gets 200 with an error",
               of(Situation::unknown_id, status(200))),
      on_reply("unknown-id.null-data", "*", "errors.unknown-id.status", "an unknown id gets 200 with null data",
               of(Situation::unknown_id, answer(200, {{"code", "success"}, {"data", nullptr}}))),
      on_reply("unknown-id.500", "*", "errors.unknown-id.status", "an unknown id gets 500",
               of(Situation::unknown_id, status(500))),
      on_reply("unknown-id.400", "openai video-generations sora-format official-format", "errors.unknown-id.status",
               "an unknown id gets 400", of(Situation::unknown_id, status(400))),
      on_reply("unknown-id.403", "openai", "errors.unknown-id.status", "an unknown id gets 403",
               of(Situation::unknown_id, status(403))),
      on_error("unknown-id.detail", "*", "errors.unknown-id.envelope", "an unknown id gets {detail}",
               when(unknown_id(), as_detail)),
      on_reply("unknown-id.html", "openai video-generations sora-format", "errors.unknown-id.envelope",
               "an unknown id gets a web page", of(Situation::unknown_id, html(404))),
      on_reply("unknown-id.text", "*", "errors.unknown-id.envelope", "an unknown id gets a text",
               of(Situation::unknown_id, text(404, "not found", "text/plain"))),
      on_reply("unknown-id.nothing", "*", "errors.unknown-id.envelope", "an unknown id gets an empty body",
               of(Situation::unknown_id, text(404, "", "application/json"))),
      on_reply("unknown-id.broken-json", "*", "transport.json", "an unknown id gets broken JSON",
               of(Situation::unknown_id, text(404, R"({"error":{"message":"x")", "application/json"))),
      on_reply("no-key.400", keyed, "errors.no-key.status", "no key gets 400", of(Situation::no_key, status(400))),
      on_reply("no-key.403", keyed, "errors.no-key.status", "no key gets 403", of(Situation::no_key, status(403))),
      on_reply("no-key.404", keyed, "errors.no-key.status", "no key gets 404", of(Situation::no_key, status(404))),
      on_reply("no-key.login", keyed, "errors.no-key.status", "no key gets a redirect to a login",
               of(Situation::no_key,
                  [](http::Response& r, const Call&) {
                    r.status = 302;
                    r.headers = {{"Location", "/login"}};
                    r.body.clear();
                  })),
      on_error("no-key.detail", keyed, "errors.no-key.envelope", "no key gets {detail}",
               when(is(Situation::no_key), as_detail)),
      on_reply("no-key.html", keyed, "errors.no-key.envelope", "no key gets a web page",
               of(Situation::no_key, html(401))),
      on_reply("wrong-key.400", keyed, "errors.wrong-key.status", "a wrong key gets 400",
               of(Situation::wrong_key, status(400))),
      on_reply("wrong-key.500", keyed, "errors.wrong-key.status", "a wrong key gets 500",
               of(Situation::wrong_key, status(500))),
      on_error("wrong-key.detail", keyed, "errors.wrong-key.envelope", "a wrong key gets {detail}",
               when(is(Situation::wrong_key), as_detail)),
      on_reply("wrong-key.nothing", keyed, "errors.wrong-key.envelope", "a wrong key gets an empty body",
               of(Situation::wrong_key, text(401, "", "application/json"))),
      on_reply("no-key.list-403", "openai", "errors.no-key.status", "the list gets 403 without a key",
               reply_when(both(is(Situation::no_key), at(Operation::list)), status(403))),
      on_reply("no-key.delete-500", "openai", "errors.no-key.status", "a delete gets 500 without a key",
               reply_when(both(is(Situation::no_key), at(Operation::remove)), status(500))),
      on_reply("wrong-key.content-404", keyed, "errors.wrong-key.status", "a video gets 404 with a wrong key",
               reply_when(both(is(Situation::wrong_key), at(Operation::content)), status(404))),
      on_error("wrong-key.content-detail", keyed, "errors.wrong-key.envelope", "a video gets {detail} with a wrong key",
               when(both(is(Situation::wrong_key), at(Operation::content)), as_detail)),
      on_reply("invalid.500", "*", "errors.invalid.status", "invalid requests get 500",
               of(Situation::invalid, status(500))),
      on_reply("invalid.404", "*", "errors.invalid.status", "invalid requests get 404",
               of(Situation::invalid, status(404))),
      on_reply("invalid.redirect", "*", "errors.invalid.status", "invalid requests are redirected to the documentation",
               of(Situation::invalid,
                  [](http::Response& r, const Call&) {
                    r.status = 302;
                    r.headers = {{"Location", "/docs"}};
                    r.body.clear();
                  })),
      on_error("invalid.detail", "*", "errors.invalid.envelope", "invalid requests get {detail:[…]}",
               when(is(Situation::invalid), reshape({{"detail", {{{"loc", {"body"}}, {"msg", "bad"}}}}}))),
      on_reply("invalid.html", "*", "errors.invalid.envelope", "invalid requests get a web page",
               of(Situation::invalid, html(400))),
      on_error(
          "deleted.detail", "openai", "errors.deleted.envelope", "a deleted id gets {detail}",
          when([](const Call& c) { return c.is(Operation::retrieve) && c.creates > 0 && c.key == Call::Key::right; },
               as_detail)),
      on_reply(
          "success.error", "*", "errors.not-in-success", "create answers an error with 200",
          reply_when(
              both(at(Operation::create), good()),
              answer(200, {{"error", {{"message", "quota"}, {"type", "x"}, {"param", nullptr}, {"code", nullptr}}}}))),
      on_reply("success.null", "*", "errors.not-in-success", "create answers success with null data",
               reply_when(both(at(Operation::create), good()), answer(200, {{"code", "success"}, {"data", nullptr}}))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
