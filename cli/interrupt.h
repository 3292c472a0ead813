#pragma once

#include <atomic>

namespace vidspec::cli {

/// What a signal handler leaves for the rest of the process.
struct Interrupt {
  std::atomic<bool> raised{false};  ///< client and clock watch it
  std::atomic<int> signal{0};       ///< SIGINT or SIGTERM, once raised
};

}  // namespace vidspec::cli
