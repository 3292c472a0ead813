#include "mock/media.h"

#include <charconv>
#include <cmath>

#include "core/embedded.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t most_kept_frames = 64;

auto file(Size size, std::string_view extension) -> std::string_view {
  return core::embedded_file("fixtures/media/" + std::to_string(size.width) + "x" + std::to_string(size.height) + "." +
                             std::string(extension));
}

auto shape(Size size) -> double { return std::log(static_cast<double>(size.width) / std::max(size.height, 1)); }

}  // namespace

auto parse_size(std::string_view text) -> Size {
  Size size;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, size.width);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != 'x') return {};
  const auto second = std::from_chars(first.ptr + 1, end, size.height);
  if (second.ec != std::errc{} || second.ptr != end || size.width <= 0 || size.height <= 0) return {};
  return size;
}

auto Media::frames(Size size) -> std::shared_ptr<const Frames> {
  const std::lock_guard lock(mutex_);
  const std::pair key{size.width, size.height};
  if (const auto found = frames_.find(key); found != frames_.end()) return found->second;
  const std::string_view annex_b = file(size, "h264");
  auto made =
      std::make_shared<const Frames>(annex_b.data() == nullptr ? plain_frames(size.width, size.height)
                                                               : split_frames(annex_b, size.width, size.height));
  if (frames_.size() >= most_kept_frames) frames_.clear();
  frames_.emplace(key, made);
  return made;
}

auto Media::video(Size size, const Mp4Options& options) -> std::shared_ptr<const http::ByteSource> {
  return mux_mp4(frames(size), options);
}

auto Media::image(Size size, std::string_view extension) const -> std::string_view {
  std::string_view best;
  double best_distance = 0;
  for (const auto path : core::embedded_files("fixtures/media/")) {
    if (!path.ends_with(extension)) continue;
    const auto begin = path.rfind('/') + 1;
    const Size candidate = parse_size(path.substr(begin, path.rfind('.') - begin));
    if (candidate.width == size.width && candidate.height == size.height) return core::embedded_file(path);
    const double distance = std::abs(shape(candidate) - shape(size));
    if (best.data() == nullptr || distance < best_distance) {
      best = core::embedded_file(path);
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace vidspec::mock
