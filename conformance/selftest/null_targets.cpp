#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Stage;

namespace {

auto pretend(Stage stage) -> BendJson {
  return [=](Json& task, const Call& call) { put("status", word(call, stage))(task, call); };
}

}  // namespace

auto null_targets() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("null.empty-object", "*", "", "{} for everything", answer(200, Json::object())),
      on_reply("null.null", "*", "", "null for everything", answer(200, nullptr)),
      on_reply("null.html", "*", "", "a web page for everything", html(200)),
      on_reply("null.404", "*", "", "404 for everything",
               answer(404, {{"error", {{"message", "no"}, {"type", "x"}, {"param", nullptr}, {"code", nullptr}}}})),
      on_reply("null.500", "*", "", "500 for everything",
               answer(500, {{"error", {{"message", "no"}, {"type", "x"}, {"param", nullptr}, {"code", nullptr}}}})),
      on_reply("null.empty", "*", "", "an empty 200 for everything", text(200, "", "application/json")),
      on_reply("null.reset", "*", "", "every connection is reset",
               delivery([](http::Delivery& d) { d.end = http::Delivery::End::reset; })),
      on_task("null.endless-queue", "*", "", "every task waits for ever",
              when([](const Call& c) { return c.stage.has_value(); }, pretend(Stage::queued)), "short"),
      on_reply("null.same-task", "*", "", "one finished task for everything",
               [](http::Response& r, const Call& c) {
                 answer(200, {{"id", "the-one"},
                              {"object", "video"},
                              {"model", "sora-2"},
                              {"status", word(c, Stage::completed)},
                              {"progress", 100},
                              {"created_at", 1764649117},
                              {"seconds", "4"},
                              {"size", "720x1280"}})(r, c);
               }),
  };
  return table;
}

auto canary() -> const Bend& {
  static const Bend bend = {"canary",
                            "*",
                            "",
                            "nothing is as it should be",
                            [](Json& task, const Call&) {
                              task = {{"code", 0}, {"data", {{"task_id", 7}, {"status", "SUCCESS"}}}};
                            },
                            [](Json& json, const Call&) {
                              json = {{"detail", "no"}};
                            },
                            {},
                            header("Content-Type", "text/html"),
                            "short"};
  return bend;
}

}  // namespace vidspec::conformance::selftest
