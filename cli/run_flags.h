#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/credentials.h"
#include "cli/output.h"
#include "conformance/plan.h"
#include "core/profile.h"

namespace vidspec::cli {

/// The flags about what to ask of a target and how much of it: of run, plan and identify.
struct RunFlags {
  std::string url;
  std::string profile = "openai";
  KeyFlags key;
  std::vector<std::string> headers;
  std::string ca_file;
  std::string model, size, seconds, prompt, image;
  int max_videos = 2;
  std::string max_cost, price_per_second, price_multiplier, currency;
  std::string task_id, failed_task_id, fail_prompt;
  bool free_only = false;
  bool keep = false;
  std::vector<std::string> ops;
  std::vector<std::string> only, skip;
  std::string level = "may";
  int max_accepted_negatives = 1;
  std::string deadline, request_timeout, poll_interval, max_body;
  std::uint64_t seed = 0;
};

/// Everything but the URL and the profile in groups, as the help shows them.
void add_run_flags(CLI::App& app, RunFlags& flags);
/// URL, key, headers and CA: what reaching a target takes.
void add_target_flags(CLI::App& app, RunFlags& flags);
/// The same without the URL.
void add_credential_flags(CLI::App& app, RunFlags& flags);
void add_bound_flags(CLI::App& app, RunFlags& flags);
void add_profile_flag(CLI::App& app, std::string& profile);

/// What the flags ask for. The key is read and hidden. Throws core::InputError that names the flag; a missing key is an
/// error where the profile requires one.
auto run_options(const RunFlags& flags, const core::Profile& profile, Output& output) -> conformance::RunOptions;

}  // namespace vidspec::cli
