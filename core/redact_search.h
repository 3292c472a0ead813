#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

/// Finds secrets in text, however they are spelled: plain, hexadecimal or base64 (both alphabets, at any offset), each
/// in up to three layers of escapes (core/unescape.h) that may be needless, mixed or incomplete; in any case; and the
/// beginning of a secret where the text was cut off.
class SecretSearch {
 public:
  SecretSearch() = default;
  explicit SecretSearch(const std::vector<std::string>& secrets);

  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// Where they stand, in order, without overlaps. Takes time proportional to the text and a bounded amount of memory.
  [[nodiscard]] auto find(std::string_view text) const -> std::vector<Range>;

 private:
  void find_in_window(std::string_view text, std::size_t offset, bool last, std::vector<Range>& found) const;

  std::vector<std::string> needles_;  // lower case
  std::size_t longest_ = 0;
};

}  // namespace vidspec::core
