#include "core/profile/show.h"

#include <algorithm>

namespace vidspec::core {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr Text documents_title{"Documents", "文档"};
constexpr Text operations_title{"Operations", "操作"};
constexpr Text fields_title{"Fields of a task", "任务字段"};
constexpr Text words_title{"Status words", "状态词"};
constexpr Text models_title{"Models", "模型"};
constexpr Text requirements_title{"Requirements on fields", "字段要求"};
constexpr Text ambiguities_title{"Ambiguities (reported as notes)", "文档歧义(只作提示)"};
constexpr Text key_required{"Authorization: Bearer is required", "必须带 Authorization: Bearer"};
constexpr Text key_optional{"Authorization: Bearer is optional; sent when a key is given",
                            "Authorization: Bearer 可选;给了密钥才发送"};
constexpr Text price_unknown{"price unknown", "价格未知"};
constexpr Text per_second{"per second", "每秒"};
constexpr Text any_size{"any size", "任意尺寸"};
constexpr Text optional_word{"optional", "可选"};
constexpr Text core_word{"core", "核心"};
constexpr Text every_value{"every value", "任何值"};
constexpr Text no_mistake{"no mistakes: this profile can be used", "没有错误:此配置可以使用"};
constexpr Text mistakes_word{"mistakes", "处错误"};
constexpr Text one_mistake{"mistake", "处错误"};

auto local(const LocalText& text, Language language) -> const std::string& {
  return language == Language::zh ? text.zh : text.en;
}

auto say(const Text& text, Language language) -> std::string { return std::string(in(text, language)); }

auto joined(const std::vector<std::string>& words, const char* between = ", ") -> std::string {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

// Columns are as wide as terminals show them: what is not ASCII here is Chinese, two columns to a character of three
// bytes.
auto width(const std::string& text) -> std::size_t {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    columns += byte < 0x80 ? 1 : byte >= 0xE0 ? 2 : 0;
  }
  return columns;
}

auto table(const Rows& rows) -> std::string {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += " " + row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 1, ' ');
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

auto section(const Text& title, const Rows& rows, Language language) -> std::string {
  return rows.empty() ? "" : "\n" + say(title, language) + "\n" + table(rows);
}

auto binds(const Binding& binding) -> std::string {
  return std::string(name(binding.level)) + " (" + std::string(name(binding.provenance)) + ")";
}

auto route(const OperationSpec& spec, const Profile& profile) -> std::string {
  std::string text = spec.method + " " + profile.base_path + spec.path;
  const char* between = "?";
  for (const auto& [key, value] : spec.query) {
    text += between + key + "=" + value;
    between = "&";
  }
  return text;
}

auto operations(const Profile& profile, Language language) -> Rows {
  Rows rows;
  for (const auto operation : all_operations) {
    const auto* spec = profile.operation(operation);
    if (spec == nullptr) continue;
    rows.push_back({std::string(name(operation)), route(*spec, profile), joined(spec->encodings),
                    say(spec->optional ? optional_word : core_word, language), binds(spec->binding)});
  }
  return rows;
}

auto money(double amount) -> std::string { return Json(amount).dump(); }

auto models(const Profile& profile, Language language) -> Rows {
  Rows rows;
  for (const auto& model : profile.models) {
    std::vector<std::string> prices;
    for (const auto& price : model.prices) {
      const auto sizes = price.sizes.empty() ? say(any_size, language) : joined(price.sizes);
      prices.push_back(money(price.per_second * profile.price_multiplier) + " " + profile.currency + " " +
                       say(per_second, language) + " (" + sizes + ")");
    }
    rows.push_back({model.id, joined(model.sizes, " "), joined(model.seconds, " ") + " s",
                    prices.empty() ? say(price_unknown, language) : joined(prices)});
  }
  return rows;
}

auto words(const Profile& profile) -> Rows {
  Rows rows;
  for (const auto stage : {Stage::queued, Stage::running, Stage::completed, Stage::failed}) {
    std::vector<std::string> said;
    const auto first = profile.words.find(stage);
    if (first != profile.words.end()) said.push_back(first->second);
    for (const auto& [word, of] : profile.stages) {
      if (of == stage && word != said.front()) said.push_back(word);
    }
    rows.push_back({std::string(name(stage)), joined(said)});
  }
  return rows;
}

auto fields(const Profile& profile) -> Rows {
  Rows rows;
  for (const auto& [field, pointer] : profile.fields) {
    const auto unit = profile.units.find(field);
    rows.push_back({field, pointer, unit == profile.units.end() ? "" : unit->second});
  }
  return rows;
}

auto requirements(const Profile& profile) -> Rows {
  Rows rows;
  for (const auto level : {Level::must, Level::should, Level::may}) {
    const auto count =
        std::count_if(profile.requirements_of_fields.begin(), profile.requirements_of_fields.end(),
                      [&](const FieldRequirement& requirement) { return requirement.binding.level == level; });
    rows.push_back({std::string(name(level)), std::to_string(count)});
  }
  return rows;
}

auto ambiguities(const Profile& profile, Language language) -> std::string {
  std::string text;
  for (const auto& entry : profile.ambiguities) {
    const auto what = !entry.when.empty()    ? entry.when
                      : entry.accept.empty() ? say(every_value, language)
                                             : joined(entry.accept);
    text += "  " + entry.check + ": " + what + "\n    " + local(entry.reason, language) + "\n    " + entry.source.doc +
            ": \"" + entry.source.quote + "”\n";
  }
  return text.empty() ? "" : "\n" + say(ambiguities_title, language) + "\n" + text;
}

}  // namespace

auto list_profiles(Language language) -> std::string {
  Rows rows;
  for (const auto& id : builtin_profiles()) {
    const auto profile = load_profile(id);
    rows.push_back({id, profile->requirements, local(profile->title, language)});
  }
  return table(rows);
}

auto show_profile(const Profile& profile, Language language) -> std::string {
  Rows documents;
  for (const auto& document : profile.documents) documents.push_back({document.id, document.title, document.url});
  return profile.id + ": " + local(profile.title, language) + "\n" + local(profile.summary, language) + "\n" +
         say(profile.auth.required ? key_required : key_optional, language) + "\nsha256 " + profile.sha256 + "\n" +
         section(documents_title, documents, language) +
         section(operations_title, operations(profile, language), language) +
         section(fields_title, fields(profile), language) + section(words_title, words(profile), language) +
         section(models_title, models(profile, language), language) +
         section(requirements_title, requirements(profile), language) + ambiguities(profile, language);
}

auto show_mistakes(const std::string& name_or_path, const std::vector<ProfileMistake>& mistakes, Language language)
    -> std::string {
  if (mistakes.empty()) return name_or_path + ": " + say(no_mistake, language) + "\n";
  std::string text;
  for (const auto& mistake : mistakes) {
    text += name_or_path + "/" + mistake.file + (mistake.pointer.empty() ? "" : "#" + mistake.pointer) + ": " +
            mistake.message + "\n";
  }
  return text + name_or_path + ": " + std::to_string(mistakes.size()) + " " +
         say(mistakes.size() == 1 ? one_mistake : mistakes_word, language) + "\n";
}

}  // namespace vidspec::core
