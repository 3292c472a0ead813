#include <algorithm>

#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

}  // namespace

auto derived_faults() -> const std::vector<Bend>& {
  static const auto of = [](Operation operation, BendReply bend) {
    return reply_when(both(at(operation), good()), std::move(bend));
  };
  static const auto refused = [](Operation operation) {
    return reply_when(
        [=](const Call& c) { return c.is(operation) && c.status >= 400; },
        [](http::Response& r, const Call& c) {
          answer(200, {{"id", "invented"}, {"object", "video"}, {"status", word(c, core::Stage::queued)}})(r, c);
        });
  };
  static const auto needs_no = [](Operation operation, std::string_view name) {
    return reply_when(both(
                          [=](const Call& c) {
                            const auto& parts = c.request.parts;
                            return c.status >= 400 && std::none_of(parts.begin(), parts.end(),
                                                                   [&](const auto& p) { return p.name == name; });
                          },
                          at(operation)),
                      answer(200, {{"id", "invented"}, {"object", "video"}, {"status", "queued"}}));
  };
  static const auto source_id = [](Json& task, const Call& call) { put("id", call.first_id)(task, call); };
  static const std::vector<Bend> table = {
      on_reply("remix.404", "openai", "remix.supported", "remix is not routed",
               of(Operation::remix, answer(404, some_error)), "all"),
      on_reply("remix.500", "openai", "remix.accepted", "remix is broken",
               of(Operation::remix, answer(500, some_error)), "all"),
      on_reply("remix.201", "openai", "remix.status", "remix answers 201", of(Operation::remix, status(201)), "all"),
      on_task("remix.same-id", "openai", "remix.new-id", "a remix has the id of its source",
              when(at(Operation::remix), source_id), "all"),
      on_task("remix.no-source", "openai", "remix.source", "a remix does not name its source",
              when(at(Operation::remix), put("remixed_from", nullptr)), "all"),
      on_reply("remix.of-nothing", "openai", "remix.rejects-invalid", "a remix of nothing is accepted",
               refused(Operation::remix), "all"),
      on_reply("edit.501", "openai", "edit.supported", "edit is not implemented",
               of(Operation::edit, answer(501, some_error)), "all"),
      on_reply("edit.422", "openai", "edit.accepted", "edit is refused", of(Operation::edit, answer(422, some_error)),
               "all"),
      on_reply("edit.202", "openai", "edit.status", "edit answers 202", of(Operation::edit, status(202)), "all"),
      on_task("edit.same-id", "openai", "edit.new-id", "an edit has the id of its source",
              when(at(Operation::edit), source_id), "all"),
      on_reply("edit.of-nothing", "openai", "edit.rejects-invalid", "an edit of nothing is accepted",
               refused(Operation::edit), "all"),
      on_reply("extend.405", "openai", "extend.supported", "extend is not allowed",
               of(Operation::extend, answer(405, some_error)), "all"),
      on_reply("extend.400", "openai", "extend.accepted", "extend is refused",
               of(Operation::extend, answer(400, some_error)), "all"),
      on_reply("extend.201", "openai", "extend.status", "extend answers 201", of(Operation::extend, status(201)),
               "all"),
      on_task("extend.same-id", "openai", "extend.new-id", "an extension has the id of its source",
              when(at(Operation::extend), source_id), "all"),
      on_task("extend.piece", "openai", "extend.seconds", "an extension tells the length of the piece",
              when(at(Operation::extend), put("seconds", "4")), "all"),
      on_reply("extend.of-nothing", "openai", "extend.rejects-invalid", "an extension of nothing is accepted",
               refused(Operation::extend), "all"),
      on_reply("extend.without-prompt", "openai", "extend.rejects-invalid", "an extension needs no prompt",
               needs_no(Operation::extend, "prompt"), "all"),
      on_reply("extend.without-seconds", "openai", "extend.rejects-invalid", "an extension needs no seconds",
               needs_no(Operation::extend, "seconds"), "all"),
      on_reply("extend.invalid-500", "openai", "extend.rejects-invalid", "an invalid extension gets 500",
               reply_when(both(at(Operation::extend), refusal()), answer(500, some_error)), "all"),
      on_reply("character.404", "openai", "character.create.supported", "characters are not routed",
               of(Operation::character_create, answer(404, some_error)), "all"),
      on_reply("character.read-404", "openai", "character.retrieve.supported", "characters cannot be read",
               of(Operation::character_retrieve, answer(404, some_error)), "all"),
      on_reply("character.500", "openai", "character.accepted", "characters are broken",
               of(Operation::character_create, answer(500, some_error)), "all"),
      on_reply("character.201", "openai", "character.status", "characters come with 201",
               of(Operation::character_create, status(201)), "all"),
      on_body("character.milliseconds", "openai", "character.created_at.format", "characters count milliseconds",
              when(both(at(Operation::character_create), good()), set("/created_at", 1764649117000)), "all"),
      on_body("character.other-name", "openai", "character.same", "a character that is read has another name",
              when(at(Operation::character_retrieve), set("/name", "Somebody Else")), "all"),
      on_body("character.time-moves", "openai", "character.same", "a character that is read was made at another time",
              when(at(Operation::character_retrieve), set("/created_at", 1764649200)), "all"),
      on_body("character.no-time", "openai", "character.created_at.present", "characters have no created_at",
              when(good(), erase("/created_at")), "all"),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
