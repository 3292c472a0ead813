#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/file.h"
#include "reports/samples.h"

namespace vidspec::reports {

inline auto sample_report() -> Report { return sample_report(VIDSPEC_SOURCE_DIR); }

/// Holds `actual` against fixtures/golden/NAME; VIDSPEC_UPDATE_GOLDEN=1 writes that file instead, to be read in review.
inline void expect_golden(const std::string& name, const std::string& actual) {
  const auto path = std::filesystem::path(VIDSPEC_SOURCE_DIR "/fixtures/golden") / name;
  if (std::getenv("VIDSPEC_UPDATE_GOLDEN") != nullptr) core::write_file(path, actual);
  EXPECT_EQ(core::read_file(path, 16U << 20U), actual)
      << "when the change is meant: VIDSPEC_UPDATE_GOLDEN=1 ctest -R reports";
}

}  // namespace vidspec::reports
