#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Json;
using core::Operation;

namespace {

constexpr std::string_view keyed = "openai video-generations sora-format";

const Json some_error = {
    {"error", {{"message", "no"}, {"type", "server_error"}, {"param", nullptr}, {"code", nullptr}}}};

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

// Refused creates that are accepted after all, where `select` takes the request.
auto accepts(std::function<bool(const Call&)> select) -> BendReply {
  return [=](http::Response& response, const Call& call) {
    const bool refused = call.is(Operation::create) && call.key == Call::Key::right && call.status >= 400;
    if (refused && select(call)) answer(200, invented_task(call))(response, call);
  };
}

auto sends(std::string_view needle) -> std::function<bool(const Call&)> {
  return [=](const Call& call) { return call.request.body.find(needle) != std::string::npos; };
}

auto lacks(std::string_view field) -> std::function<bool(const Call&)> {
  return [=](const Call& call) {
    const std::string in_form = "name=\"" + std::string(field) + "\"";
    const std::string in_json = "\"" + std::string(field) + "\"";
    const auto& body = call.request.body;
    const bool readable = body.size() > 40 && (body.front() == '-' || body.back() == '}');
    return readable && body.find(in_form) == std::string::npos && body.find(in_json) == std::string::npos;
  };
}

auto is_damaged(const Call& call) -> bool {
  const auto& body = call.request.body;
  return !body.empty() && body.front() != '-' && body.back() != '}';
}

auto empty_prompt(const Call& call) -> bool {
  return call.request.body.find("name=\"prompt\"\r\n\r\n\r\n") != std::string::npos;
}

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
      {"accepts.damaged",
       "*",
       "create.rejects-malformed",
       "a damaged body is accepted",
       {},
       {},
       {},
       accepts(is_damaged)},
      {"accepts.no-prompt",
       "openai video-generations video-create official-format",
       "create.rejects-missing",
       "a request without prompt is accepted",
       {},
       {},
       {},
       accepts(lacks("prompt"))},
      {"accepts.no-model",
       "video-generations video-create official-format",
       "create.rejects-missing",
       "a request without model is accepted",
       {},
       {},
       {},
       accepts(lacks("model"))},
      {"accepts.empty-prompt",
       "openai",
       "create.rejects-range",
       "an empty prompt is accepted",
       {},
       {},
       {},
       accepts(empty_prompt)},
      {"accepts.wrong-type",
       "openai video-create",
       "create.rejects-type",
       "an object is accepted where a text belongs",
       {},
       {},
       {},
       accepts(sends("allowed here"))},
      {"accepts.wide",
       "sora-format",
       "create.rejects-type",
       "a text is accepted where a number belongs",
       {},
       {},
       {},
       accepts(sends("not a number"))},
      {"accepts.bad-seconds",
       "openai openai-format video-generations official-format",
       "create.rejects-enum",
       "seven seconds are accepted",
       {},
       {},
       {},
       accepts(sends("name=\"seconds\"\r\n\r\n7"))},
      {"accepts.bad-size",
       "openai video-generations official-format",
       "create.rejects-enum",
       "a size of 1x1 is accepted",
       {},
       {},
       {},
       accepts(sends("1x1"))},
      {"accepts.bad-orientation",
       "video-create",
       "create.rejects-enum",
       "an unknown orientation is accepted",
       {},
       {},
       {},
       accepts(sends("no-such-value"))},
      {"accepts.unknown-model",
       "openai",
       "create.rejects-unknown-model",
       "an unknown model is accepted",
       {},
       {},
       {},
       accepts(sends("no-such-model"))},
      {"accepts.text-as-image",
       "openai video-generations official-format",
       "create.rejects-file",
       "a text is accepted as reference image",
       {},
       {},
       {},
       accepts(sends("This is no image."))},
      {"multipart.415",
       "openai openai-format video-generations sora-format official-format",
       "create.encodings",
       "multipart requests are not understood",
       {},
       {},
       {},
       reply_when(at(Operation::create), answer(415, some_error))},
      {"create.400",
       "*",
       "create.accepted",
       "a documented request is refused",
       {},
       {},
       {},
       created(answer(400, some_error))},
      {"create.201", "*", "create.status", "create answers 201", {}, {}, {}, created(status(201))},
      {"create.202", "*", "create.status", "create answers 202", {}, {}, {}, created(status(202))},
      {"create.html", "*", "create.returns-id", "create answers a web page", {}, {}, {}, created(html(200))},
      {"create.nothing",
       "*",
       "create.returns-id",
       "create answers nothing",
       {},
       {},
       {},
       created(text(200, "", "application/json"))},
      {"create.slow",
       "*",
       "create.asynchronous",
       "create takes 45 s",
       {},
       {},
       {},
       created(delivery([](http::Delivery& d) { d.delay = core::Millis{45'000}; }))},
      {"create.500-after-acceptance",
       "openai",
       "spending.error-after-acceptance",
       "create is a server error though the job runs",
       {},
       {},
       {},
       created(answer(500, some_error))},
      {"create.400-after-acceptance",
       "openai",
       "spending.refused-not-run",
       "create is refused though the job runs",
       {},
       {},
       {},
       created(answer(400, some_error))},
      {"create.task-under-500",
       "*",
       "spending.error-after-acceptance",
       "create answers its task with 500",
       {},
       {},
       {},
       created(status(500))},
      {"create.redirect",
       "*",
       "transport.redirects",
       "create redirects",
       {},
       {},
       {},
       created([](http::Response& r, const Call&) {
         r.status = 307;
         r.headers = {{"Location", "/v1/videos/"}};
         r.body.clear();
       })},
      {"create.lost",
       "*",
       "transport.steady",
       "the answer to create is lost",
       {},
       {},
       {},
       created(delivery([](http::Delivery& d) { d.end = http::Delivery::End::reset; }))},
      {"poll.404-at-first",
       "*",
       "retrieve.finds-created",
       "the first poll does not find the task",
       {},
       {},
       {},
       own_poll(first, answer(404, some_error))},
      {"poll.404-always",
       "*",
       "retrieve.finds-created",
       "polls never find the task",
       {},
       {},
       {},
       own_poll(every, answer(404, some_error)),
       "short"},
      {"poll.500-always",
       "*",
       "retrieve.finds-created",
       "polls are server errors",
       {},
       {},
       {},
       own_poll(every, answer(500, some_error)),
       "short"},
      {"poll.502-once", "*", "retrieve.steady", "one poll is a bad gateway", {}, {}, {}, own_poll(third, html(502))},
      {"poll.202", "*", "retrieve.status", "polls answer 202", {}, {}, {}, own_poll(every, status(202))},
      {"poll.401",
       keyed,
       "auth.same-key-works",
       "polls refuse the key that created",
       {},
       {},
       {},
       own_poll(every, answer(401, some_error)),
       "short"},
      {"content.403",
       keyed,
       "auth.same-key-works",
       "content refuses the key that created",
       {},
       {},
       {},
       reply_when(film(), answer(403, some_error))},
      {"open.task",
       keyed,
       "auth.no-key-task",
       "tasks are shown without a key",
       {},
       {},
       {},
       opens(Call::Key::none, Operation::retrieve)},
      {"open.any-key",
       keyed,
       "auth.wrong-key-task",
       "tasks are shown to any key",
       {},
       {},
       {},
       opens(Call::Key::wrong, Operation::retrieve)},
      {"one-id",
       "openai openai-format video-generations sora-format official-format",
       "identity.two-ids",
       "every create answers the same id",
       when([](const Call& c) { return c.is(Operation::create) && c.creates > 1; },
            [](Json& task, const Call& call) { put("id", call.first_id)(task, call); }),
       {},
       {},
       {},
       "fail"},
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
