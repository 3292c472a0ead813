#include "conformance/checks/page.h"

#include <charconv>

#include "http/message.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::Operation;

namespace {

auto query_value(const Seen& seen, std::string_view name) -> std::string {
  for (const auto& [key, value] : http::parse_query(http::query_of(seen.raw->request.url))) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

void each_page(const Evidence& evidence, const std::function<void(const Page&)>& judge) {
  for (const auto* seen : evidence.of(Operation::list)) {
    const auto* items = seen->succeeded() ? seen->at("/data") : nullptr;
    if (items == nullptr || !items->is_array()) continue;
    Page page{seen, items, {}, query_value(*seen, "order"), query_value(*seen, "after")};
    const auto text = query_value(*seen, "limit");
    std::size_t limit = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), limit).ec == std::errc()) page.limit = limit;
    judge(page);
  }
}

auto id_of(const Evidence& evidence, const Json& item) -> std::string {
  return item.is_object() ? text_of(evidence.profile().field(item, "id")) : std::string();
}

auto ids_of(const Evidence& evidence, const Page& page) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& item : *page.items) ids.push_back(id_of(evidence, item));
  return ids;
}

}  // namespace vidspec::conformance::checks
