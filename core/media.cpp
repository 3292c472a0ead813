#include "core/media.h"

#include <algorithm>
#include <cstdio>

#include "core/digest.h"
#include "core/mp4.h"
#include "core/text.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_head = 4096;
constexpr std::size_t max_boxes = 64;
constexpr std::size_t max_payload = 8U << 20U;

auto printable(std::string_view type) -> std::string {
  std::string text;
  for (const char c : type) {
    if (c >= 0x20 && c < 0x7F) {
      text += c;
    } else {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      text += code;
    }
  }
  return text;
}

auto is_header_box(std::string_view type) -> bool {
  return type == "ftyp" || type == "moov" || type == "moof" || type == "sidx";
}

// The first box of MP4-like files; some begin with padding or an index.
auto begins_like_mp4(std::string_view head) -> bool {
  if (head.size() < 8) return false;
  const auto type = head.substr(4, 4);
  return type == "ftyp" || type == "styp" || type == "moov" || type == "moof" || type == "mdat" || type == "free" ||
         type == "skip" || type == "wide" || type == "uuid" || type == "sidx" || type == "pdin";
}

auto begins_like_text(std::string_view head) -> bool {
  return std::all_of(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(head.size(), 512)),
                     [](char c) {
                       const auto byte = static_cast<unsigned char>(c);
                       return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t';
                     });
}

auto kind_of(std::string_view head) -> std::string {
  const auto has = [&](std::size_t at, std::string_view magic) {
    return head.substr(std::min(at, head.size()), magic.size()) == magic;
  };
  if (head.empty()) return "empty";
  if (begins_like_mp4(head)) return "mp4";
  if (has(0, "\x1A\x45\xDF\xA3")) return "webm";
  if (has(0, "RIFF")) return has(8, "WEBP") ? "webp" : has(8, "AVI ") ? "avi" : "unknown";
  if (has(0, "\xFF\xD8\xFF")) return "jpeg";
  if (has(0, "\x89PNG")) return "png";
  if (has(0, "GIF8")) return "gif";
  const auto text = trim(head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head);
  if (text.starts_with('{') || text.starts_with('[')) return "json";
  const auto start = lower(text.substr(0, 64));
  if (start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<head") ||
      start.starts_with("<body"))
    return "html";
  return begins_like_text(head) ? "text" : "unknown";
}

}  // namespace

struct MediaScanner::State {
  std::uint64_t received = 0;
  Sha256 digest;
  std::string head;

  // The box that is coming in.
  std::string box_head;  // up to 16 bytes, until its size is known
  bool in_box = false;
  bool to_the_end = false;
  std::uint64_t left = 0;  // payload bytes still to come
  std::string type;
  std::string payload;  // of header boxes
  bool payload_kept = false;

  std::vector<MediaBox> boxes;
  bool boxes_left_out = false;
  bool media_data = false;
  bool broken = false;
  std::string problem;
  Mp4Headers headers;

  void stop(std::string why) {
    broken = true;
    problem = std::move(why);
  }

  void begin_box(std::uint64_t size, std::uint64_t head_size) {
    type = box_head.substr(4, 4);
    boxes_left_out = boxes.size() == max_boxes;
    if (!boxes_left_out) boxes.push_back({printable(type), received - box_head.size(), size, false});
    if (type == "mdat") media_data = true;
    // Of an open-ended box the size is not known: it is kept as long as it stays within the bound.
    payload_kept = is_header_box(type) && (to_the_end || size - head_size <= max_payload);
    payload.clear();
    left = size - head_size;
    in_box = true;
    box_head.clear();
    if (left == 0) end_box();
  }

  void end_box() {
    if (payload_kept) read_box(type, payload, headers);
    if (!boxes_left_out) boxes.back().complete = true;
    payload.clear();
    in_box = false;
  }

  // Takes what it can of `bytes` for the head of a box.
  auto take_head(std::string_view bytes) -> std::size_t {
    const std::size_t wanted = box_head.size() < 8 ? 8 : 16;
    const std::size_t taken = std::min(bytes.size(), wanted - box_head.size());
    box_head.append(bytes.substr(0, taken));
    received += taken;
    if (box_head.size() < wanted) return taken;
    const std::uint64_t small = big_endian(std::string_view(box_head).substr(0, 4));
    if (small == 1 && box_head.size() == 8) return taken;
    const std::uint64_t size = small == 1 ? big_endian(std::string_view(box_head).substr(8, 8)) : small;
    if (small == 0) {
      to_the_end = true;
      begin_box(~std::uint64_t{0}, 8);
    } else if (size < box_head.size()) {
      stop("the box `" + printable(box_head.substr(4, 4)) + "` at byte " + std::to_string(received - box_head.size()) +
           " says a size of " + std::to_string(size) + ", less than its own head");
    } else {
      begin_box(size, box_head.size());
    }
    return taken;
  }

  auto take_payload(std::string_view bytes) -> std::size_t {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left));
    if (payload_kept && payload.size() + taken > max_payload) {
      payload_kept = false;
      payload.clear();
    }
    if (payload_kept) payload.append(bytes.substr(0, taken));
    received += taken;
    left -= taken;
    if (left == 0) end_box();
    return taken;
  }
};

MediaScanner::MediaScanner() : state_(std::make_unique<State>()) {}
MediaScanner::~MediaScanner() = default;

void MediaScanner::feed(std::string_view bytes) {
  State& state = *state_;
  state.digest.update(bytes);
  if (state.head.size() < max_head) state.head.append(bytes.substr(0, max_head - state.head.size()));
  // What does not begin like an MP4 has no boxes to find; the first 8 bytes tell.
  while (!bytes.empty() && !state.broken) {
    const std::size_t taken = state.in_box ? state.take_payload(bytes) : state.take_head(bytes);
    bytes.remove_prefix(taken);
    if (state.boxes.size() == 1 && !begins_like_mp4(state.head)) state.stop("the bytes are not an MP4");
  }
  state.received += bytes.size();
}

auto MediaScanner::facts(std::optional<std::uint64_t> declared, bool clean) const -> MediaFacts {
  const State& state = *state_;
  MediaFacts facts;
  facts.bytes = state.received;
  facts.declared_length = declared;
  facts.ended_cleanly = clean;
  facts.sha256 = state.digest.hex();
  facts.head = state.head;
  facts.kind = kind_of(state.head);
  facts.problem = state.problem;
  if (facts.kind != "mp4") return facts;
  facts.boxes = state.boxes;
  Mp4Headers headers = state.headers;
  if (state.to_the_end && state.in_box) {
    if (state.payload_kept) read_box(state.type, state.payload, headers);
    if (!state.boxes_left_out) {
      facts.boxes.back().size = state.received - facts.boxes.back().offset;
      facts.boxes.back().complete = true;
    }
  }
  facts.brand = printable(headers.brand);
  facts.duration_seconds = headers.duration_seconds();
  facts.width = headers.width;
  facts.height = headers.height;
  facts.fragmented = headers.fragmented;
  facts.has_video_track = headers.has_video_track;
  if (facts.problem.empty() && state.in_box && !state.to_the_end) {
    facts.problem = "the box `" + printable(state.type) + "` lacks " + std::to_string(state.left) + " of its bytes";
  } else if (facts.problem.empty() && !state.in_box && !state.box_head.empty()) {
    facts.problem = "the file ends in the middle of a box's head";
  } else if (facts.problem.empty() && !headers.movie) {
    facts.problem = "there is no movie box (moov)";
  } else if (facts.problem.empty() && !state.media_data) {
    facts.problem = "there is no media data (mdat)";
  }
  facts.structure_ok = facts.problem.empty();
  return facts;
}

}  // namespace vidspec::core
