#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "http/message.h"
#include "mock/media/frames.h"
#include "mock/media/mp4.h"

namespace vidspec::mock {

/// Width and height in pixels.
struct Size {
  int width = 0;
  int height = 0;
};

/// The size in "1280x720"; zero for anything else.
auto parse_size(std::string_view text) -> Size;

/// The files of fixtures/media, made into downloads of any size. Thread-safe.
class Media {
 public:
  /// A playable video; of a documented size it shows the committed pictures, of any other plain colours.
  auto video(Size size, const Mp4Options& options) -> std::shared_ptr<const http::ByteSource>;

  /// "webp" or "jpg" of the documented size that is nearest in shape. Static data.
  [[nodiscard]] auto image(Size size, std::string_view extension) const -> std::string_view;

 private:
  auto frames(Size size) -> std::shared_ptr<const Frames>;

  std::mutex mutex_;
  std::map<std::pair<int, int>, std::shared_ptr<const Frames>> frames_;  // guarded by mutex_, bounded
};

}  // namespace vidspec::mock
