#pragma once

#include <string>
#include <vector>

#include "core/profile.h"
#include "core/text.h"

namespace vidspec::core {

/// The built-in profiles as a table: name, operations, requirements, title. Ends with a line feed.
auto list_profiles(Language language) -> std::string;

/// One profile for people: documents, operations, fields, words, models and prices, requirements, ambiguities.
auto show_profile(const Profile& profile, Language language) -> std::string;

/// The answer of `profiles check`: one line a mistake ("file#pointer: message"), or one line that there is none.
auto show_mistakes(const std::string& name_or_path, const std::vector<ProfileMistake>& mistakes, Language language)
    -> std::string;

}  // namespace vidspec::core
