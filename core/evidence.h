#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/headers.h"
#include "core/json.h"
#include "core/media.h"
#include "core/time.h"

namespace vidspec::core {

/// Why no complete answer came. `none` when one did.
enum class Failure {
  none,
  resolve,     ///< name not found
  connect,     ///< refused or unreachable
  tls,         ///< certificate or handshake
  timeout,     ///< total deadline
  reset,       ///< connection reset or closed before the answer was complete
  truncated,   ///< fewer bytes than Content-Length, or chunked without an end
  protocol,    ///< not HTTP, or malformed framing
  too_large,   ///< a bound of ours on headers or body
  refused,     ///< by us: a redirect to another origin, a scheme that is not http(s)
  interrupted  ///< by the user
};
auto name(Failure failure) -> std::string_view;
auto parse_failure(std::string_view name) -> std::optional<Failure>;

/// A part of a multipart request as evidence keeps it: the text of fields, the facts of files.
struct SentPart {
  std::string name;
  std::string value;     ///< text fields only, at most 64 KiB
  std::string filename;  ///< files only
  std::string content_type;
  std::uint64_t size = 0;
  std::string sha256;  ///< files only
  bool file = false;
};

/// What was sent.
struct SentRequest {
  std::string method;
  std::string url;              ///< absolute, redacted
  Headers headers;              ///< redacted
  std::string body;             ///< text of a body that is not multipart, at most 64 KiB, redacted
  std::vector<SentPart> parts;  ///< of a multipart body
  std::uint64_t body_size = 0;
  bool body_truncated = false;
  bool key_sent = false;  ///< whether a credential was on it (its value is not kept)
};

/// What came back.
struct ReceivedAnswer {
  int status = 0;                      ///< 0: none
  std::string http_version;            ///< "1.1", "2", …
  std::vector<int> interim;            ///< 1xx statuses before the answer
  Headers headers;                     ///< redacted; all of them, or the first 8 KiB (docs/journal.md)
  std::uint64_t headers_left_out = 0;  ///< bytes of header lines that came and are not in `headers`
  std::string body;                    ///< all of it, or the first 16 KiB (docs/journal.md), redacted; empty for media
  bool body_base64 = false;            ///< true where `body` is base64 because it is not UTF-8
  std::uint64_t body_size = 0;         ///< bytes received
  std::string body_sha256;
  bool body_truncated = false;      ///< `body` is shorter than what was received
  std::optional<MediaFacts> media;  ///< only for downloads
};

/// One request and what came of it: a line of the journal, the smallest piece of evidence.
struct Exchange {
  int number = 0;         ///< evidence number, from 1, unique in the journal
  std::int64_t t_ms = 0;  ///< when it was sent, since the journal's start
  std::int64_t duration_ms = 0;
  std::int64_t first_byte_ms = 0;  ///< until the answer's head
  std::string intent;  ///< what only the sender can know: a word of docs/journal.md; empty in recorded traffic
  Json intent_facts;   ///< particulars of the intent, or null
  std::string task;    ///< the create id that the sender worked with, or empty
  SentRequest request;
  ReceivedAnswer answer;
  Failure failure = Failure::none;
  std::string failure_detail;  ///< one line, redacted
  int redirected_from = 0;     ///< evidence number of the answer whose Location was followed, or 0
};

/// A thing that the plan set out to produce and could not.
struct Gap {
  std::string intent;  ///< the probe
  std::string
      reason;  ///< "budget", "deadline", "prerequisite", "interrupted", "accepts-invalid", "filtered", "unsupported"
  std::string detail;  ///< one line
};

/// Money as it was spent.
struct Spend {
  int videos = 0;  ///< creates that were accepted (ambiguous ones counted)
  int max_videos = 0;
  std::optional<double> cost;
  std::string currency;
  int ambiguous = 0;                 ///< creates whose answer was lost
  std::vector<std::string> orphans;  ///< ids of tasks that were made and neither ended nor were deleted
};

/// The first line of a journal.
struct JournalHeader {
  int version = 1;
  std::string suite_version;
  std::string profile;  ///< id
  std::string profile_sha256;
  std::string base_url;              ///< redacted
  std::string started;               ///< RFC 3339
  std::vector<std::string> ops;      ///< classes that the run covers: "core", "list", …
  std::vector<std::string> planned;  ///< intents that the plan set out to produce
  Json options;                      ///< what else was asked for (filters, model, size, seconds), or null
  std::string recorded_by;           ///< "run", "proxy", "har"
};

/// Everything that was observed; what a judge needs and all that it may use.
struct Journal {
  JournalHeader header;
  std::vector<Exchange> exchanges;  ///< by number
  std::vector<Gap> gaps;
  std::optional<Spend> spend;  ///< from the footer
  std::string finished;        ///< RFC 3339, empty when the footer is missing
  bool interrupted = false;
  bool complete = false;  ///< a footer was there and its digest holds
  std::string problem;    ///< one line about a missing or wrong footer, or empty
  std::string sha256;     ///< over the file's lines before the footer
};

void to_json(Json& json, const Exchange& exchange);
void from_json(const Json& json, Exchange& exchange);

}  // namespace vidspec::core
