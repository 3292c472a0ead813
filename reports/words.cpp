#include "reports/words.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace vidspec::reports {

using core::Language;

auto fill(const core::Text& text, Language language, std::initializer_list<std::string_view> values) -> std::string {
  const auto pattern = core::in(text, language);
  std::string result;
  auto value = values.begin();
  std::size_t at = 0;
  for (auto hole = pattern.find("{}"); hole != std::string_view::npos && value != values.end();
       hole = pattern.find("{}", at)) {
    result += pattern.substr(at, hole - at);
    result += *value++;
    at = hole + 2;
  }
  result += pattern.substr(at);
  return result;
}

auto in(const core::LocalText& text, Language language) -> const std::string& {
  const auto& wanted = language == Language::zh ? text.zh : text.en;
  return wanted.empty() ? (language == Language::zh ? text.en : text.zh) : wanted;
}

auto word(Outcome outcome) -> const core::Text& {
  switch (outcome) {
    case Outcome::conformant:
      return words::conformant;
    case Outcome::not_conformant:
      return words::not_conformant;
    case Outcome::incomplete:
      return words::incomplete;
    case Outcome::error:
      break;
  }
  return words::our_error;
}

auto word(Verdict verdict) -> const core::Text& {
  switch (verdict) {
    case Verdict::pass:
      return words::pass;
    case Verdict::fail:
      return words::fail;
    case Verdict::warn:
      return words::warn;
    case Verdict::note:
      return words::note;
    case Verdict::not_applicable:
      return words::not_applicable;
    case Verdict::not_observed:
      return words::not_observed;
    case Verdict::could_not_run:
      return words::could_not_run;
    case Verdict::waived:
      return words::waived;
    case Verdict::error:
      break;
  }
  return words::error;
}

auto word(core::Provenance provenance) -> const core::Text& {
  switch (provenance) {
    case core::Provenance::required:
      return words::from_required;
    case core::Provenance::typed:
      return words::from_typed;
    case core::Provenance::prose:
      return words::from_prose;
    case core::Provenance::example:
      return words::from_example;
    case core::Provenance::inferred:
      break;
  }
  return words::from_inferred;
}

auto exit_meaning(int exit_code) -> const core::Text& {
  switch (exit_code) {
    case 0:
      return words::exit_0;
    case 1:
      return words::exit_1;
    case 2:
      return words::exit_2;
    case 3:
      return words::exit_3;
    case 4:
      return words::exit_4;
    case 6:
      return words::exit_6;
    case 16:
      return words::exit_16;
    case 130:
    case 143:
      return words::exit_130;
    default:
      return words::exit_5;
  }
}

auto exit_meaning(const Report& report) -> const core::Text& {
  const bool baseline = report.exit_code == 1 && report.outcome != Outcome::not_conformant;
  return baseline ? words::exit_1_baseline : exit_meaning(report.exit_code);
}

auto area_title(std::string_view area, Language language) -> std::string {
  struct Area {
    std::string_view name;
    core::Text title;
  };
  static constexpr std::array areas = {
      Area{"auth", words::text("Authentication", "鉴权")},
      Area{"create", words::text("Create", "创建")},
      Area{"task", words::text("Task object", "任务对象")},
      Area{"lifecycle", words::text("Lifecycle", "生命周期")},
      Area{"retrieve", words::text("Retrieve", "查询")},
      Area{"list", words::text("List", "列表")},
      Area{"delete", words::text("Delete", "删除")},
      Area{"deleted", words::text("Deleted object", "删除结果对象")},
      Area{"content", words::text("Content", "视频内容")},
      Area{"error", words::text("Error object", "错误对象")},
      Area{"errors", words::text("Errors", "错误处理")},
      Area{"remix", words::text("Remix", "混剪")},
      Area{"edit", words::text("Edit", "编辑")},
      Area{"extend", words::text("Extend", "延长")},
      Area{"character", words::text("Characters", "角色")},
      Area{"identity", words::text("Identity", "标识与隔离")},
      Area{"isolation", words::text("Isolation", "隔离")},
      Area{"transport", words::text("Transport", "传输")},
      Area{"spend", words::text("Spending hazards", "费用风险")},
      Area{"spending", words::text("Spending hazards", "费用风险")},
  };
  for (const auto& entry : areas) {
    if (entry.name == area) return std::string(core::in(entry.title, language));
  }
  return std::string(area);
}

auto symbol(Verdict verdict) -> std::string_view {
  constexpr std::array<std::string_view, 9> symbols = {"✔", "✘", "!", "i", "-", "○", "?", "~", "‼"};
  return symbols[static_cast<std::size_t>(verdict)];
}

auto show_number(double value) -> std::string {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.4f", value);
  std::string text = buffer.data();
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

auto show_duration(std::int64_t milliseconds) -> std::string {
  if (milliseconds < 1000) return std::to_string(milliseconds) + " ms";
  if (milliseconds < 60'000) return show_number(std::floor(static_cast<double>(milliseconds) / 100) / 10) + " s";
  const auto seconds = milliseconds / 1000 % 60;
  return std::to_string(milliseconds / 60'000) + " min " + (seconds < 10 ? "0" : "") + std::to_string(seconds) + " s";
}

auto show_spend(const core::Spend& spend, Language language) -> std::string {
  const auto videos = std::to_string(spend.videos);
  auto line = spend.max_videos > 0 ? fill(words::spent, language, {videos, std::to_string(spend.max_videos)})
                                   : fill(words::spent_no_bound, language, {videos});
  if (spend.videos == 0) return line;
  if (!spend.cost) return line + " · " + std::string(core::in(words::cost_unknown, language));
  std::array<char, 64> amount{};
  std::snprintf(amount.data(), amount.size(), "%.2f", *spend.cost);
  return line + " · " + fill(words::cost, language, {spend.currency, amount.data()});
}

auto show_economy(const Report& report, Language language) -> std::string {
  int judged = 0;
  for (const auto& check : report.checks) judged += check.subjects > 0 ? 1 : 0;
  const auto checks = std::to_string(judged);
  if (report.spend.videos == 0) return fill(words::economy_none, language, {checks});
  if (report.spend.videos == 1) return fill(words::economy_one, language, {checks});
  return fill(words::economy_many, language, {checks, std::to_string(report.spend.videos)});
}

auto show_counts(const Report& report, Language language) -> std::string {
  std::string line;
  for (const auto& [verdict, count] : counts(report)) {
    if (count == 0) continue;
    if (!line.empty()) line += " · ";
    line += std::to_string(count) + " " + std::string(core::in(word(verdict), language));
  }
  return line;
}

}  // namespace vidspec::reports
