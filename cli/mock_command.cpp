#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/credentials.h"
#include "cli/exit_code.h"
#include "cli/subcommands.h"
#include "cli/values.h"
#include "core/error.h"
#include "http/clock.h"
#include "http/server.h"
#include "mock/clock.h"
#include "mock/control.h"
#include "mock/mock.h"
#include "mock/scenario.h"

namespace vidspec::cli {

namespace {

constexpr int default_port = 8080;

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
};

auto drive_of(const std::string& word) -> core::Drive {
  if (word == "polls") return core::Drive::polls;
  if (word == "instant") return core::Drive::instant;
  return word == "manual" ? core::Drive::manual : core::Drive::time;
}

auto read_settings(const Flags& flags, Output& output) -> mock::Settings {
  mock::Settings settings;
  settings.seed = flags.seed;
  settings.course.drive = drive_of(flags.progression);
  settings.course.queued = parse_duration("--queued", flags.queued);
  settings.course.running = parse_duration("--running", flags.running);
  settings.max_tasks = flags.max_tasks;
  settings.scheme = flags.tls_cert.empty() ? "http" : "https";
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

auto serve(const Flags& flags, Context& context) -> int {
  if (flags.tls_cert.empty() != flags.tls_key.empty())
    throw core::InputError("--tls-cert and --tls-key belong together");
  const auto profile = core::load_profile(flags.profile);
  const auto settings = read_settings(flags, context.output);
  http::SystemClock system(&context.interrupt.raised);
  mock::MockClock clock(system, flags.speed);
  mock::Mock mock(profile, settings, clock);
  mock::Control control(mock, clock);

  http::ServerOptions options{
      .host = flags.host, .port = flags.port, .tls_cert = flags.tls_cert, .tls_key = flags.tls_key};
  http::Server server(
      options, [&](const http::Request& request) { return mock.handle(request); },
      [&](int status, const std::string& reason) { return mock.bad_request(status, reason); });
  http::Server control_server({.host = "127.0.0.1", .port = control_port(flags), .threads = 1},
                              [&](const http::Request& request) { return control.handle(request); });
  server.start();
  control_server.start();

  const nlohmann::ordered_json ready = {
      {"ready", true},
      {"base_url", settings.scheme + "://" + authority(flags.host, server.port()) + profile->base_path},
      {"control_url", "http://" + authority("127.0.0.1", control_server.port())},
      {"profile", profile->id},
      {"api_key", settings.api_key.empty() ? nlohmann::ordered_json("sk-vidspec-mock") : nlohmann::ordered_json()},
      {"seed", flags.seed},
      {"pid", getpid()}};
  context.output.out(ready.dump() + "\n");
  while (system.wait_until(system.now() + core::Millis{1000})) {
  }
  server.stop();
  control_server.stop();
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
