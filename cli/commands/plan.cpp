#include <memory>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/output_flags.h"
#include "cli/run_flags.h"
#include "cli/subcommands.h"
#include "http/client.h"
#include "reports/escape.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

using conformance::Plan;
using reports::for_terminal;
namespace words = reports::words;

struct Flags {
  RunFlags run;
  std::string language = "en";
  bool json = false;
};

auto show_cost(const core::Cost& cost) -> std::string {
  return cost.currency + " " + reports::show_number(cost.amount);
}

auto count_of(const conformance::PlannedRequest& request) -> std::string {
  const auto least = std::to_string(request.at_least);
  if (request.at_most < request.at_least) return least + "+";  // as often as it takes
  return request.at_least == request.at_most ? least : least + "–" + std::to_string(request.at_most);
}

auto price_of(const conformance::PlannedRequest& request, core::Language language) -> std::string_view {
  return core::in(request.negative   ? words::plan_refuse
                  : request.billable ? words::plan_paid
                                     : words::plan_free,
                  language);
}

auto line_of(const conformance::PlannedRequest& request, core::Language language) -> std::string {
  return "  " + reports::padded(count_of(request), 6) + " " + reports::padded(price_of(request, language), 7) +
         reports::padded(for_terminal(request.method), 7) + reports::padded(for_terminal(request.path), 28) + " " +
         for_terminal(reports::told(request.summary, language)) + "\n";
}

auto as_text(const Plan& plan, const conformance::RunOptions& options, const core::Profile& profile,
             core::Language language) -> std::string {
  const auto say = [&](const core::Text& words, std::initializer_list<std::string_view> values) {
    return for_terminal(reports::fill(words, language, values)) + "\n";
  };
  auto text =
      say(words::plan_title, {options.base_url, profile.id, profile.requirements, std::to_string(plan.checks.size())}) +
      "\n";
  for (const auto& request : plan.requests) text += line_of(request, language);
  text += "\n" + say(words::plan_videos, {std::to_string(plan.videos_floor), std::to_string(plan.videos_ceiling),
                                          std::to_string(options.max_videos)});
  text += plan.cost_ceiling ? say(words::plan_cost, {show_cost(*plan.cost_floor), show_cost(*plan.cost_ceiling)})
                            : say(words::plan_no_price, {});
  const auto proxy = http::Client::proxy_for(options.base_url);
  if (!proxy.empty()) text += say(words::plan_proxy, {proxy});
  return text + say(words::plan_legend, {});
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
  const auto language = parse_language(flags.language);
  const auto profile = core::load_profile(flags.run.profile);
  const auto options = run_options(flags.run, *profile, context.output);
  const auto plan = conformance::make_plan(*profile, options);
  context.output.out(flags.json ? as_json(plan, options, *profile) : as_text(plan, options, *profile, language));
  return conformant;
}

}  // namespace

auto plan_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  add_run_flags(app, flags->run);
  app.add_flag("--json", flags->json, "the plan as JSON");
  add_language_flag(app, flags->language);
  return [flags](Context& context) { return show(*flags, context); };
}

}  // namespace vidspec::cli
