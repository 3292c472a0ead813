#pragma once

#include <span>
#include <string>
#include <string_view>

#include "conformance/evidence.h"
#include "core/requirement.h"
#include "core/text.h"
#include "reports/report.h"

namespace vidspec::conformance {

/// What does not hold, for people and for the profile's ambiguities.
struct Deviation {
  std::string pointer;  ///< JSON pointer into the answer, or "status", "body", "header:Name", "timeline"; empty: body
  std::string expected;
  std::string actual;
  std::string hint;                   ///< what to do, beyond the check's own advice; may be empty
  const core::Json* value = nullptr;  ///< what an ambiguity is asked about; nullptr: the member is absent
  std::string_view when;              ///< the case of the check, for ambiguities that cover one case only
};

/// Takes what one check says about the evidence.
class Out {
 public:
  static constexpr std::size_t max_findings = 20;

  Out(const Evidence& evidence, std::string_view id, reports::CheckResult& result)
      : evidence_(evidence), id_(id), result_(result) {}

  /// One more thing was judged.
  void subject() { ++result_.subjects; }

  /// What was judged does not hold.
  void fail(const Seen& seen, Deviation deviation);

  /// A subject that holds or not.
  void expect(bool holds, const Seen& seen, Deviation deviation);

  /// The check has no meaning for this target, and why.
  void not_applicable(std::string reason);

  /// Why nothing could be judged although the requests were sent.
  void could_not_run(std::string reason);

 private:
  const Evidence& evidence_;
  std::string_view id_;
  reports::CheckResult& result_;
};

/// One behaviour check: a requirement that is more than the shape of a field. A literal in one file of checks/.
struct Check {
  std::string_view id;
  core::Text title;                         ///< the requirement in one sentence
  core::Text why;                           ///< why a client breaks
  core::Text fix;                           ///< what to do
  std::string_view conforming;              ///< an exchange that holds it, in one line
  std::string_view violating;               ///< one that does not
  core::Level level = core::Level::should;  ///< unless the profile's rules say otherwise
  core::Provenance provenance = core::Provenance::inferred;
  std::string_view ops = "core";  ///< class of operations
  std::string_view probe = {};    ///< intents, by blanks, whose absence explains that there was no subject
  std::string_view like = {};     ///< the field requirement whose binding it shares, where the profile has it
  bool (*applies)(const core::Profile& profile) = nullptr;  ///< default: to every profile
  void (*judge)(const Evidence& evidence, Out& out) = nullptr;
};

/// Every behaviour check, in report order.
auto behaviour_checks() -> const std::vector<const Check*>&;

/// How strongly a behaviour check binds in a profile, and why.
auto binding_of(const Check& check, const core::Profile& profile) -> core::Binding;

/// A command that repeats the request of an exchange, with $VIDSPEC_API_KEY for the key.
auto curl_of(const core::Exchange& exchange) -> std::string;

/// What came back in a few words: "404 application/json {…}", "no answer (timeout)".
auto describe(const Seen& seen) -> std::string;

}  // namespace vidspec::conformance
