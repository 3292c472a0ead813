#include "mock/service/hints.h"

namespace vidspec::mock {

auto read_hints(const core::Profile& profile) -> Hints {
  Hints hints;
  const core::Json& json = profile.mock;
  if (!json.is_object()) return hints;
  hints.id_form = json.value("id_form", hints.id_form);
  hints.strict = json.value("strict", false);
  hints.image_must_match = json.value("image_must_match", false);
  hints.undocumented = json.value("undocumented", std::vector<std::string>{});
  for (const auto& [word, size] : json.value("pixels", std::map<std::string, std::string>{})) {
    hints.pixels.emplace(word, parse_size(size));
  }
  hints.orientation = json.value("orientation", "");
  return hints;
}

}  // namespace vidspec::mock
