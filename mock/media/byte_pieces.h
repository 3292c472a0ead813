#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace vidspec::mock {

/// Bytes made of pieces that follow each other: own text, views of static data (embedded files), runs of zeros. Only
/// own text takes memory.
class BytePieces : public http::ByteSource {
 public:
  /// Appends a copy.
  void add_text(std::string text);
  /// Appends bytes that outlive this object.
  void add_static(std::string_view bytes);
  void add_zeros(std::uint64_t count);

  [[nodiscard]] auto size() const -> std::uint64_t override { return size_; }
  void read(std::uint64_t offset, std::span<char> into) const override;

 private:
  struct Piece {
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
    const char* data = nullptr;  // nullptr: own text, or zeros where `text` is negative
    std::int64_t text = -1;      // index into texts_
  };
  void add(std::uint64_t length, const char* data, std::int64_t text);

  std::vector<Piece> pieces_;
  std::vector<std::string> texts_;
  std::uint64_t size_ = 0;
};

}  // namespace vidspec::mock
