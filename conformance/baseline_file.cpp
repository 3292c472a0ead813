#include <algorithm>
#include <nlohmann/json.hpp>

#include "conformance/baseline.h"
#include "conformance/judge.h"
#include "core/embedded.h"
#include "core/error.h"
#include "core/file.h"
#include "core/schema.h"
#include "core/suggest.h"

namespace vidspec::conformance {

namespace {

using core::InputError;
using core::Json;

constexpr std::size_t max_bytes = 4U << 20U;

auto published_schema() -> const core::Schema& {
  static const auto schema = core::Schema::compile(Json::parse(core::embedded_file("schemas/baseline.schema.json")),
                                                   {.name = "baseline.schema.json"});
  return schema;
}

auto optional_text(const Json& json, const char* name) -> std::optional<std::string> {
  const auto found = json.find(name);
  return found == json.end() ? std::nullopt : std::optional(found->get<std::string>());
}

void check_ids(const Baseline& baseline, const std::string& name, const core::Profile& profile) {
  std::vector<std::string> ids;
  for (const auto& entry : catalogue(profile)) ids.push_back(entry.id);
  for (std::size_t i = 0; i < baseline.known.size(); ++i) {
    const auto& id = baseline.known[i].id;
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
    const auto nearest = core::closest(id, ids);
    throw InputError(name, "/known_failures/" + std::to_string(i) + "/id",
                     "profile " + profile.id + " has no check " + core::in_quotes(core::elide(id, 80)) +
                         (nearest ? "; did you mean " + core::in_quotes(*nearest) + "?" : ""));
  }
}

void check_entries(const Baseline& baseline, const std::string& name) {
  for (std::size_t i = 0; i < baseline.known.size(); ++i) {
    const auto& entry = baseline.known[i];
    const auto pointer = "/known_failures/" + std::to_string(i);
    if (!is_date(entry.expires)) throw InputError(name, pointer + "/expires", "must be a date, YYYY-MM-DD");
    for (std::size_t k = 0; k < i; ++k) {
      const auto& other = baseline.known[k];
      if (other.id == entry.id && other.pointer == entry.pointer && other.message == entry.message) {
        throw InputError(name, pointer, "says the same as /known_failures/" + std::to_string(k) + "; keep one");
      }
    }
  }
}

}  // namespace

auto parse_baseline(std::string_view text, const std::string& name, const core::Profile& profile) -> Baseline {
  const auto parsed = core::parse_json(text, {max_bytes, 8});
  if (!parsed) throw InputError(name, "", "not JSON: " + parsed.error);
  const auto violations = published_schema().validate(*parsed.value);
  if (!violations.empty()) {
    const auto& first = violations.front();
    throw InputError(name, first.instance, "expected " + first.expected + ", actual " + first.actual);
  }
  Baseline baseline{parsed.value->at("profile").get<std::string>(), {}};
  if (baseline.profile != profile.id) {
    throw InputError(
        name, "/profile",
        "is a baseline of profile " + core::in_quotes(core::elide(baseline.profile, 80)) + ", not of " + profile.id);
  }
  for (const auto& item : parsed.value->at("known_failures")) {
    baseline.known.push_back({item.at("id"), optional_text(item, "pointer"), optional_text(item, "message"),
                              item.at("reason"), item.at("owner"), item.at("expires")});
  }
  check_ids(baseline, name, profile);
  check_entries(baseline, name);
  return baseline;
}

auto read_baseline(const std::filesystem::path& path, const core::Profile& profile) -> Baseline {
  return parse_baseline(core::read_file(path, max_bytes), path.string(), profile);
}

auto write_baseline(const Baseline& baseline) -> std::string {
  nlohmann::ordered_json json = {
      {"version", 1}, {"profile", baseline.profile}, {"known_failures", nlohmann::ordered_json::array()}};
  for (const auto& entry : baseline.known) {
    nlohmann::ordered_json item = {{"id", entry.id}};
    if (entry.pointer) item["pointer"] = *entry.pointer;
    if (entry.message) item["message"] = *entry.message;
    item["reason"] = entry.reason;
    item["owner"] = entry.owner;
    item["expires"] = entry.expires;
    json["known_failures"].push_back(std::move(item));
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace vidspec::conformance
