#include "core/file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/error.h"

namespace vidspec::core {

namespace fs = std::filesystem;

auto read_file(const fs::path& path, std::size_t max_bytes) -> std::string {
  std::error_code error;
  if (fs::is_directory(path, error)) throw InputError(path.string(), "", "is a folder; give a file");
  std::ifstream input(path, std::ios::binary);
  if (!input) throw InputError(path.string(), "", std::string("cannot be read: ") + std::strerror(errno));
  std::string content;
  std::string block(64U << 10U, '\0');
  while (input) {
    input.read(block.data(), static_cast<std::streamsize>(block.size()));
    content.append(block, 0, static_cast<std::size_t>(input.gcount()));
    if (content.size() > max_bytes)
      throw InputError(path.string(), "", "is larger than " + std::to_string(max_bytes) + " bytes");
  }
  if (input.bad()) throw InputError(path.string(), "", "cannot be read");
  return content;
}

void write_file(const fs::path& path, const std::string& content) {
  auto temporary = path;
  temporary += ".tmp";
  std::ofstream output(temporary, std::ios::binary | std::ios::trunc);
  output.write(content.data(), static_cast<std::streamsize>(content.size()));
  output.close();
  std::error_code error;
  if (output) fs::rename(temporary, path, error);
  if (!output || error) {
    const auto reason = error ? error.message() : std::string(std::strerror(errno));
    fs::remove(temporary, error);
    throw InputError(path.string(), "", "cannot be written: " + reason);
  }
}

}  // namespace vidspec::core
