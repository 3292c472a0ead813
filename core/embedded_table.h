#pragma once

#include <cstddef>
#include <string_view>

namespace vidspec::core {

/// Where an embedded file lies in the binary.
struct EmbeddedFile {
  const char* path;
  struct Bytes {
    const char* begin;
    const char* end;
  } bytes;
};

/// Generated at build time, sorted by path.
extern const EmbeddedFile embedded_table[];
extern const std::size_t embedded_count;

}  // namespace vidspec::core
