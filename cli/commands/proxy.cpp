#include <unistd.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/finish.h"
#include "cli/subcommands.h"
#include "cli/values.h"
#include "conformance/judge.h"
#include "conformance/live.h"
#include "conformance/proxy_recorder.h"
#include "core/error.h"
#include "core/journal.h"
#include "core/version.h"
#include "http/clock.h"
#include "http/relay.h"
#include "reports/escape.h"
#include "reports/phrasebook.h"
#include "reports/words.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

constexpr core::Millis every{50};

struct Flags {
  std::string upstream;
  std::string host = "127.0.0.1";
  int port = 8082;
  std::string profile = "openai";
  std::string ca_file;
  OutputFlags output;
};

auto ready_line(const Flags& flags, const std::string& upstream, int port) -> std::string {
  const auto host = flags.host.find(':') == std::string::npos ? flags.host : "[" + flags.host + "]";
  const nlohmann::ordered_json ready = {
      {"ready", true},
      {"base_url", "http://" + host + ":" + std::to_string(port) + std::string(http::path_of(upstream))},
      {"upstream", upstream},
      {"profile", flags.profile},
      {"pid", getpid()}};
  return ready.dump() + "\n";
}

auto shown_target(const core::Exchange& exchange) -> std::string {
  const auto query = http::query_of(exchange.request.url);
  const auto target =
      std::string(http::path_of(exchange.request.url)) + (query.empty() ? "" : "?" + std::string(query));
  // Ids are long, and what is asked of them stands at the end.
  const auto shown = reports::for_terminal(target);
  constexpr std::size_t beginning = 30;
  constexpr std::size_t end = 24;
  const bool plain = std::all_of(shown.begin(), shown.end(), [](char c) { return c > ' ' && c < 127; });
  if (!plain || shown.size() <= beginning + end + 1) return core::elide(shown, 72);
  return shown.substr(0, beginning) + "…" + shown.substr(shown.size() - end);
}

/// "✘ #7  GET /v1/videos/video_…  200  34 ms  task.created_at.type: expected an integer, actual "today" (+2)".
auto verdict_line(const core::Exchange& exchange, const std::vector<conformance::LiveFinding>& findings,
                  core::Language language) -> std::string {
  const auto verdict = findings.empty() ? reports::Verdict::pass : findings.front().verdict;
  std::string line(reports::symbol(verdict));
  line += " #" + std::to_string(exchange.number) + "  " + reports::for_terminal(exchange.request.method) + " " +
          shown_target(exchange) + "  ";
  line += exchange.answer.status != 0 ? std::to_string(exchange.answer.status)
                                      : core::in(reports::words::no_answer, language);
  if (exchange.failure != core::Failure::none) line += " (" + std::string(core::name(exchange.failure)) + ")";
  line += "  " + std::to_string(exchange.duration_ms) + " ms";
  if (!findings.empty()) {
    line += "  " + findings.front().id + ": " +
            reports::for_terminal(core::elide(reports::told(findings.front().message, language), 160));
    if (findings.size() > 1) line += " (+" + std::to_string(findings.size() - 1) + ")";
  }
  return line + "\n";
}

/// Writes down what has passed, as it passes.
class Watch {
 public:
  Watch(const core::Profile& profile, const std::string& upstream, const core::Clock& clock, core::FileJournal& journal,
        Context& context, const OutputFlags& flags)
      : recorder_(profile, upstream, clock),
        journal_(journal),
        live_(profile, header_of(profile, upstream, clock)),
        context_(context),
        quiet_(flags.quiet),
        language_(parse_language(flags.language)) {
    journal_.begin(header_of(profile, upstream, clock));
  }

  auto open(const http::Request& head) -> std::unique_ptr<http::Passage> { return recorder_.open(head); }

  void tick() {
    const auto ended = recorder_.take();
    if (ended.empty()) return;
    hide_keys();
    for (const auto& exchange : ended) {
      journal_.add(exchange);
      if (!quiet_)
        context_.output.out(verdict_line(exchange, live_.add(journal_.journal().exchanges.back()), language_));
    }
  }

 private:
  static auto header_of(const core::Profile& profile, const std::string& upstream, const core::Clock& clock)
      -> core::JournalHeader {
    core::JournalHeader header;
    header.suite_version = core::version();
    header.profile = profile.id;
    header.profile_sha256 = profile.sha256;
    header.base_url = upstream;
    header.started = core::rfc3339(clock.now());
    header.recorded_by = "proxy";
    return header;
  }

  // A key is known before the answer to its first request can have come.
  void hide_keys() {
    auto keys = recorder_.secrets();
    if (keys.size() == hidden_) return;
    context_.output.hide({keys.begin() + static_cast<std::ptrdiff_t>(hidden_), keys.end()});
    hidden_ = keys.size();
    journal_.redact_with(context_.output.redactor());
  }

  conformance::ProxyRecorder recorder_;
  core::FileJournal& journal_;
  conformance::LiveJudge live_;
  Context& context_;
  bool quiet_;
  core::Language language_;
  std::size_t hidden_ = 0;
};

auto serve(const Flags& flags, Context& context) -> int {
  check_output_flags(flags.output);
  if (flags.upstream.empty())
    throw core::InputError("vidspec proxy: give --upstream URL, the API base that clients mean");
  const auto upstream = parse_base_url("--upstream", flags.upstream);
  const auto profile = core::load_profile(flags.profile);
  const auto baseline = read_baseline_flag(flags.output, *profile);
  const fs::path folder = flags.output.folder;
  make_folder(folder);
  keep_earlier(folder / "journal.jsonl", context, parse_language(flags.output.language));
  core::FileJournal journal(folder / "journal.jsonl", context.output.redactor());
  http::SystemClock clock(&context.interrupt.raised);
  Watch watch(*profile, upstream, clock, journal, context, flags.output);
  http::RelayOptions options;
  options.upstream = upstream;
  options.host = flags.host;
  options.port = flags.port;
  options.ca_file = flags.ca_file;
  http::Relay relay(options, [&](const http::Request& head) { return watch.open(head); });
  relay.start();
  context.output.out(ready_line(flags, upstream, relay.port()));
  while (clock.wait_until(clock.now() + every)) watch.tick();
  relay.stop();
  watch.tick();
  journal.end(conformance::judge(*profile, journal.journal()).spend, false, http::SystemClock().now());
  return finish(context, conformance::judge(*profile, journal.journal()),
                {flags.output, baseline, journal.journal(), folder, {}, flags.profile});
}

}  // namespace

auto proxy_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("--upstream", flags->upstream, "API base of the provider, /v1 included")->type_name("URL");
  app.add_option("--host", flags->host, "address to listen on")->capture_default_str();
  app.add_option("--port", flags->port, "0 takes any that is free")->check(CLI::Range(0, 65535))->capture_default_str();
  app.add_option("--profile", flags->profile, "dialect to judge by, or a profile folder")
      ->type_name("NAME|PATH")
      ->capture_default_str();
  app.add_option("--ca-file", flags->ca_file, "PEM with the authorities that upstream's certificate is checked against")
      ->type_name("FILE");
  add_output_flags(app, flags->output, "vidspec-out");
  add_baseline_flag(app, flags->output);
  app.footer(
      "Point a client at the base_url of the first line (JSON). One line a request follows; SIGINT or SIGTERM ends it "
      "with the report.");
  return [flags](Context& context) { return serve(*flags, context); };
}

}  // namespace vidspec::cli
