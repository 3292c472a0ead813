#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/credentials.h"
#include "cli/exit_code.h"
#include "cli/mock_upkeep.h"
#include "cli/subcommands.h"
#include "cli/values.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/file.h"
#include "http/clock.h"
#include "http/server.h"
#include "mock/certificate.h"
#include "mock/clock.h"
#include "mock/control.h"
#include "mock/mock.h"
#include "mock/scenario.h"

namespace vidspec::cli {

namespace {

constexpr int default_port = 8080;
constexpr core::Millis upkeep_every{50};

struct Flags {
  std::string profile = "openai";
  std::string host = "127.0.0.1";
  int port = default_port;
  int control_port = -1;  // the port above, or any where that is ephemeral
  std::string scenario;
  double speed = 1;
  std::uint64_t seed = 1;
  std::string api_key_env;
  std::string tls_cert, tls_key;
  std::string progression = "time";
  std::string queued = "1s", running = "4s";
  std::string content_size;
  std::size_t max_tasks = 0;
  std::size_t log_requests = 1000;
  std::string webhook_url, webhook_secret_env;
  std::string state;
  bool tls = false;
  bool cors = false;
};

auto drive_of(const std::string& word) -> core::Drive {
  if (word == "polls") return core::Drive::polls;
  if (word == "instant") return core::Drive::instant;
  return word == "manual" ? core::Drive::manual : core::Drive::time;
}

auto webhook_secret(const Flags& flags, Output& output) -> std::string {
  if (!flags.webhook_url.empty() && http::origin_of(flags.webhook_url).empty()) {
    throw core::InputError("--webhook-url", "", "give an http or https URL");
  }
  if (!flags.webhook_secret_env.empty()) return read_secret("--webhook-secret-env", flags.webhook_secret_env, output);
  return "whsec_" + core::base64(core::hmac_sha256("vidspec mock", std::to_string(flags.seed)));
}

auto read_settings(const Flags& flags, Output& output) -> mock::Settings {
  mock::Settings settings;
  settings.seed = flags.seed;
  settings.course.drive = drive_of(flags.progression);
  settings.course.queued = parse_duration("--queued", flags.queued);
  settings.course.running = parse_duration("--running", flags.running);
  settings.max_tasks = flags.max_tasks;
  settings.log_requests = flags.log_requests;
  settings.cors = flags.cors;
  settings.scheme = flags.tls || !flags.tls_cert.empty() ? "https" : "http";
  settings.webhook_url = flags.webhook_url;
  settings.webhook_secret = webhook_secret(flags, output);
  if (!flags.content_size.empty()) settings.content_size = parse_bytes("--content-size", flags.content_size);
  if (!flags.api_key_env.empty()) settings.api_key = read_secret("--api-key-env", flags.api_key_env, output);
  if (!flags.scenario.empty()) settings.scenario = mock::load_scenario(flags.scenario);
  return settings;
}

auto control_port(const Flags& flags) -> int {
  if (flags.control_port >= 0) return flags.control_port;
  return flags.port == 0 ? 0 : flags.port + 1;
}

// Where a client on this machine reaches a server that listens there.
auto authority(const std::string& host, int port) -> std::string {
  std::string name = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host;
  if (name.find(':') != std::string::npos) name = "[" + name + "]";
  return name + ":" + std::to_string(port);
}

// The certificate to serve with. One that is made for this run lives in a folder that goes with this object.
class Tls {
 public:
  explicit Tls(const Flags& flags) : certificate_(flags.tls_cert), key_(flags.tls_key) {
    if (certificate_.empty() != key_.empty()) throw core::InputError("--tls-cert and --tls-key belong together");
    if (!flags.tls || !certificate_.empty()) return;
    std::string pattern = (std::filesystem::temp_directory_path() / "vidspec-mock-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw core::InputError("--tls", "", "cannot make a folder in " + pattern);
    folder_ = pattern;
    const auto made = mock::make_certificate();
    core::write_file(certificate_ = folder_ + "/certificate.pem", made.certificate);
    core::write_file(key_ = folder_ + "/key.pem", made.key);
  }
  ~Tls() {
    std::error_code none;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, none);
  }
  Tls(const Tls&) = delete;
  auto operator=(const Tls&) -> Tls& = delete;

  auto certificate() const -> const std::string& { return certificate_; }
  auto key() const -> const std::string& { return key_; }

 private:
  std::string certificate_, key_, folder_;
};

auto base_url(const Flags& flags, const mock::Settings& settings, const core::Profile& profile, int port)
    -> std::string {
  return settings.scheme + "://" + authority(flags.host, port) + profile.base_path;
}

auto ready_line(const Flags& flags, const mock::Settings& settings, const core::Profile& profile, const Tls& tls,
                int port, int control) -> std::string {
  nlohmann::ordered_json ready = {{"ready", true},
                                  {"base_url", base_url(flags, settings, profile, port)},
                                  {"control_url", "http://" + authority("127.0.0.1", control)},
                                  {"profile", profile.id}};
  ready["api_key"] = settings.api_key.empty() ? nlohmann::ordered_json("sk-vidspec-mock") : nlohmann::ordered_json();
  ready["seed"] = flags.seed;
  if (!tls.certificate().empty()) ready["ca_file"] = tls.certificate();
  if (flags.webhook_secret_env.empty()) ready["webhook_secret"] = settings.webhook_secret;
  ready["pid"] = getpid();
  return ready.dump() + "\n";
}

auto serve(const Flags& flags, Context& context) -> int {
  const auto profile = core::load_profile(flags.profile);
  const auto settings = read_settings(flags, context.output);
  const Tls tls(flags);
  http::SystemClock system(&context.interrupt.raised);
  mock::MockClock clock(system, flags.speed);
  mock::Mock mock(profile, settings, clock);
  mock::Control control(mock, clock);
  const bool file = flags.scenario.find('/') != std::string::npos || flags.scenario.ends_with(".json");
  MockUpkeep upkeep(mock, clock, context.output, file ? flags.scenario : "", flags.state);

  http::Server server(
      {.host = flags.host, .port = flags.port, .tls_cert = tls.certificate(), .tls_key = tls.key()},
      [&](const http::Request& request) { return mock.handle(request); },
      [&](int status, const std::string& reason) { return mock.bad_request(status, reason); });
  http::Server control_server(
      {.host = "127.0.0.1", .port = control_port(flags), .body_limit = mock::Control::body_limit, .threads = 1},
      [&](const http::Request& request) { return control.handle(request); }, mock::Control::bad_request);
  server.start();
  control.set_base_url(base_url(flags, settings, *profile, server.port()));
  control_server.start();
  context.output.out(ready_line(flags, settings, *profile, tls, server.port(), control_server.port()));
  while (system.wait_until(system.now() + upkeep_every)) upkeep.tick();
  server.stop();
  control_server.stop();
  upkeep.finish();
  return conformant;
}

}  // namespace

auto mock_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("--profile", flags->profile, "dialect that it speaks, or a profile folder")
      ->type_name("NAME|PATH")
      ->capture_default_str();
  app.add_option("--host", flags->host, "address to listen on")->capture_default_str();
  app.add_option("--port", flags->port, "0 takes any that is free")->check(CLI::Range(0, 65535))->capture_default_str();
  app.add_option("--control-port", flags->control_port, "of the control API and console (default: the port above)")
      ->check(CLI::Range(0, 65535));
  app.add_option("--scenario", flags->scenario, "what clients have to live through")->type_name("NAME|FILE");
  app.add_option("--speed", flags->speed, "how many times faster than real its clock runs")
      ->check(CLI::Range(0.001, 1e6))
      ->capture_default_str();
  app.add_option("--seed", flags->seed, "ids and random faults repeat with it")->capture_default_str();
  app.add_option("--api-key-env", flags->api_key_env, "variable that holds the only key to accept (default: any sk-…)")
      ->type_name("NAME");
  app.add_option("--tls-cert", flags->tls_cert, "PEM file")->type_name("FILE");
  app.add_option("--tls-key", flags->tls_key, "PEM file")->type_name("FILE");
  app.add_flag("--tls", flags->tls,
               "serve https with a certificate made for this run; the first line names it (ca_file)");
  app.add_flag("--cors", flags->cors, "pages of any origin may use it");
  app.add_option("--webhook-url", flags->webhook_url, "where video.completed and video.failed go")->type_name("URL");
  app.add_option("--webhook-secret-env", flags->webhook_secret_env,
                 "variable with the secret that signs them (whsec_…)")
      ->type_name("NAME");
  app.add_option("--state", flags->state, "keeps tasks in this file over restarts")->type_name("FILE");
  app.add_option("--log", flags->log_requests, "how many requests are remembered")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--progression", flags->progression, "what moves a task on")
      ->check(CLI::IsMember({"time", "polls", "instant", "manual"}))
      ->capture_default_str();
  app.add_option("--queued", flags->queued, "how long a task waits")->type_name("TIME")->capture_default_str();
  app.add_option("--running", flags->running, "how long it then runs")->type_name("TIME")->capture_default_str();
  app.add_option("--content-size", flags->content_size, "pads every download to so many bytes, 1G for instance")
      ->type_name("BYTES");
  app.add_option("--max-tasks", flags->max_tasks, "oldest are dropped beyond it (default: none)");
  app.footer(
      "The first line on stdout is one JSON object: base_url, control_url, api_key, pid. It serves until it is "
      "interrupted.");
  return [flags](Context& context) { return serve(*flags, context); };
}

}  // namespace vidspec::cli
