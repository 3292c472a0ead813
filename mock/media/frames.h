#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::mock {

/// Two H.264 key frames of one size with what a decoder needs to know about them. Views into static data or `own`.
struct Frames {
  int width = 0;
  int height = 0;
  std::string_view sps;                                 ///< sequence parameter set, without start code
  std::string_view pps;                                 ///< picture parameter set
  std::vector<std::string_view> pictures;               ///< one slice NAL unit each
  std::shared_ptr<const std::vector<std::string>> own;  ///< keeps what the views show when it is not static
};

/// Splits an Annex B stream that holds one parameter set of each kind and one slice a picture (fixtures/media).
auto split_frames(std::string_view annex_b, int width, int height) -> Frames;

/// Frames of one plain colour each, for any size up to 4096 × 4096 (larger ones are clamped, odd ones rounded down to
/// even).
auto plain_frames(int width, int height) -> Frames;

}  // namespace vidspec::mock
