#include <algorithm>

#include "core/embedded.h"
#include "core/error.h"
#include "core/profile.h"
#include "core/profile/check.h"
#include "core/profile/files.h"
#include "core/profile/parse.h"

namespace vidspec::core {

namespace {

constexpr std::string_view schema_suffix = ".schema.json";
constexpr std::string_view manifest_name = "profile.json";
constexpr int last_place = 1'000'000;

struct Examined {
  std::shared_ptr<Profile> profile = std::make_shared<Profile>();
  std::vector<ProfileMistake> mistakes;
};

auto parse_file(const ProfileFolder::File& file, MistakeList& mistakes) -> std::shared_ptr<const Json> {
  auto parsed = parse_json(file.bytes);
  if (!parsed) {
    mistakes.add(file.name, "", "is not JSON: " + parsed.error);
    return nullptr;
  }
  for (const auto& pointer : parsed.duplicate_keys) mistakes.add(file.name, pointer, "occurs twice; keep one");
  return parsed.value;
}

auto manifest_schema() -> const Schema& {
  static const Schema schema = Schema::compile(*parse_json(embedded_file("schemas/profile.schema.json")).value,
                                               {.name = "schemas/profile.schema.json"});
  return schema;
}

void read_manifest(const Json& manifest, Profile& profile, MistakeList& mistakes) {
  const auto violations = manifest_schema().validate(manifest);
  for (const auto& violation : violations) {
    mistakes.add(violation.instance, "expected " + violation.expected + ", found " + violation.actual);
  }
  if (violations.empty()) parse_manifest(manifest, profile);
}

void read_schema(const ProfileFolder::File& file, const Json& document, Profile& profile, MistakeList& mistakes) {
  const auto name = file.name.substr(0, file.name.size() - schema_suffix.size());
  try {
    profile.compiled.emplace(name, Schema::compile(document, {.name = file.name}));
    profile.schemas.emplace(name, document);
  } catch (const InputError& error) {
    mistakes.add(file.name, error.pointer(), error.message());
  }
}

void derive(Profile& profile, MistakeList& mistakes) {
  try {
    profile.requirements_of_fields = derive_requirements(profile);
  } catch (const InputError& error) {
    const auto slash = error.where().rfind('/');
    const auto file = error.where().substr(slash == std::string::npos ? 0 : slash + 1);
    mistakes.add(file.ends_with(".json") ? file : file + std::string(schema_suffix), error.pointer(), error.message());
  }
}

void read_files(const ProfileFolder& folder, Profile& profile, MistakeList& mistakes) {
  std::shared_ptr<const Json> manifest;
  bool manifest_found = false;
  for (const auto& file : folder.files) {
    const auto document = parse_file(file, mistakes);
    const bool is_manifest = file.name == manifest_name;
    manifest_found = manifest_found || is_manifest;
    if (!document) continue;
    if (!is_manifest) {
      read_schema(file, *document, profile, mistakes);
      continue;
    }
    manifest = document;
    read_manifest(*manifest, profile, mistakes);
  }
  if (!manifest_found) mistakes.add("", "is missing; copy one of a built-in profile and change it (docs/profiles.md)");
  if (!mistakes.empty()) return;
  check_annotations(profile, mistakes);
  if (mistakes.empty()) derive(profile, mistakes);
  check_manifest(*manifest, profile, mistakes);
  if (mistakes.empty()) check_requests(profile, mistakes);
}

auto examine(const ProfileFolder& folder) -> Examined {
  Examined examined;
  MistakeList mistakes;
  for (const auto& mistake : folder.mistakes) mistakes.add(mistake.file, mistake.pointer, mistake.message);
  examined.profile->sha256 = digest(folder);
  read_files(folder, *examined.profile, mistakes);
  if (folder.builtin && examined.profile->id != folder.where && mistakes.empty()) {
    mistakes.add("/id", "is not the name of its folder; write \"" + folder.where + "\"");
  }
  examined.mistakes = mistakes.take();
  return examined;
}

auto place_of(std::string_view manifest_path) -> int {
  const auto manifest = parse_json(embedded_file(manifest_path));
  return manifest && manifest.value->is_object() ? manifest.value->value("order", last_place) : last_place;
}

}  // namespace

auto builtin_profiles() -> std::vector<std::string> {
  std::vector<std::pair<int, std::string>> found;
  constexpr std::string_view prefix = "schemas/";
  for (const auto path : embedded_files(prefix)) {
    const auto rest = path.substr(prefix.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || rest.substr(slash + 1) != manifest_name) continue;
    found.emplace_back(place_of(path), rest.substr(0, slash));
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& [place, name] : found) names.push_back(std::move(name));
  return names;
}

auto load_profile(const std::string& name_or_path) -> std::shared_ptr<const Profile> {
  return load_profile(read_profile_folder(name_or_path));
}

auto load_profile(const ProfileFolder& folder) -> std::shared_ptr<const Profile> {
  auto examined = examine(folder);
  if (examined.mistakes.empty()) return examined.profile;
  const auto& first = examined.mistakes.front();
  throw InputError(folder.where + "/" + first.file, first.pointer, first.message);
}

auto check_profile(const std::string& name_or_path) -> std::vector<ProfileMistake> {
  return examine(read_profile_folder(name_or_path)).mistakes;
}

}  // namespace vidspec::core
