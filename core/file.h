#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace vidspec::core {

/// A whole file from outside. Throws InputError when it cannot be read, is a folder or has more than `max_bytes`.
auto read_file(const std::filesystem::path& path, std::size_t max_bytes) -> std::string;

/// Writes a file, replacing it as a whole or not at all. Throws InputError when that fails.
void write_file(const std::filesystem::path& path, const std::string& content);

}  // namespace vidspec::core
