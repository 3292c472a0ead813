#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/evidence.h"
#include "core/price.h"
#include "core/profile.h"
#include "core/time.h"

namespace vidspec::conformance {

/// What the user asked of a run. Everything a plan depends on.
struct RunOptions {
  std::string base_url;  ///< as SDKs take it, `/v1` included, no trailing slash
  std::string api_key;   ///< may be empty where the profile does not require one
  core::Headers extra_headers;
  std::string model, size, seconds, prompt, image;  ///< empty: the profile's cheapest documented choice
  int max_videos = 2;
  std::optional<double> max_cost;
  core::PriceOptions price;
  std::string task_id;  ///< judge this completed task, spend nothing
  std::string failed_task_id;
  std::string fail_prompt;  ///< makes this target fail a job; costs one video
  bool free_only = false;
  bool keep = false;  ///< delete nothing
  std::vector<std::string> ops = {"core", "list", "delete"};
  std::vector<std::string> only, skip;   ///< patterns over check ids, `*` matches any text
  core::Level level = core::Level::may;  ///< the lowest level that is judged
  int max_accepted_negatives = 1;
  core::Millis deadline{15 * 60'000};
  core::Millis request_timeout{60'000};
  core::Millis poll_interval{2000};
  std::uint64_t max_body = 512U << 20U;
  std::uint64_t seed = 1;  ///< of prompts and ids that never existed
};

/// One request that a run may send, before it is sent.
struct PlannedRequest {
  std::string intent;  ///< the word that goes into the journal
  core::Operation operation{};
  std::string method;
  std::string path;               ///< relative to the base URL, `{id}` where the task's id goes
  std::string summary;            ///< one line for people
  bool billable = false;          ///< needs a budget token
  bool negative = false;          ///< expected to be refused
  int at_least = 1, at_most = 1;  ///< how often
};

/// What a run is going to send and cost. Pure data; `vidspec plan` prints it.
struct Plan {
  std::vector<PlannedRequest> requests;
  std::vector<std::string> checks;  ///< ids that will be judged
  int videos_floor = 0, videos_ceiling = 0;
  std::optional<core::Cost> cost_floor, cost_ceiling;  ///< nothing: the price is unknown
};

/// The plan for these options. Throws core::InputError for an unknown op class, a pattern that matches no check, a
/// `max_cost` without a price, a model or size that the profile does not document (with what it documents).
auto make_plan(const core::Profile& profile, const RunOptions& options) -> Plan;

}  // namespace vidspec::conformance
