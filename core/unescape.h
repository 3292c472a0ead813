#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vidspec::core {

/// A text of which every byte knows where it stood in the one it was made from.
struct TracedText {
  std::string text;
  std::vector<std::uint32_t> at;  ///< where each byte began; one more than `text` has, the last is the end

  explicit TracedText(std::string_view original);
};

/// Takes one layer of escapes off, whichever sinks they are meant for: %XX, \uXXXX, \xXX, \/ \" \\ \', &amp; &#43;
/// &#x2B; and the other names that HTML has for ASCII, in lower case. False when there was none.
auto unescape(TracedText& traced) -> bool;

}  // namespace vidspec::core
