#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/evidence.h"
#include "core/profile.h"
#include "core/requirement.h"

namespace vidspec::reports {

/// What came of one check. `error` is ours.
enum class Verdict { pass, fail, warn, note, not_applicable, not_observed, could_not_run, waived, error };
auto name(Verdict verdict) -> std::string_view;  ///< "pass", "not-applicable", …
auto parse_verdict(std::string_view name) -> std::optional<Verdict>;

/// One place where the evidence does not hold what the requirement says.
struct Finding {
  int evidence = 0;     ///< number in the journal, 0 when it is about a whole run
  std::string pointer;  ///< JSON pointer into the answer's body, or "header:Name", "status", "body", "timeline"
  std::string expected;
  std::string actual;
  std::string hint;        ///< what to do, one sentence (English)
  bool ambiguous = false;  ///< covered by an ambiguity of the profile: a note, never a failure
  std::string curl;        ///< reproduces the exchange, with $VIDSPEC_API_KEY
};

/// One requirement, judged.
struct CheckResult {
  std::string id;
  std::string area;       ///< the first word of the id: "task", "lifecycle", "errors", …
  std::string ops;        ///< class of operations: "core", "list", "delete", "remix", …
  core::LocalText title;  ///< the requirement in one sentence
  core::LocalText why;    ///< why a client breaks
  core::LocalText fix;    ///< what to do
  core::Binding binding;
  Verdict verdict = Verdict::not_observed;
  int subjects = 0;               ///< how many times it was judged
  std::vector<Finding> findings;  ///< at most 20
  int more_findings = 0;          ///< beyond those
  std::string reason;             ///< of not-applicable, not-observed, could-not-run, waived, error: one line
};

/// One observation in the life of a task.
struct Sighting {
  std::int64_t t_ms = 0;
  std::optional<core::Stage> stage;  ///< nothing for an unknown word
  std::string status;
  std::optional<double> progress;  ///< percent
  int evidence = 0;
};

/// The life of a task as it was observed.
struct TaskLine {
  std::string id;
  std::string operation;  ///< "create", "remix", … or empty when its creation was not seen
  std::vector<Sighting> timeline;
};

/// The verdict of the whole.
enum class Outcome { conformant, not_conformant, incomplete, error };
auto name(Outcome outcome) -> std::string_view;  ///< "conformant", "not-conformant", …
auto parse_outcome(std::string_view name) -> std::optional<Outcome>;

/// Everything a writer may show. A pure value; report.json is its complete form.
struct Report {
  Outcome outcome = Outcome::incomplete;
  int exit_code = 3;
  std::string exit_reason;  ///< one line: what the code means here
  std::string scope;        ///< why incomplete: "scope: no download was seen"; empty otherwise
  std::string suite_version;
  std::string requirements;  ///< the frozen requirement set
  std::string profile_id;
  std::string profile_sha256;
  core::LocalText profile_title;
  std::vector<core::Document> documents;
  std::string base_url;
  std::string started, finished;  ///< RFC 3339
  std::int64_t duration_ms = 0;
  std::vector<std::string> ops;  ///< classes that were judged
  core::Spend spend;
  std::vector<CheckResult> checks;  ///< in catalogue order
  std::vector<TaskLine> tasks;
  std::vector<std::string> notices;  ///< for the reader: proxy in use, duplicate keys, truncated journal, …
  std::string journal_sha256;
  bool journal_complete = false;
  bool filtered = false;  ///< a filter, baseline or level cut what was judged
  int requests = 0;       ///< exchanges in the evidence
};

/// How many checks have each verdict; every verdict is a key.
auto counts(const Report& report) -> std::map<Verdict, int>;

}  // namespace vidspec::reports
