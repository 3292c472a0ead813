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

FileWriter::FileWriter(fs::path path) : path_(std::move(path)), temporary_(path_) {
  temporary_ += ".tmp";
  output_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (!output_) fail(std::strerror(errno));
}

FileWriter::~FileWriter() {
  std::error_code none;
  if (output_.is_open()) fs::remove(temporary_, none);
}

void FileWriter::add(std::string_view piece) {
  if (!output_.write(piece.data(), static_cast<std::streamsize>(piece.size()))) fail(std::strerror(errno));
}

void FileWriter::finish() {
  if (!output_.flush()) fail(std::strerror(errno));
  output_.close();
  std::error_code error;
  fs::rename(temporary_, path_, error);
  if (error) fail(error.message());
}

void FileWriter::fail(const std::string& reason) {
  std::error_code none;
  fs::remove(temporary_, none);
  throw InputError(path_.string(), "", "cannot be written: " + reason);
}

void write_file(const fs::path& path, const std::string& content) {
  FileWriter writer(path);
  writer.add(content);
  writer.finish();
}

}  // namespace vidspec::core
