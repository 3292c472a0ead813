#include "core/error.h"
#include "core/file.h"
#include "core/lifecycle.h"
#include "reports/json.h"

namespace vidspec::reports {

namespace {

using core::Json;

constexpr std::size_t max_bytes = 64U << 20U;

/// A value of the file together with where it stands, so that every complaint can say so.
class Node {
 public:
  Node(const Json& value, std::string pointer, const std::string& file)
      : value_(value), pointer_(std::move(pointer)), file_(file) {}

  [[noreturn]] void refuse(const std::string& message) const { throw core::InputError(file_, pointer_, message); }

  [[nodiscard]] auto member(const std::string& name) const -> Node {
    if (!value_.is_object()) refuse("must be an object");
    const auto found = value_.find(name);
    if (found == value_.end()) refuse("lacks the member \"" + name + "\"");
    return {*found, core::pointer_append(pointer_, name), file_};
  }
  [[nodiscard]] auto has(const std::string& name) const -> bool { return value_.is_object() && value_.contains(name); }
  [[nodiscard]] auto is_null() const -> bool { return value_.is_null(); }

  [[nodiscard]] auto string() const -> std::string {
    if (!value_.is_string()) refuse("must be a string");
    return value_.get<std::string>();
  }
  [[nodiscard]] auto boolean() const -> bool {
    if (!value_.is_boolean()) refuse("must be true or false");
    return value_.get<bool>();
  }
  [[nodiscard]] auto integer() const -> std::int64_t {
    constexpr std::int64_t bound = std::int64_t{1} << 53;
    if (!value_.is_number_integer() || value_.get<double>() > static_cast<double>(bound) ||
        value_.get<std::int64_t>() < 0) {
      refuse("must be an integer that is not negative");
    }
    return value_.get<std::int64_t>();
  }
  [[nodiscard]] auto small() const -> int {
    const auto value = integer();
    if (value > 1'000'000'000) refuse("is too large");
    return static_cast<int>(value);
  }
  [[nodiscard]] auto number() const -> double {
    if (!value_.is_number()) refuse("must be a number");
    return value_.get<double>();
  }
  [[nodiscard]] auto text(const std::string& name, bool required = true) const -> std::string {
    return required || has(name) ? member(name).string() : std::string();
  }
  [[nodiscard]] auto strings() const -> std::vector<std::string> {
    std::vector<std::string> result;
    each([&](const Node& item) { result.push_back(item.string()); });
    return result;
  }
  template <class Visit>
  void each(Visit visit) const {
    if (!value_.is_array()) refuse("must be an array");
    for (std::size_t i = 0; i < value_.size(); ++i)
      visit(Node(value_[i], core::pointer_append(pointer_, std::to_string(i)), file_));
  }
  /// The value of one of our words, by its parser.
  template <class Parse>
  [[nodiscard]] auto parsed(Parse parse) const {
    const auto value = parse(string());
    if (!value) refuse("is \"" + string() + "\", which this version does not know");
    return *value;
  }

 private:
  const Json& value_;
  std::string pointer_;
  const std::string& file_;
};

auto read_finding(const Node& node) -> Finding {
  Finding finding;
  finding.evidence = node.member("evidence").small();
  finding.pointer = node.text("pointer");
  finding.expected = node.text("expected");
  finding.actual = node.text("actual");
  finding.hint = node.text("hint");
  finding.ambiguous = node.has("ambiguous") && node.member("ambiguous").boolean();
  finding.curl = node.text("curl", false);
  return finding;
}

auto read_check(const Node& node) -> CheckResult {
  CheckResult check;
  check.id = node.text("id");
  check.area = node.text("area");
  check.ops = node.text("ops");
  check.title.en = node.text("title");
  check.why.en = node.text("why", false);
  check.fix.en = node.text("fix", false);
  if (node.has("zh")) {
    const auto zh = node.member("zh");
    check.title.zh = zh.text("title", false);
    check.why.zh = zh.text("why", false);
    check.fix.zh = zh.text("fix", false);
  }
  check.binding.level = node.member("level").parsed(core::parse_level);
  check.binding.provenance = node.member("provenance").parsed(core::parse_provenance);
  check.binding.source = {node.member("source").text("doc"), node.member("source").text("quote")};
  check.verdict = node.member("verdict").parsed(parse_verdict);
  check.subjects = node.member("subjects").small();
  node.member("findings").each([&](const Node& item) { check.findings.push_back(read_finding(item)); });
  if (node.has("more_findings")) check.more_findings = node.member("more_findings").small();
  check.reason = node.text("reason", false);
  return check;
}

auto read_task(const Node& node) -> TaskLine {
  TaskLine task{node.text("id"), node.text("operation"), {}};
  node.member("timeline").each([&](const Node& item) {
    Sighting sighting;
    sighting.t_ms = item.member("t_ms").integer();
    if (!item.member("stage").is_null()) sighting.stage = item.member("stage").parsed(core::parse_stage);
    sighting.status = item.text("status");
    if (!item.member("progress").is_null()) sighting.progress = item.member("progress").number();
    sighting.evidence = item.member("evidence").small();
    task.timeline.push_back(std::move(sighting));
  });
  return task;
}

auto read_spend(const Node& node) -> core::Spend {
  core::Spend spend;
  spend.videos = node.member("videos").small();
  spend.max_videos = node.member("max_videos").small();
  if (!node.member("cost").is_null()) spend.cost = node.member("cost").number();
  spend.currency = node.text("currency");
  spend.ambiguous = node.member("ambiguous").small();
  spend.orphans = node.member("orphans").strings();
  return spend;
}

void read_head(const Node& node, Report& report) {
  report.outcome = node.member("verdict").parsed(parse_outcome);
  report.exit_code = node.member("exit_code").small();
  report.exit_reason = node.text("exit_reason");
  report.scope = node.text("scope");
  report.suite_version = node.member("suite").text("version");
  report.requirements = node.member("suite").text("requirements");
  const auto profile = node.member("profile");
  report.profile_id = profile.text("id");
  report.profile_sha256 = profile.text("sha256");
  report.profile_title = {profile.text("title"), profile.text("title_zh", false)};
  profile.member("documents").each([&](const Node& item) {
    report.documents.push_back({item.text("id"), item.text("title"), item.text("url")});
  });
  report.base_url = node.member("target").text("base_url");
}

void read_run(const Node& node, Report& report) {
  const auto run = node.member("run");
  report.started = run.text("started");
  report.finished = run.text("finished");
  report.duration_ms = run.member("duration_ms").integer();
  report.requests = run.member("requests").small();
  report.ops = run.member("ops").strings();
  report.filtered = run.member("filtered").boolean();
  report.journal_sha256 = node.member("journal").text("sha256");
  report.journal_complete = node.member("journal").member("complete").boolean();
}

}  // namespace

auto parse_report(std::string_view text, const std::string& name) -> Report {
  const auto parsed = core::parse_json(text, {max_bytes, 32});
  if (!parsed) throw core::InputError(name, "", "not a report.json: " + parsed.error);
  const Node node(*parsed.value, "", name);
  if (!node.has("schema_version")) node.refuse("not a report.json: it has no \"schema_version\"");
  if (node.member("schema_version").small() != 1)
    node.member("schema_version").refuse("is not 1; a newer vidspec wrote this report");
  Report report;
  read_head(node, report);
  read_run(node, report);
  report.spend = read_spend(node.member("spend"));
  report.notices = node.member("notices").strings();
  node.member("checks").each([&](const Node& item) { report.checks.push_back(read_check(item)); });
  node.member("tasks").each([&](const Node& item) { report.tasks.push_back(read_task(item)); });
  return report;
}

auto read_report(const std::filesystem::path& path) -> Report {
  const auto file = std::filesystem::is_directory(path) ? path / "report.json" : path;
  return parse_report(core::read_file(file, max_bytes), file.string());
}

}  // namespace vidspec::reports
