#include "cli/run_flags.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <random>

#include "cli/values.h"
#include "core/error.h"

namespace vidspec::cli {

namespace {

using core::InputError;

auto parse_amount(const std::string& flag, const std::string& text) -> std::optional<double> {
  if (text.empty()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0) {
    throw InputError(flag, "", "must be a number that is not negative, for example 0.4");
  }
  return value;
}

void set_duration(core::Millis& value, const std::string& flag, const std::string& text) {
  if (!text.empty()) value = parse_duration(flag, text);
}

void add_spending_flags(CLI::App& app, RunFlags& flags) {
  const auto group = std::string("Spending");
  app.add_option("--max-videos", flags.max_videos, "ceiling of billable creates (default 2)")
      ->check(CLI::Range(0, 1000))
      ->type_name("N")
      ->group(group);
  app.add_option("--max-cost", flags.max_cost, "ceiling in the currency of the price table")
      ->type_name("X")
      ->group(group);
  app.add_option("--price-per-second", flags.price_per_second, "where the profile knows no price")
      ->type_name("X")
      ->group(group);
  app.add_option("--price-multiplier", flags.price_multiplier, "group multiplier of the relay")
      ->type_name("M")
      ->group(group);
  app.add_option("--currency", flags.currency, "of --price-per-second")->type_name("C")->group(group);
  app.add_option("--task-id", flags.task_id, "judge this completed task and spend nothing")
      ->type_name("ID")
      ->group(group);
  app.add_option("--failed-task-id", flags.failed_task_id, "judge this failed task too")->type_name("ID")->group(group);
  app.add_option("--fail-prompt", flags.fail_prompt, "a prompt that makes this target fail a job (one more video)")
      ->type_name("TEXT")
      ->group(group);
  app.add_flag("--free-only", flags.free_only, "send only what is free")->group(group);
  app.add_option("--max-accepted-negatives", flags.max_accepted_negatives,
                 "invalid creates that may be accepted before the rest are left out (default 1)")
      ->check(CLI::Range(0, 100))
      ->type_name("N")
      ->group(group);
}

void add_scope_flags(CLI::App& app, RunFlags& flags) {
  const auto group = std::string("Scope");
  const auto all = CLI::MultiOptionPolicy::TakeAll;
  app.add_option("--ops", flags.ops,
                 "core,list,delete (default), remix,edit,extend,character,identity (cost further videos), all")
      ->type_name("LIST")
      ->delimiter(',')
      ->multi_option_policy(all)
      ->group(group);
  app.add_option("--only", flags.only, "judge only checks with these ids, * matches any text")
      ->type_name("PATTERN")
      ->delimiter(',')
      ->multi_option_policy(all)
      ->group(group);
  app.add_option("--skip", flags.skip, "leave these checks out")
      ->type_name("PATTERN")
      ->delimiter(',')
      ->multi_option_policy(all)
      ->group(group);
  app.add_option("--level", flags.level, "judge nothing below this level (default may)")
      ->type_name("must|should|may")
      ->group(group);
  app.add_flag("--keep", flags.keep, "delete nothing")->group(group);
}

void add_request_flags(CLI::App& app, RunFlags& flags) {
  const auto group = std::string("Request");
  app.add_option("--model", flags.model, "default: the cheapest documented one")->group(group);
  app.add_option("--size", flags.size, "as the profile writes it")->type_name("WxH")->group(group);
  app.add_option("--seconds", flags.seconds, "length of the video")->type_name("N")->group(group);
  app.add_option("--prompt", flags.prompt, "what to film")->type_name("TEXT")->group(group);
  app.add_option("--image", flags.image, "URL of a first frame, where the profile takes one")
      ->type_name("URL")
      ->group(group);
  app.add_option("--seed", flags.seed, "of prompts and unknown ids (default: random, recorded)")
      ->type_name("N")
      ->group(group);
}

}  // namespace

void add_profile_flag(CLI::App& app, std::string& profile) {
  app.add_option("--profile", profile, "dialect to judge by: a built-in one or a folder (default openai)")
      ->type_name("NAME|PATH");
}

void add_target_flags(CLI::App& app, RunFlags& flags) {
  app.add_option("URL", flags.url, "API base as SDKs take it, for example https://relay.example/v1");
  add_credential_flags(app, flags);
}

void add_credential_flags(CLI::App& app, RunFlags& flags) {
  add_key_flags(app, flags.key);
  app.add_option("--header", flags.headers, "further header of every request")
      ->type_name("'NAME: VALUE'")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--ca-file", flags.ca_file, "PEM with the authorities to trust (SSL_CERT_FILE is honoured too)")
      ->type_name("FILE");
}

void add_bound_flags(CLI::App& app, RunFlags& flags) {
  const auto group = std::string("Bounds");
  app.add_option("--deadline", flags.deadline, "for the whole run (default 15m)")->type_name("TIME")->group(group);
  app.add_option("--request-timeout", flags.request_timeout, "for each request (default 60s)")
      ->type_name("TIME")
      ->group(group);
  app.add_option("--poll-interval", flags.poll_interval, "where the server gives no hint (default 2s)")
      ->type_name("TIME")
      ->group(group);
  app.add_option("--max-body", flags.max_body, "of a download (default 512M)")->type_name("SIZE")->group(group);
}

void add_run_flags(CLI::App& app, RunFlags& flags) {
  add_target_flags(app, flags);
  add_profile_flag(app, flags.profile);
  add_request_flags(app, flags);
  add_spending_flags(app, flags);
  add_scope_flags(app, flags);
  add_bound_flags(app, flags);
}

auto run_options(const RunFlags& flags, const core::Profile& profile, Output& output) -> conformance::RunOptions {
  conformance::RunOptions options;
  if (flags.url.empty()) throw InputError("URL is missing: give the API base, for example https://relay.example/v1");
  options.base_url = parse_base_url("URL", flags.url);
  options.api_key = read_key(flags.key, output);
  if (options.api_key.empty() && profile.auth.required) {
    throw InputError("profile " + profile.id +
                     " requires a key: set VIDSPEC_API_KEY, or use --api-key-env or --api-key-file");
  }
  options.extra_headers = read_headers(flags.headers, output);
  options.model = flags.model;
  options.size = flags.size;
  options.seconds = flags.seconds;
  options.prompt = flags.prompt;
  options.image = flags.image;
  options.max_videos = flags.max_videos;
  options.max_cost = parse_amount("--max-cost", flags.max_cost);
  options.price = {parse_amount("--price-per-second", flags.price_per_second),
                   parse_amount("--price-multiplier", flags.price_multiplier), flags.currency};
  options.task_id = flags.task_id;
  options.failed_task_id = flags.failed_task_id;
  options.fail_prompt = flags.fail_prompt;
  options.free_only = flags.free_only;
  options.keep = flags.keep;
  if (!flags.ops.empty()) options.ops = flags.ops;
  options.only = flags.only;
  options.skip = flags.skip;
  const auto level = core::parse_level(flags.level);
  if (!level) throw InputError("--level", "", "\"" + flags.level + "\" is not known; write must, should or may");
  options.level = *level;
  options.max_accepted_negatives = flags.max_accepted_negatives;
  set_duration(options.deadline, "--deadline", flags.deadline);
  set_duration(options.request_timeout, "--request-timeout", flags.request_timeout);
  set_duration(options.poll_interval, "--poll-interval", flags.poll_interval);
  if (!flags.max_body.empty()) options.max_body = parse_bytes("--max-body", flags.max_body);
  options.seed = flags.seed != 0 ? flags.seed : std::random_device{}();
  return options;
}

}  // namespace vidspec::cli
