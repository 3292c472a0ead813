#pragma once

#include <filesystem>
#include <string>

namespace vidspec::cli {

/// Writes a new file that only its owner can read. Throws core::InputError when it is there already or cannot be made.
void write_private_file(const std::filesystem::path& path, const std::string& content);

/// The text of a private key file: at most 16 KiB, and nobody else's to read. Throws core::InputError.
auto read_private_key(const std::filesystem::path& path) -> std::string;

/// The text of a public key file, at most 16 KiB. Throws core::InputError.
auto read_public_key(const std::filesystem::path& path) -> std::string;

}  // namespace vidspec::cli
