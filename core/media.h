#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

/// One box of an ISO base media file, as met on the way.
struct MediaBox {
  std::string type;  ///< four characters, unprintable ones as \xNN
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  ///< declared; 0 in the file (to the end) is given as what arrived
  bool complete = false;   ///< all of its bytes arrived
};

/// What a download was, seen while it streamed: the only things that content checks look at.
struct MediaFacts {
  std::uint64_t bytes = 0;                       ///< received
  std::optional<std::uint64_t> declared_length;  ///< Content-Length
  bool ended_cleanly = true;                     ///< the stream ended as its framing said
  std::string sha256;                            ///< of all bytes
  std::string head;                              ///< the first 4 KiB
  std::string kind;  ///< by its bytes: mp4, webm, webp, jpeg, png, gif, avi, json, html, text, empty, unknown
  std::vector<MediaBox> boxes;             ///< top level, at most 64
  std::string brand;                       ///< major brand
  std::optional<double> duration_seconds;  ///< from mvhd, else mehd, sidx or the fragments
  std::optional<int> width;                ///< of the first video track (tkhd, else its sample entry)
  std::optional<int> height;
  bool fragmented = false;
  bool has_video_track = false;
  bool structure_ok = false;  ///< boxes tile the bytes exactly and a movie and media data were met
  std::string problem;        ///< one line about what is wrong with the structure, or empty
};

/// Reads any bytes as they come and keeps the facts. Bounded memory (movie box up to 8 MiB is kept, the rest is
/// counted).
class MediaScanner {
 public:
  MediaScanner();
  ~MediaScanner();
  void feed(std::string_view bytes);
  /// The facts so far; `declared` and `clean` come from the transport.
  [[nodiscard]] auto facts(std::optional<std::uint64_t> declared, bool clean) const -> MediaFacts;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vidspec::core
