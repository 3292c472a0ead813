#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

constexpr std::string_view videos = "openai openai-format video-generations sora-format official-format";
constexpr std::string_view keyed = "openai video-generations sora-format";

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

auto opens(Call::Key key, Operation operation) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (call.is(operation) && call.key == key && call.creates > 0) answer(200, invented_task(call))(response, call);
  };
}

auto created(BendReply bend) -> BendReply { return reply_when(both(at(Operation::create), good()), std::move(bend)); }

auto own_poll(std::function<bool(const Call&)> select, BendReply bend) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    if (call.is(Operation::retrieve) && call.key == Call::Key::right && call.status < 300 && select(call))
      bend(response, call);
  };
}
auto every(const Call&) -> bool { return true; }
auto first(const Call& call) -> bool { return call.polls == 1; }
auto third(const Call& call) -> bool { return call.polls == 3; }

}  // namespace

auto request_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("multipart.415", "openai openai-format video-generations sora-format official-format",
               "create.encodings", "multipart requests are not understood",
               reply_when(at(Operation::create), answer(415, some_error))),
      on_reply("create.400", "*", "create.accepted", "a documented request is refused",
               created(answer(400, some_error))),
      on_reply("create.201", "*", "create.status", "create answers 201", created(status(201))),
      on_reply("create.202", "*", "create.status", "create answers 202", created(status(202))),
      on_reply("create.html", "*", "create.returns-id", "create answers a web page", created(html(200))),
      on_reply("create.nothing", "*", "create.returns-id", "create answers nothing",
               created(text(200, "", "application/json"))),
      on_reply("create.slow", "*", "create.asynchronous", "create takes 45 s",
               created(delivery([](http::Delivery& d) { d.delay = core::Millis{45'000}; }))),
      on_reply("create.500-after-acceptance", "openai", "spending.error-after-acceptance",
               "create is a server error though the job runs", created(answer(500, some_error))),
      on_reply("create.400-after-acceptance", "openai", "spending.refused-not-run",
               "create is refused though the job runs", created(answer(400, some_error))),
      on_reply("create.task-under-500", "*", "spending.error-after-acceptance", "create answers its task with 500",
               created(status(500))),
      on_reply("create.task-under-400", "*", "spending.refused-not-run", "create answers its task with 400",
               created(status(400))),
      on_reply("create.redirect", "*", "transport.redirects", "create redirects",
               created([](http::Response& r, const Call&) {
                 r.status = 307;
                 r.headers = {{"Location", "/v1/videos/"}};
                 r.body.clear();
               })),
      on_reply("create.lost", "*", "transport.steady", "the answer to create is lost",
               created(delivery([](http::Delivery& d) { d.end = http::Delivery::End::reset; }))),
      on_reply("poll.404-at-first", "*", "retrieve.finds-created", "the first poll does not find the task",
               own_poll(first, answer(404, some_error))),
      on_reply("poll.404-always", "*", "retrieve.finds-created", "polls never find the task",
               own_poll(every, answer(404, some_error)), "short"),
      on_reply("poll.500-always", "*", "retrieve.finds-created", "polls are server errors",
               own_poll(every, answer(500, some_error)), "short"),
      on_reply("poll.502-once", "*", "retrieve.steady", "one poll is a bad gateway", own_poll(third, html(502))),
      on_reply("poll.202", "*", "retrieve.status", "polls answer 202", own_poll(every, status(202))),
      on_reply("poll.401", "*", "auth.same-key-works", "polls refuse the key that created",
               own_poll(every, answer(401, some_error)), "short"),
      on_reply("content.403", videos, "auth.same-key-works", "content refuses the key that created",
               reply_when(film(), answer(403, some_error))),
      on_reply("open.task", keyed, "auth.no-key-task", "tasks are shown without a key",
               opens(Call::Key::none, Operation::retrieve)),
      on_reply("open.any-key", keyed, "auth.wrong-key-task", "tasks are shown to any key",
               opens(Call::Key::wrong, Operation::retrieve)),
      on_task("one-id", "*", "identity.two-ids", "every create answers the same id",
              when([](const Call& c) { return c.is(Operation::create) && c.creates > 1; },
                   [](Json& task, const Call& call) { put("id", call.first_id)(task, call); }),
              "fail"),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
