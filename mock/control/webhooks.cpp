#include <charconv>

#include "core/error.h"
#include "mock/control/call.h"

namespace vidspec::mock {

namespace {

using core::Json;

auto state_name(WebhookDelivery::State state) -> const char* {
  if (state == WebhookDelivery::State::delivered) return "delivered";
  return state == WebhookDelivery::State::waiting ? "waiting" : "given up";
}

auto delivery_json(const WebhookDelivery& delivery) -> Json {
  return {{"number", delivery.number},     {"id", delivery.id},
          {"type", delivery.type},         {"task", delivery.task},
          {"body", delivery.body},         {"state", state_name(delivery.state)},
          {"attempts", delivery.attempts}, {"status", delivery.status},
          {"problem", delivery.problem},   {"due_ms", core::unix_millis(delivery.due)}};
}

}  // namespace

auto get_webhook(ControlCall& call) -> http::Response {
  const auto target = call.state.mock.webhooks.target();
  return control_json({{"url", target.url.empty() ? Json() : Json(target.url)}, {"secret", target.secret}});
}

auto put_webhook(ControlCall& call) -> http::Response {
  const auto url = call.body.value("url", Json());
  if (!url.is_string() || http::origin_of(url.get<std::string>()).empty())
    throw core::InputError("url is an http or https URL");
  const auto secret = call.body.value("secret", Json(call.state.mock.webhooks.target().secret));
  if (!secret.is_string() || secret.get_ref<const std::string&>().empty())
    throw core::InputError("secret is text: whsec_ and base64");
  call.state.mock.webhooks.set_target({url.get<std::string>(), secret.get<std::string>()});
  return get_webhook(call);
}

auto delete_webhook(ControlCall& call) -> http::Response {
  call.state.mock.webhooks.set_target({"", call.state.mock.webhooks.target().secret});
  return get_webhook(call);
}

auto list_webhooks(ControlCall& call) -> http::Response {
  Json list = Json::array();
  for (const auto& delivery : call.state.mock.webhooks.deliveries()) list.push_back(delivery_json(delivery));
  return control_json({{"webhooks", list}});
}

auto redeliver_webhook(ControlCall& call) -> http::Response {
  std::uint64_t number = 0;
  std::from_chars(call.id.data(), call.id.data() + call.id.size(), number);
  if (!call.state.mock.webhooks.redeliver(number, call.state.clock.now()))
    throw NothingThere("there is no webhook of that number");
  return list_webhooks(call);
}

}  // namespace vidspec::mock
