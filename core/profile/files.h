#pragma once

#include <string>
#include <vector>

#include "core/profile.h"

namespace vidspec::core {

/// The files of a profile folder as bytes, sorted by name, and what is wrong with them as files.
struct ProfileFolder {
  struct File {
    std::string name;  ///< "task.schema.json"
    std::string bytes;
  };
  std::string where;  ///< "openai", or the path as it was given
  bool builtin = false;
  std::vector<File> files;
  std::vector<ProfileMistake> mistakes;  ///< unknown files, too many, too large, unreadable
};

/// Reads a built-in profile by name or a folder of the disk: at most 64 files of at most 1 MiB each. Throws InputError
/// when there is neither, with the names of the built-in ones.
auto read_profile_folder(const std::string& name_or_path) -> ProfileFolder;

/// The profile in a folder that was read. Throws InputError with the file and pointer of the first mistake.
auto load_profile(const ProfileFolder& folder) -> std::shared_ptr<const Profile>;

/// SHA-256 over name, size and bytes of all files.
auto digest(const ProfileFolder& folder) -> std::string;

}  // namespace vidspec::core
