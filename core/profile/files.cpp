#include "core/profile/files.h"

#include <algorithm>

#include "core/digest.h"
#include "core/embedded.h"
#include "core/error.h"
#include "core/file.h"
#include "core/suggest.h"

namespace vidspec::core {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_files = 64;
constexpr std::size_t max_bytes = 1U << 20U;
constexpr std::string_view schemas_folder = "schemas/";

auto belongs(std::string_view name) -> bool {
  return name == "profile.json" ||
         (name.ends_with(".schema.json") && name.size() > std::string_view(".schema.json").size());
}

auto read_embedded(const std::string& name) -> ProfileFolder {
  ProfileFolder folder{name, true, {}, {}};
  const auto prefix = std::string(schemas_folder) + name + "/";
  for (const auto path : embedded_files(prefix)) {
    folder.files.push_back({std::string(path.substr(prefix.size())), std::string(embedded_file(path))});
  }
  return folder;
}

void read_entry(const fs::directory_entry& entry, ProfileFolder& folder) {
  const auto name = entry.path().filename().string();
  const auto mistake = [&](const std::string& message) { folder.mistakes.push_back({name, "", message}); };
  if (!belongs(name)) {
    return mistake("does not belong here; a profile folder holds profile.json and *.schema.json, nothing else");
  }
  std::error_code error;
  if (!entry.is_regular_file(error)) return mistake("is not a regular file; put the file itself here");
  if (folder.files.size() == max_files) return mistake("is one too many; a profile has at most 64 files");
  try {
    folder.files.push_back({name, read_file(entry.path(), max_bytes)});
  } catch (const InputError& refused) {
    mistake(refused.message());
  }
}

auto read_disk(const fs::path& path, const std::string& given) -> ProfileFolder {
  ProfileFolder folder{given, false, {}, {}};
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    entries.push_back(*it);
    if (entries.size() > 10 * max_files)
      throw InputError(given, "", "has hundreds of files; name the folder of one profile");
  }
  if (error) throw InputError(given, "", "cannot be read: " + error.message());
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.path().filename() < b.path().filename(); });
  for (const auto& entry : entries) read_entry(entry, folder);
  return folder;
}

[[noreturn]] void refuse(const std::string& given) {
  const auto names = builtin_profiles();
  std::string known;
  for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
  std::string hint;
  if (const auto close = closest(given, names)) hint = "; did you mean " + *close + "?";
  throw InputError(given, "", "is neither a built-in profile (" + known + ") nor a folder with a profile.json" + hint);
}

}  // namespace

auto read_profile_folder(const std::string& name_or_path) -> ProfileFolder {
  const auto manifest = std::string(schemas_folder) + name_or_path + "/profile.json";
  if (embedded_file(manifest).data() != nullptr) return read_embedded(name_or_path);
  fs::path path(name_or_path);
  std::error_code error;
  if (path.filename() == "profile.json" && fs::is_regular_file(path, error)) path = fs::absolute(path).parent_path();
  if (name_or_path.empty() || !fs::is_directory(path, error)) refuse(name_or_path);
  return read_disk(path, name_or_path);
}

auto digest(const ProfileFolder& folder) -> std::string {
  Sha256 hash;
  for (const auto& file : folder.files) {
    hash.update(file.name);
    hash.update(std::string_view("\0", 1));
    hash.update(std::to_string(file.bytes.size()));
    hash.update(std::string_view("\0", 1));
    hash.update(file.bytes);
  }
  return hash.hex();
}

}  // namespace vidspec::core
