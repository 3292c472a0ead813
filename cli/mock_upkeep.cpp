#include "cli/mock_upkeep.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/file.h"
#include "mock/scenario.h"
#include "mock/verdicts.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_state = 1U << 30U;
constexpr core::Millis save_every{5000};

auto modified(const std::string& file) -> fs::file_time_type {
  std::error_code none;
  return fs::last_write_time(file, none);
}

auto read_state(const std::string& file) -> core::Json {
  const auto parsed = core::parse_json(core::read_file(file, largest_state),
                                       {.max_bytes = largest_state, .max_values = largest_state / 2});
  if (!parsed) throw core::InputError(file, "", parsed.error);
  return *parsed.value;
}

}  // namespace

MockUpkeep::MockUpkeep(mock::Mock& mock, mock::MockClock& clock, Output& output, std::string scenario_file,
                       std::string state_file)
    : mock_(mock),
      clock_(clock),
      output_(output),
      scenario_file_(std::move(scenario_file)),
      state_file_(std::move(state_file)) {
  if (!scenario_file_.empty()) read_at_ = modified(scenario_file_);
  if (state_file_.empty() || !fs::exists(state_file_)) return;
  const auto state = read_state(state_file_);
  try {
    mock_.import_state(state);
  } catch (const core::InputError& error) {
    throw core::InputError(state_file_, error.pointer(), error.message());
  }
  const core::Instant then{core::Millis{state.value("now_ms", std::int64_t{0})}};
  if (then > clock_.now()) clock_.set(then);
}

void MockUpkeep::reload() {
  const auto changed = modified(scenario_file_);
  if (changed == read_at_) return;
  read_at_ = changed;
  try {
    mock_.set_scenario(mock::load_scenario(scenario_file_));
    output_.err("read " + scenario_file_ + " again\n");
  } catch (const core::InputError& error) {
    output_.err(reports::for_terminal(error.what()) + "; the scenario stays as it was\n");
  }
}

void MockUpkeep::save() {
  std::string text = mock_.export_state().dump(-1, ' ', false, core::Json::error_handler_t::replace);
  // The time alone is no reason to write.
  const auto now = text.find("\"now_ms\"");
  std::string known = text;
  if (now != std::string::npos) known.erase(now, known.find_first_of(",}", now) - now);
  if (known == saved_) return;
  core::write_file(state_file_, text);
  saved_ = std::move(known);
}

auto MockUpkeep::send(const http::Request& request) -> http::Response {
  if (!client_) client_.emplace();
  return client_->ask(request);
}

void MockUpkeep::tick() {
  mock_.run_webhooks([this](const http::Request& request) { return send(request); }, clock_.real_now());
  if (!scenario_file_.empty()) reload();
  if (state_file_.empty() || clock_.real_now() < saved_at_ + save_every) return;
  saved_at_ = clock_.real_now();
  try {
    save();
  } catch (const core::InputError& error) {
    output_.err(reports::for_terminal(error.what()) + "\n");
  }
}

void MockUpkeep::finish() {
  if (!state_file_.empty()) save();
  const auto verdicts = mock_.verdicts();
  if (verdicts.empty()) return;
  output_.err("What clients did wrong:\n");
  for (const auto& verdict : verdicts) {
    output_.err(reports::for_terminal("  " + verdict.id + " ×" + std::to_string(verdict.count) +
                                      (verdict.shown_key.empty() ? "" : " by " + verdict.shown_key) + ": " +
                                      verdict.detail) +
                "\n    " + std::string(mock::ClientJudge::advice(verdict.id)) + "\n");
  }
}

}  // namespace vidspec::cli
