#include "core/mp4.h"

#include <utility>

namespace vidspec::core {

namespace {

/// Reads fields one after the other; past the end everything is zero and ok() is false.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  auto take(std::size_t size) -> std::uint64_t {
    if (size > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
      return 0;
    }
    const std::uint64_t value = big_endian(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return value;
  }
  auto take32() -> std::uint32_t { return static_cast<std::uint32_t>(take(4)); }
  void skip(std::size_t size) {
    ok_ = ok_ && size <= bytes_.size();
    bytes_.remove_prefix(std::min(size, bytes_.size()));
  }
  [[nodiscard]] auto ok() const -> bool { return ok_; }
  [[nodiscard]] auto left() const -> std::size_t { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

/// Calls for every whole child box; stops at the first that does not fit.
template <typename Visit>
void each_child(std::string_view bytes, const Visit& visit) {
  while (bytes.size() >= 8) {
    std::uint64_t size = big_endian(bytes.substr(0, 4));
    std::size_t head = 8;
    if (size == 1 && bytes.size() >= 16) {
      size = big_endian(bytes.substr(8, 8));
      head = 16;
    } else if (size == 0) {
      size = bytes.size();
    }
    if (size < head || size > bytes.size()) return;
    visit(bytes.substr(4, 4), bytes.substr(head, size - head));
    bytes.remove_prefix(size);
  }
}

struct Track {
  std::uint32_t id = 0;
  std::uint32_t timescale = 0;
  bool video = false;
  int width = 0, height = 0;              // of tkhd
  bool turned = false;                    // shown turned by a quarter
  int entry_width = 0, entry_height = 0;  // of the sample entry
};

void read_tkhd(std::string_view payload, Track& track) {
  Cursor cursor(payload);
  const bool wide = cursor.take(1) == 1;
  cursor.skip(3U + (wide ? 16U : 8U));
  track.id = cursor.take32();
  cursor.skip(4U + (wide ? 8U : 4U) + 8 + 8);
  const auto a = cursor.take32();
  const auto b = cursor.take32();
  cursor.skip(4);
  const auto c = cursor.take32();
  const auto d = cursor.take32();
  cursor.skip(16);
  track.width = static_cast<int>(cursor.take32() >> 16U);
  track.height = static_cast<int>(cursor.take32() >> 16U);
  // Stored lying and shown standing: a matrix that turns by a quarter.
  track.turned = a == 0 && d == 0 && b != 0 && c != 0;
}

void read_stsd(std::string_view payload, Track& track) {
  if (payload.size() < 8) return;
  each_child(payload.substr(8), [&](std::string_view, std::string_view entry) {
    Cursor cursor(entry);
    cursor.skip(24);
    const auto width = cursor.take(2);
    const auto height = cursor.take(2);
    if (!cursor.ok() || track.entry_width != 0) return;
    track.entry_width = static_cast<int>(width);
    track.entry_height = static_cast<int>(height);
  });
}

void read_media(std::string_view payload, Track& track) {
  each_child(payload, [&](std::string_view type, std::string_view box) {
    if (type == "hdlr" && box.size() >= 12) track.video = box.substr(8, 4) == "vide";
    if (type == "mdhd") {
      Cursor cursor(box);
      const bool wide = cursor.take(1) == 1;
      cursor.skip(3U + (wide ? 16U : 8U));
      track.timescale = cursor.take32();
    }
    if (type != "minf") return;
    each_child(box, [&](std::string_view inner_type, std::string_view inner) {
      if (inner_type != "stbl") return;
      each_child(inner, [&](std::string_view table, std::string_view rows) {
        if (table == "stsd") read_stsd(rows, track);
      });
    });
  });
}

void read_track(std::string_view payload, Mp4Headers& headers) {
  Track track;
  each_child(payload, [&](std::string_view type, std::string_view box) {
    if (type == "tkhd") read_tkhd(box, track);
    if (type == "mdia") read_media(box, track);
  });
  if (!track.video || headers.has_video_track) return;
  headers.has_video_track = true;
  headers.video_track = track.id;
  headers.video_timescale = track.timescale;
  const bool in_header = track.width > 0 && track.height > 0;
  headers.width = in_header ? track.width : track.entry_width;
  headers.height = in_header ? track.height : track.entry_height;
  if (track.turned) std::swap(headers.width, headers.height);
}

void read_mvhd(std::string_view payload, Mp4Headers& headers) {
  Cursor cursor(payload);
  const bool wide = cursor.take(1) == 1;
  cursor.skip(3U + (wide ? 16U : 8U));
  headers.movie_timescale = cursor.take32();
  const std::uint64_t duration = cursor.take(wide ? 8 : 4);
  const std::uint64_t unknown = wide ? ~std::uint64_t{0} : 0xFFFFFFFFU;
  headers.movie_duration = duration == unknown || !cursor.ok() ? 0 : duration;
}

void read_mvex(std::string_view payload, Mp4Headers& headers) {
  headers.fragmented = true;
  each_child(payload, [&](std::string_view type, std::string_view box) {
    Cursor cursor(box);
    const bool wide = cursor.take(1) == 1;
    cursor.skip(3);
    if (type == "mehd") headers.fragment_duration = cursor.take(wide ? 8 : 4);
    if (type == "trex") {
      const std::uint32_t track = cursor.take32();
      cursor.skip(4);
      const std::uint32_t duration = cursor.take32();
      if (headers.video_track == 0 || track == headers.video_track) headers.default_sample_duration = duration;
    }
  });
}

void read_trun(std::string_view payload, std::uint32_t sample_duration, Mp4Headers& headers) {
  Cursor cursor(payload);
  const std::uint64_t flags = cursor.take(4) & 0xFFFFFFU;
  const std::uint64_t samples = cursor.take(4);
  if ((flags & 0x1U) != 0) cursor.skip(4);
  if ((flags & 0x4U) != 0) cursor.skip(4);
  if ((flags & 0x100U) == 0) {
    headers.samples_duration += samples * sample_duration;
    return;
  }
  const std::size_t rest = 4 * (((flags & 0x200U) != 0) + ((flags & 0x400U) != 0) + ((flags & 0x800U) != 0));
  for (std::uint64_t i = 0; i < samples && cursor.left() >= 4; ++i) {
    headers.samples_duration += cursor.take(4);
    cursor.skip(rest);
  }
}

void read_fragment(std::string_view payload, Mp4Headers& headers) {
  headers.fragmented = true;
  each_child(payload, [&](std::string_view type, std::string_view traf) {
    if (type != "traf") return;
    std::uint32_t track = 0;
    std::uint32_t sample_duration = headers.default_sample_duration;
    each_child(traf, [&](std::string_view inner_type, std::string_view box) {
      if (inner_type == "tfhd") {
        Cursor cursor(box);
        const std::uint64_t flags = cursor.take(4) & 0xFFFFFFU;
        track = cursor.take32();
        if ((flags & 0x1U) != 0) cursor.skip(8);
        if ((flags & 0x2U) != 0) cursor.skip(4);
        if ((flags & 0x8U) != 0) sample_duration = cursor.take32();
      }
      if (inner_type == "trun" && track == headers.video_track) read_trun(box, sample_duration, headers);
    });
  });
}

void read_index(std::string_view payload, Mp4Headers& headers) {
  Cursor cursor(payload);
  const bool wide = cursor.take(1) == 1;
  cursor.skip(3 + 4);
  const std::uint32_t timescale = cursor.take32();
  cursor.skip(wide ? 16 : 8);
  cursor.skip(2);
  const std::uint64_t count = cursor.take(2);
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < count && cursor.left() >= 12; ++i) {
    cursor.skip(4);
    total += cursor.take(4);
    cursor.skip(4);
  }
  if (timescale != 0) headers.indexed_seconds += static_cast<double>(total) / timescale;
}

}  // namespace

auto big_endian(std::string_view bytes) -> std::uint64_t {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

auto Mp4Headers::duration_seconds() const -> std::optional<double> {
  const auto seconds = [](std::uint64_t units, std::uint32_t scale) { return static_cast<double>(units) / scale; };
  if (movie_timescale != 0 && movie_duration != 0) return seconds(movie_duration, movie_timescale);
  if (movie_timescale != 0 && fragment_duration != 0) return seconds(fragment_duration, movie_timescale);
  if (indexed_seconds > 0) return indexed_seconds;
  if (video_timescale != 0 && samples_duration != 0) return seconds(samples_duration, video_timescale);
  return std::nullopt;
}

void read_box(std::string_view type, std::string_view payload, Mp4Headers& headers) {
  if (type == "ftyp" && payload.size() >= 4) headers.brand = payload.substr(0, 4);
  if (type == "sidx") read_index(payload, headers);
  if (type == "moof") read_fragment(payload, headers);
  if (type != "moov") return;
  headers.movie = true;
  each_child(payload, [&](std::string_view inner, std::string_view box) {
    if (inner == "mvhd") read_mvhd(box, headers);
    if (inner == "trak") read_track(box, headers);
  });
  each_child(payload, [&](std::string_view inner, std::string_view box) {
    if (inner == "mvex") read_mvex(box, headers);
  });
}

}  // namespace vidspec::core
