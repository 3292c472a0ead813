#include "conformance/selftest/bend.h"

namespace vidspec::conformance::selftest {

using core::Operation;

namespace {

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

}  // namespace

auto acceptance_faults() -> const std::vector<Bend>& {
  static const std::vector<Bend> table = {
      on_reply("accepts.damaged", "*", "create.rejects-malformed", "a damaged body is accepted", accepts(is_damaged)),
      on_reply("accepts.no-prompt", "openai video-generations video-create official-format", "create.rejects-missing",
               "a request without prompt is accepted", accepts(lacks("prompt"))),
      on_reply("accepts.no-model", "video-generations video-create official-format", "create.rejects-missing",
               "a request without model is accepted", accepts(lacks("model"))),
      on_reply("accepts.empty-prompt", "openai", "create.rejects-range", "an empty prompt is accepted",
               accepts(empty_prompt)),
      on_reply("accepts.wrong-type", "openai video-create", "create.rejects-type",
               "an object is accepted where a text belongs", accepts(sends("allowed here"))),
      on_reply("accepts.wide", "sora-format", "create.rejects-type", "a text is accepted where a number belongs",
               accepts(sends("not a number"))),
      on_reply("accepts.bad-seconds", "openai openai-format video-generations official-format", "create.rejects-enum",
               "seven seconds are accepted", accepts(sends("name=\"seconds\"\r\n\r\n7"))),
      on_reply("accepts.bad-size", "openai video-generations official-format", "create.rejects-enum",
               "a size of 1x1 is accepted", accepts(sends("1x1"))),
      on_reply("accepts.bad-orientation", "video-create", "create.rejects-enum", "an unknown orientation is accepted",
               accepts(sends("no-such-value"))),
      on_reply("accepts.unknown-model", "openai", "create.rejects-unknown-model", "an unknown model is accepted",
               accepts(sends("no-such-model"))),
      on_reply("accepts.text-as-image", "openai video-generations official-format", "create.rejects-file",
               "a text is accepted as reference image", accepts(sends("This is no image."))),
  };
  return table;
}

}  // namespace vidspec::conformance::selftest
