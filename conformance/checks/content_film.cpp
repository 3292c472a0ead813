#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "conformance/checks/common.h"
#include "conformance/checks/downloads.h"
#include "conformance/checks/tables.h"

namespace vidspec::conformance::checks {

using core::Json;
using core::MediaFacts;
using core::Operation;

namespace {

auto in_words(const Size& size) -> std::string {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

auto asked_turn(const Asked& asked) -> int {
  if (const auto size = size_in(asked.size)) return size->turn();
  if (asked.orientation == "portrait") return -1;
  return asked.orientation == "landscape" ? 1 : 0;
}

void judge_size(const Evidence& evidence, Out& out) {
  each_video(evidence, [&](const Download& download, const MediaFacts& media) {
    const auto asked = size_in(download.task == nullptr ? std::nullopt : download.task->asked.size);
    if (!asked || !media.width || !media.height) return;
    const Size got{*media.width, *media.height};
    const Json value = in_words(got);
    out.expect(
        asked->width == got.width && asked->height == got.height, *download.last,
        {.pointer = "body", .expected = in_words(*asked) + " as requested", .actual = in_words(got), .value = &value});
  });
}

void judge_orientation(const Evidence& evidence, Out& out) {
  each_video(evidence, [&](const Download& download, const MediaFacts& media) {
    const int asked = download.task == nullptr ? 0 : asked_turn(download.task->asked);
    if (asked == 0 || !media.width || !media.height) return;
    const Size got{*media.width, *media.height};
    out.expect(asked * got.turn() > 0, *download.last,
               {.pointer = "body",
                .expected = asked > 0 ? "a landscape video as requested" : "a portrait video as requested",
                .actual = in_words(got)});
  });
}

void judge_duration(const Evidence& evidence, Out& out) {
  each_video(evidence, [&](const Download& download, const MediaFacts& media) {
    const auto& text = download.task == nullptr ? std::optional<std::string>() : download.task->asked.seconds;
    if (!text || !media.duration_seconds) return;
    const double asked = std::strtod(text->c_str(), nullptr);
    const bool stitched = download.task->creation != nullptr && download.task->creation->is(Operation::extend);
    if (asked <= 0 || stitched) return;
    // Encoders round to whole frames and groups of pictures.
    const double slack = std::max(0.75, asked * 0.05);
    const Json value = *media.duration_seconds;
    out.expect(std::abs(*media.duration_seconds - asked) <= slack, *download.last,
               {.pointer = "body",
                .expected = *text + " s as requested",
                .actual = core::show(Json(std::round(*media.duration_seconds * 100) / 100)) + " s",
                .value = &value});
  });
}

// Whether the size of a request says how wide and high the video is to be.
auto asks_for_pixels(const core::Profile& profile) -> bool {
  const auto* size = core::find_pointer(profile.create_default, profile.create_fields.size);
  return !profile.create_fields.width.empty() ||
         (!profile.create_fields.size.empty() && size != nullptr && size_in(text_of(size)).has_value());
}
auto asks_for_orientation(const core::Profile& profile) -> bool {
  return asks_for_pixels(profile) || core::find_pointer(profile.create_default, "/orientation") != nullptr;
}

const Check table[] = {
    {.id = "content.size",
     .title = {"The video has the size that was asked for", "视频尺寸与请求一致"},
     .why = {"Layouts break, and users pay for another resolution.", "布局错乱，用户为别的分辨率付费。"},
     .fix = {"Render at the requested size or refuse it.", "按请求尺寸生成，否则拒绝。"},
     .conforming = "size=720x1280 · track header 720x1280",
     .violating = "size=720x1280 · track header 480x854",
     .probe = "content result-url",
     .applies = asks_for_pixels,
     .judge = judge_size},
    {.id = "content.orientation",
     .title = {"The video is upright or wide as asked for", "视频横竖方向与请求一致"},
     .why = {"A portrait video in a landscape place is unusable.", "竖屏视频放进横屏位置无法使用。"},
     .fix = {"Keep width and height in the order of the request.", "宽高顺序与请求保持一致。"},
     .conforming = "size=720x1280 · 704x1280",
     .violating = "size=720x1280 · 1280x720",
     .probe = "content result-url",
     .applies = asks_for_orientation,
     .judge = judge_orientation},
    {.id = "content.duration",
     .title = {"The video is as long as asked for", "视频时长与请求一致"},
     .why = {"Users pay by the second.", "用户按秒付费。"},
     .fix = {"Render the requested length or refuse it.", "按请求时长生成，否则拒绝。"},
     .conforming = "seconds=4 · 4.0 s",
     .violating = "seconds=8 · 4.0 s",
     .probe = "content result-url",
     .judge = judge_duration},
};

}  // namespace

auto content_film() -> std::span<const Check> { return table; }

}  // namespace vidspec::conformance::checks
