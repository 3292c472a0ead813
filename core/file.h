#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace vidspec::core {

/// A whole file from outside. Throws InputError when it cannot be read, is a folder or has more than `max_bytes`.
auto read_file(const std::filesystem::path& path, std::size_t max_bytes) -> std::string;

/// A file that is written piece by piece and replaces what is there only when it is complete. Throws InputError.
class FileWriter {
 public:
  explicit FileWriter(std::filesystem::path path);
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  auto operator=(const FileWriter&) -> FileWriter& = delete;
  void add(std::string_view piece);
  void finish();

 private:
  [[noreturn]] void fail(const std::string& reason);
  std::filesystem::path path_, temporary_;
  std::ofstream output_;
};

/// Writes a file, replacing it as a whole or not at all. Throws InputError when that fails.
void write_file(const std::filesystem::path& path, const std::string& content);

}  // namespace vidspec::core
