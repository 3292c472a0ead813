#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "http/client.h"
#include "reports/escape.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

using conformance::Plan;
using reports::for_terminal;

struct Flags {
  RunFlags run;
  bool json = false;
};

auto show_cost(const std::optional<core::Cost>& cost) -> std::string {
  return cost ? cost->currency + " " + reports::show_number(cost->amount) : "unknown";
}

auto count_of(const conformance::PlannedRequest& request) -> std::string {
  const auto least = std::to_string(request.at_least);
  if (request.at_most < request.at_least) return least + "+";  // as often as it takes
  return request.at_least == request.at_most ? least : least + "–" + std::to_string(request.at_most);
}

auto price_of(const conformance::PlannedRequest& request) -> std::string_view {
  return request.negative ? "refuse" : request.billable ? "PAID" : "free";
}

auto as_text(const Plan& plan, const conformance::RunOptions& options, const core::Profile& profile) -> std::string {
  std::string text = "Plan for " + for_terminal(options.base_url) + ", profile " + for_terminal(profile.id) +
                     ", requirements " + for_terminal(profile.requirements) + ", " +
                     std::to_string(plan.checks.size()) + " checks\n\n";
  for (const auto& request : plan.requests) {
    text += "  " + reports::padded(count_of(request), 6) + " " + reports::padded(price_of(request), 7) +
            reports::padded(for_terminal(request.method), 7) + reports::padded(for_terminal(request.path), 28) + " " +
            for_terminal(request.summary) + "\n";
  }
  text += "\nVideos  " + std::to_string(plan.videos_floor) + " to " + std::to_string(plan.videos_ceiling) +
          " (--max-videos " + std::to_string(options.max_videos) + ")\n";
  text += "Cost    " + show_cost(plan.cost_floor) + " to " + show_cost(plan.cost_ceiling) +
          (plan.cost_ceiling ? "\n" : " (the profile knows no price: --price-per-second X --currency C)\n");
  const auto proxy = http::Client::proxy_for(options.base_url);
  if (!proxy.empty()) text += "Proxy   " + for_terminal(proxy) + "\n";
  return text +
         "Nothing was sent. PAID: takes one of the videos. refuse: invalid on purpose, costs only where the target "
         "accepts it.\n";
}

auto cost_json(const std::optional<core::Cost>& cost) -> nlohmann::ordered_json {
  if (!cost) return nullptr;
  return {{"amount", cost->amount}, {"currency", cost->currency}};
}

auto as_json(const Plan& plan, const conformance::RunOptions& options, const core::Profile& profile) -> std::string {
  nlohmann::ordered_json json = {
      {"base_url", options.base_url},
      {"profile", profile.id},
      {"videos", {{"floor", plan.videos_floor}, {"ceiling", plan.videos_ceiling}}},
      {"cost", {{"floor", cost_json(plan.cost_floor)}, {"ceiling", cost_json(plan.cost_ceiling)}}},
      {"requests", nlohmann::ordered_json::array()},
      {"checks", plan.checks}};
  for (const auto& request : plan.requests) {
    nlohmann::ordered_json at_most;  // null: as often as the deadline allows
    if (request.at_most > 0) at_most = request.at_most;
    json["requests"].push_back({{"intent", request.intent},
                                {"method", request.method},
                                {"path", request.path},
                                {"summary", request.summary},
                                {"billable", request.billable},
                                {"negative", request.negative},
                                {"at_least", request.at_least},
                                {"at_most", at_most}});
  }
  return json.dump(1) + "\n";
}

auto show(const Flags& flags, Context& context) -> int {
  const auto profile = core::load_profile(flags.run.profile);
  const auto options = run_options(flags.run, *profile, context.output);
  const auto plan = conformance::make_plan(*profile, options);
  context.output.out(flags.json ? as_json(plan, options, *profile) : as_text(plan, options, *profile));
  return conformant;
}

}  // namespace

auto plan_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  add_run_flags(app, flags->run);
  app.add_flag("--json", flags->json, "the plan as JSON");
  return [flags](Context& context) { return show(*flags, context); };
}

}  // namespace vidspec::cli
