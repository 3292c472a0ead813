#include "reports/diff.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/utf8.h"
#include "reports/escape.h"
#include "reports/findings.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::reports {

namespace {

auto is_bad(Verdict verdict) -> bool { return verdict == Verdict::fail || verdict == Verdict::error; }

auto is_judged(Verdict verdict) -> bool {
  return verdict == Verdict::pass || verdict == Verdict::fail || verdict == Verdict::warn || verdict == Verdict::note ||
         verdict == Verdict::waived;
}

auto is_good(Verdict verdict) -> bool { return verdict == Verdict::pass || verdict == Verdict::note; }

/// Where and against what a check fails; the actual values may differ from run to run without meaning anything.
auto places(const CheckResult& check) -> std::set<std::string> {
  std::set<std::string> result;
  for (const auto& finding : check.findings) result.insert(finding.pointer + "\n" + finding.expected);
  return result;
}

auto kind_of(const CheckResult& before, const CheckResult& after) -> std::optional<ChangeKind> {
  const auto was = before.verdict;
  const auto is = after.verdict;
  if (is_bad(is) && !is_bad(was)) return ChangeKind::newly_failing;
  if (is == Verdict::warn && !is_bad(was) && was != Verdict::warn) return ChangeKind::newly_warned;
  if ((is_bad(was) || was == Verdict::warn || was == Verdict::waived) &&
      (is_good(is) || (is == Verdict::warn && was != Verdict::warn)))
    return ChangeKind::fixed;
  if (is_judged(was) && !is_judged(is)) return ChangeKind::no_longer_judged;
  if (!is_judged(was) && is_judged(is)) return ChangeKind::newly_judged;
  const bool still_bad = (is_bad(is) || is == Verdict::warn) && was == is;
  if (still_bad && places(before) != places(after)) return ChangeKind::differently;
  return std::nullopt;
}

auto by_id(const Report& report) -> std::map<std::string_view, const CheckResult*> {
  std::map<std::string_view, const CheckResult*> result;
  for (const auto& check : report.checks) result.emplace(check.id, &check);
  return result;
}

auto context_of(const Report& before, const Report& after) -> std::vector<Context> {
  std::vector<Context> lines;
  const auto compare = [&](const core::Text& what, const std::string& was, const std::string& is) {
    if (was != is) lines.push_back({what, was, is});
  };
  compare(words::suite, before.suite_version, after.suite_version);
  compare(words::requirements, before.requirements, after.requirements);
  compare(words::profile, before.profile_id, after.profile_id);
  if (before.profile_id == after.profile_id)
    compare(words::profile_digest, before.profile_sha256, after.profile_sha256);
  compare(words::target, before.base_url, after.base_url);
  compare(words::operations, joined(before.ops), joined(after.ops));
  return lines;
}

auto show(const Context& context, core::Language language) -> std::string {
  return std::string(core::in(context.what, language)) + ": " + context.before + " → " + context.after;
}

auto sign_of(ChangeKind kind) -> std::string_view {
  constexpr std::array<std::string_view, 8> signs = {"+", "+", "~", "-", "?", "=", "+", "-"};
  return signs[static_cast<std::size_t>(kind)];
}

auto word(ChangeKind kind) -> core::Text {
  static constexpr std::array<core::Text, 8> kinds = {
      words::text("newly failing", "新增失败"),         words::text("newly warned", "新增警告"),
      words::text("fails differently", "失败方式变化"), words::text("fixed", "已修复"),
      words::text("no longer judged", "不再判定"),      words::text("newly judged", "新增判定"),
      words::text("added by the suite", "套件新增"),    words::text("removed by the suite", "套件移除")};
  return kinds[static_cast<std::size_t>(kind)];
}

auto show(const Change& change, core::Language language) -> std::string {
  auto line = std::string(sign_of(change.kind)) + " " + padded(core::in(word(change.kind), language), 20) + " ";
  if (!change.before || !change.after) {
    line += for_terminal(change.id);
  } else {
    line += padded(for_terminal(change.id), 40) + " " + std::string(core::in(reports::word(*change.before), language)) +
            " → " + std::string(core::in(reports::word(*change.after), language));
  }
  return change.detail.empty() ? line : line + "  " + for_terminal(core::elide(told(change.detail, language), 300));
}

}  // namespace

auto name(ChangeKind kind) -> std::string_view {
  constexpr std::array<std::string_view, 8> names = {"newly-failing",    "newly-warned", "differently", "fixed",
                                                     "no-longer-judged", "newly-judged", "added",       "removed"};
  return names[static_cast<std::size_t>(kind)];
}

auto diff(const Report& before, const Report& after) -> Diff {
  Diff result;
  result.context = context_of(before, after);
  const auto old_checks = by_id(before);
  const auto new_checks = by_id(after);
  for (const auto& check : after.checks) {
    const auto old = old_checks.find(check.id);
    if (old == old_checks.end()) {
      result.suite.push_back({ChangeKind::added, check.id, std::nullopt, check.verdict, message_of(check)});
    } else if (const auto kind = kind_of(*old->second, check)) {
      const auto detail = *kind == ChangeKind::fixed ? "was: " + message_of(*old->second) : message_of(check);
      result.target.push_back({*kind, check.id, old->second->verdict, check.verdict, detail});
    } else {
      ++result.unchanged;
    }
  }
  for (const auto& check : before.checks) {
    if (!new_checks.contains(check.id))
      result.suite.push_back({ChangeKind::removed, check.id, check.verdict, std::nullopt, ""});
  }
  std::stable_sort(result.target.begin(), result.target.end(),
                   [](const Change& a, const Change& b) { return a.kind < b.kind; });
  return result;
}

auto write_diff(const Diff& diff, core::Language language) -> std::string {
  std::string text;
  for (const auto& context : diff.context) text += for_terminal(show(context, language)) + "\n";
  for (const auto& change : diff.target) text += show(change, language) + "\n";
  for (const auto& change : diff.suite) text += show(change, language) + "\n";
  const int code = diff.changed() ? 16 : 0;
  return text + fill(words::unchanged, language, {std::to_string(diff.unchanged)}) + " · " +
         fill(words::exit_code, language, {std::to_string(code)}) + ": " +
         std::string(core::in(diff.changed() ? words::exit_16 : words::no_change, language)) + "\n";
}

auto write_diff_json(const Diff& diff) -> std::string {
  const auto list = [](const std::vector<Change>& changes) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& change : changes) {
      nlohmann::ordered_json line = {{"kind", name(change.kind)},
                                     {"id", change.id},
                                     {"before", nullptr},
                                     {"after", nullptr},
                                     {"detail", change.detail}};
      if (change.before) line["before"] = name(*change.before);
      if (change.after) line["after"] = name(*change.after);
      json.push_back(std::move(line));
    }
    return json;
  };
  auto context = nlohmann::ordered_json::array();
  for (const auto& line : diff.context) context.push_back(show(line, core::Language::en));
  const nlohmann::ordered_json json = {{"changed", diff.changed()},
                                       {"unchanged", diff.unchanged},
                                       {"context", std::move(context)},
                                       {"target", list(diff.target)},
                                       {"suite", list(diff.suite)}};
  return core::escape_json_controls(json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) + "\n";
}

}  // namespace vidspec::reports
