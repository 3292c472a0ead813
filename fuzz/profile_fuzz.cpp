#include <nlohmann/json.hpp>

#include "core/profile/files.h"
#include "fuzz/fuzz.h"

// The first line names a file of the smallest built-in profile, the rest is a JSON merge patch on it (RFC 7396), or
// what stands there instead. The folder loads, or every mistake in it is one line.
namespace {

using namespace vidspec;

void apply(std::string_view change, std::string& file) {
  const auto patch = core::parse_json(change, {.max_bytes = 1U << 16U});
  if (!patch) {
    file = change;
    return;
  }
  auto document = core::Json::parse(file);
  document.merge_patch(*patch.value);
  file = document.dump();
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  static const auto original = core::read_profile_folder("openai-format");
  const auto input = fuzz::text_of(data, size);
  const auto line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  auto folder = original;
  for (auto& file : folder.files) {
    if (file.name == input.substr(0, line)) apply(input.substr(line + 1), file.bytes);
  }
  fuzz::refused([&] {
    const auto profile = core::load_profile(folder);
    fuzz::demand(profile->operation(core::Operation::create) != nullptr && !profile->requirements_of_fields.empty());
  });
  return 0;
}
