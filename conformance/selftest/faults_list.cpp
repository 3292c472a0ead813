#include <algorithm>

#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

auto listing(BendJson bend) -> BendJson { return when(both(at(Operation::list), good()), std::move(bend)); }
auto deleting(BendJson bend) -> BendJson { return when(both(at(Operation::remove), good()), std::move(bend)); }
auto list_reply(BendReply bend) -> BendReply { return reply_when(both(at(Operation::list), good()), std::move(bend)); }

// DELETE of a task that is there, or the second one of the same.
auto first_delete(BendReply bend) -> BendReply {
  return reply_when(both(at(Operation::remove), good()), std::move(bend));
}
auto second_delete(BendReply bend) -> BendReply {
  return reply_when([](const Call& c) { return c.is(Operation::remove) && c.status == 404; }, std::move(bend));
}
// Reads of a task that is gone.
auto gone(Operation operation, BendReply bend) -> BendReply {
  return reply_when(
      [=](const Call& c) { return c.is(operation) && c.creates > 0 && c.key == Call::Key::right && c.status == 404; },
      std::move(bend));
}

auto data_of(Json& list) -> Json& { return list.at("data"); }

}  // namespace

auto list_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("list.404", "openai", "list.supported", "the list is not routed", list_reply(answer(404, some_error))),
      on_reply("list.405", "openai", "list.supported", "the list is not allowed", list_reply(answer(405, some_error))),
      on_reply("list.500", "openai", "list.status", "the list is broken", list_reply(answer(500, some_error))),
      on_body("list.array", "openai", "list.type", "the list is a bare array",
              listing([](Json& j, const Call&) { j = Json(data_of(j)); })),
      on_body("list.empty", "openai", "list.contains-created", "the list is always empty",
              listing([](Json& j, const Call&) {
                j = {{"object", "list"},
                     {"data", Json::array()},
                     {"first_id", nullptr},
                     {"last_id", nullptr},
                     {"has_more", false}};
              })),
      on_body("list.limit-ignored", "openai", "list.limit", "pages have one task more",
              listing([](Json& j, const Call&) {
                if (!data_of(j).empty()) {
                  auto more = data_of(j).back();
                  more["id"] = "another";
                  data_of(j).push_back(more);
                  j["last_id"] = "another";
                }
              })),
      on_body("list.reversed", "openai", "list.order", "pages are reversed", listing([](Json& j, const Call&) {
                std::reverse(data_of(j).begin(), data_of(j).end());
                std::swap(j["first_id"], j["last_id"]);
              }),
              "all"),
      on_body("list.first-id", "openai", "list.cursors", "first_id is another's", listing([](Json& j, const Call&) {
                if (!data_of(j).empty()) j["first_id"] = "another";
              })),
      on_body("list.last-id-null", "openai", "list.cursors", "last_id is null", listing(set("/last_id", nullptr))),
      on_body("list.swapped", "openai", "list.cursors", "first_id and last_id are swapped",
              listing([](Json& j, const Call&) { std::swap(j["first_id"], j["last_id"]); }), "all"),
      on_body("list.always-more", "openai", "list.has-more", "has_more is always true",
              listing(set("/has_more", true))),
      on_body("list.never-more", "openai", "list.has-more", "has_more is always false",
              listing(set("/has_more", false)), "all"),
      on_body("list.after-inclusive", "openai", "list.after", "a page begins with the task of after",
              listing([](Json& j, const Call& c) {
                if (const auto after = c.query("after"); !after.empty() && !data_of(j).empty())
                  data_of(j).front()["id"] = after;
              }),
              "all"),
      on_body("list.twice", "openai", "list.unique", "a task is listed twice", listing([](Json& j, const Call&) {
                if (!data_of(j).empty()) data_of(j).push_back(data_of(j).front());
              })),
      on_reply("list.any-limit", "openai", "list.rejects-limit", "any limit is taken",
               reply_when([](const Call& c) { return c.is(Operation::list) && c.query("limit") == "101"; },
                          answer(200, {{"object", "list"},
                                       {"data", Json::array()},
                                       {"first_id", nullptr},
                                       {"last_id", nullptr},
                                       {"has_more", false}}))),
      on_reply("list.open-to-any-key", "openai", "auth.wrong-key-list", "the list takes any key",
               reply_when(both(at(Operation::list), with_key(Call::Key::wrong)),
                          answer(200, {{"object", "list"}, {"data", Json::array()}}))),
      on_reply("list.open", "openai", "auth.no-key-list", "the list needs no key",
               reply_when(both(at(Operation::list), with_key(Call::Key::none)), answer(200, {{"object", "list"},
                                                                                             {"data", Json::array()},
                                                                                             {"first_id", nullptr},
                                                                                             {"last_id", nullptr},
                                                                                             {"has_more", false}}))),
      on_reply("delete.404", "openai", "delete.supported", "delete is not routed",
               reply_when(at(Operation::remove), answer(404, some_error))),
      on_reply("delete.405", "openai", "delete.supported", "delete is not allowed",
               reply_when(at(Operation::remove), answer(405, some_error))),
      on_reply("delete.409", "openai", "delete.accepted", "a finished task cannot be deleted",
               first_delete(answer(409, some_error))),
      on_reply("delete.204", "openai", "delete.status", "delete answers 204", first_delete(text(204, "", ""))),
      on_body("delete.other-id", "openai", "delete.same-id", "delete answers another id",
              deleting(set("/id", "another"))),
      on_body("delete.video", "openai", "deleted.object.const", "delete answers the video",
              deleting(set("/object", "video"))),
      on_body("delete.false", "openai", "deleted.deleted.const", "delete answers deleted false",
              deleting(set("/deleted", false))),
      on_body("delete.text", "openai", "deleted.deleted.type", "deleted is a text", deleting(set("/deleted", "true"))),
      on_reply("delete.no-effect", "openai", "delete.effective", "a deleted task is still there",
               gone(Operation::retrieve, answer(200, {{"id", "x"}, {"status", "completed"}}))),
      on_reply("delete.content-stays", "openai", "delete.effective", "a deleted video is still served",
               gone(Operation::content, text(200, "film", "video/mp4"))),
      on_body("delete.still-listed", "openai", "delete.leaves-list", "a deleted task is still listed",
              listing([](Json& j, const Call& c) {
                if (data_of(j).empty() && c.query("after").empty()) data_of(j).push_back({{"id", c.first_id}});
              })),
      on_reply("delete.again", "openai", "delete.again", "deleting twice succeeds",
               second_delete(answer(200, {{"id", "x"}, {"object", "video.deleted"}, {"deleted", true}}))),
      on_reply("delete.open-to-any-key", "openai", "auth.wrong-key-delete", "delete takes any key",
               reply_when(both(at(Operation::remove), with_key(Call::Key::wrong)),
                          answer(200, {{"id", "x"}, {"object", "video.deleted"}, {"deleted", true}}))),
      on_reply("delete.open", "openai", "auth.no-key-delete", "delete needs no key",
               reply_when(both(at(Operation::remove), with_key(Call::Key::none)),
                          answer(200, {{"id", "x"}, {"object", "video.deleted"}, {"deleted", true}}))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
