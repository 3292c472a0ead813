#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/output.h"
#include "core/time.h"
#include "http/client.h"
#include "mock/clock.h"
#include "mock/mock.h"

namespace vidspec::cli {

/// What a running mock wants done from time to time, besides answering: webhooks sent, its scenario file read again
/// when it changes, its state saved.
class MockUpkeep {
 public:
  /// Either path may be empty. Reads the state file where there is one; throws core::InputError when it is none of
  /// ours.
  MockUpkeep(mock::Mock& mock, mock::MockClock& clock, Output& output, std::string scenario_file,
             std::string state_file);

  void tick();
  /// The last tick: saves the state and says what clients did wrong.
  void finish();

 private:
  auto send(const http::Request& request) -> http::Response;
  void reload();
  void save();

  mock::Mock& mock_;
  mock::MockClock& clock_;
  Output& output_;
  std::optional<http::Client> client_;  // made for the first webhook: most mocks send none, and libcurl takes its time
  std::string scenario_file_;
  std::string state_file_;
  std::filesystem::file_time_type read_at_{};
  core::Instant saved_at_{};
  std::string saved_;
};

}  // namespace vidspec::cli
