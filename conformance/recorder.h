#pragma once

#include <memory>
#include <string>

#include "conformance/collect.h"
#include "conformance/kept.h"
#include "core/journal.h"
#include "http/message.h"

namespace vidspec::conformance {

/// Which credential goes along with a request.
enum class Key { own, none, wrong };

/// One request that a run wants to send, with what only the sender knows.
struct Ask {
  std::string intent;
  http::Request request;  ///< method, absolute URL, body or parts
  core::Json facts;       ///< of the intent
  std::string task;       ///< create id, where there is one
  Key key = Key::own;
  bool media = false;  ///< a download: streamed, its facts kept instead of its bytes
  bool api = true;     ///< to the API's own origin: extra headers go along
  int redirected_from = 0;
  std::uint64_t keep_bytes = 0;  ///< of a download, for sending it on; at most so many
};

/// What a run looks at in an answer.
struct Reply {
  int number = 0;  ///< evidence number
  int status = 0;
  core::Failure failure = core::Failure::none;
  std::string problem;  ///< one line about the failure
  bool sent = false;    ///< any byte may have reached the target
  core::Headers headers;
  std::shared_ptr<const core::Json> body;  ///< nullptr where it is not JSON
  std::string text;                        ///< the beginning of the body
  std::string kept;                        ///< of a download, see Ask::keep_bytes
  std::uint64_t bytes = 0;

  [[nodiscard]] auto succeeded() const -> bool { return status >= 200 && status < 300; }
  [[nodiscard]] auto answered() const -> bool { return status != 0; }
};

/// Sends requests and writes each to the journal. It neither decides nor waits. Requests that make videos come here
/// only through Spender.
class Recorder {
 public:
  Recorder(const core::Profile& profile, const RunOptions& options, const http::Exchange& target, core::Clock& clock,
           core::JournalSink& sink);

  auto send(Ask ask, core::Millis timeout) -> Reply;

  /// Puts a redirect that is not followed into the journal.
  void refuse_redirect(const Ask& ask, std::string reason);

  /// Own prompts are shown in evidence of lists; everybody else's are not.
  void own_prompt(const std::string& prompt);

  [[nodiscard]] auto is_own_prompt(const std::string& prompt) const -> bool;

  [[nodiscard]] auto exchanges() const -> int { return next_ - 1; }
  [[nodiscard]] auto started() const -> core::Instant { return started_; }

 private:
  void add_headers(const Ask& ask, http::Request& request) const;
  [[nodiscard]] auto without_others_texts(const std::string& body) const -> std::string;

  const core::Profile& profile_;
  const RunOptions& options_;
  const http::Exchange& target_;
  core::Clock& clock_;
  core::JournalSink& sink_;
  core::Instant started_;
  int next_ = 1;
  Room room_;
  std::vector<std::string> own_prompts_;
};

}  // namespace vidspec::conformance
