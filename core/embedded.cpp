#include "core/embedded.h"

#include <algorithm>

#include "core/embedded_table.h"

namespace vidspec::core {

namespace {
auto bytes_of(const EmbeddedFile& file) -> std::string_view {
  return {file.bytes.begin, static_cast<std::size_t>(file.bytes.end - file.bytes.begin)};
}
}  // namespace

auto embedded_file(std::string_view path) -> std::string_view {
  const auto* end = embedded_table + embedded_count;
  const auto* found =
      std::find_if(embedded_table + 0, end, [&](const EmbeddedFile& file) { return path == file.path; });
  return found == end ? std::string_view{} : bytes_of(*found);
}

auto embedded_files(std::string_view folder) -> std::vector<std::string_view> {
  std::vector<std::string_view> paths;
  for (std::size_t i = 0; i < embedded_count; ++i) {
    const std::string_view path = embedded_table[i].path;
    if (path.starts_with(folder)) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace vidspec::core
