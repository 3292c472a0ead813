#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vidspec::core {

/// What the header boxes of an ISO base media file say, gathered as they come. Numbers from the wire are never trusted:
/// every read is checked against its box.
struct Mp4Headers {
  std::string brand;
  bool movie = false;       ///< moov was met
  bool fragmented = false;  ///< mvex or moof was met
  bool has_video_track = false;
  std::optional<int> width, height;
  std::uint32_t movie_timescale = 0;
  std::uint64_t movie_duration = 0;     ///< of mvhd, in its timescale
  std::uint64_t fragment_duration = 0;  ///< of mehd, in the movie's timescale
  double indexed_seconds = 0;           ///< sum of sidx
  std::uint32_t video_track = 0;
  std::uint32_t video_timescale = 0;
  std::uint32_t default_sample_duration = 0;  ///< of trex for the video track
  std::uint64_t samples_duration = 0;         ///< of the fragments of the video track, in its timescale

  /// Seconds by the first of mvhd, mehd, sidx and the fragments that says something.
  [[nodiscard]] auto duration_seconds() const -> std::optional<double>;
};

/// Reads the payload of one top-level box (ftyp, moov, moof, sidx; others are ignored) into the headers.
void read_box(std::string_view type, std::string_view payload, Mp4Headers& headers);

/// Big-endian integer of up to 8 bytes; the caller has checked that they are there.
auto big_endian(std::string_view bytes) -> std::uint64_t;

}  // namespace vidspec::core
