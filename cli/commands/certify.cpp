#include <fstream>
#include <memory>
#include <sstream>

#include "cli/exit_code.h"
#include "cli/key_file.h"
#include "cli/subcommands.h"
#include "conformance/certificate.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/file.h"
#include "core/journal.h"
#include "core/profile/files.h"
#include "core/signature.h"
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/json.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_journal = 1U << 30U;

struct Flags {
  std::string folder;
  std::string key;
  std::string profile;
  std::string out;
  int days = 365;
};

auto own_binary_sha256() -> std::string {
  std::ifstream self("/proc/self/exe", std::ios::binary);
  core::Sha256 digest;
  std::string block(1U << 20U, '\0');
  while (self) {
    self.read(block.data(), static_cast<std::streamsize>(block.size()));
    digest.update({block.data(), static_cast<std::size_t>(self.gcount())});
  }
  if (!self.eof()) throw std::runtime_error("the program cannot read itself");
  return digest.hex();
}

auto digests_of(const core::ProfileFolder& folder) -> std::map<std::string, std::string> {
  std::map<std::string, std::string> digests;
  for (const auto& file : folder.files) digests.emplace(file.name, core::sha256_hex(file.bytes));
  return digests;
}

auto refuse(const std::vector<std::string>& reasons, Context& context) -> int {
  std::string text = "no certificate:\n";
  for (const auto& reason : reasons) text += "  - " + reports::for_terminal(reason) + "\n";
  context.output.out(text + "REFUSED · exit code 1: a certificate needs a complete and clean run\n");
  return not_conformant;
}

auto issue(const Flags& flags, Context& context) -> int {
  if (flags.folder.empty() || flags.key.empty())
    throw core::InputError("vidspec certify: give the folder of a run and --key FILE (vidspec keygen makes one)");
  const fs::path folder = flags.folder;
  const auto private_pem = read_private_key(flags.key);
  static_cast<void>(core::public_half(private_pem, flags.key));
  const auto bytes = core::read_file(folder / "journal.jsonl", largest_journal);
  std::istringstream lines(bytes);
  const auto journal = core::parse_journal(lines, (folder / "journal.jsonl").string());
  const auto report = reports::read_report(folder);
  const auto name = flags.profile.empty() ? journal.header.profile : flags.profile;
  const auto profile = core::load_profile(name);
  const auto files = digests_of(core::read_profile_folder(name));
  context.output.err("proving that the checks of profile " + reports::for_terminal(profile->id) + " can fail …\n");
  const conformance::Certification certification{*profile,
                                                 files,
                                                 journal,
                                                 report,
                                                 core::sha256_hex(bytes),
                                                 own_binary_sha256(),
                                                 conformance::detection_score(name),
                                                 http::SystemClock().now(),
                                                 flags.days};
  const auto reasons = conformance::refusals(certification);
  if (!reasons.empty()) return refuse(reasons, context);
  const fs::path target = flags.out.empty() ? folder / "certificate.json" : fs::path(flags.out);
  context.output.file(target, conformance::certify(certification, private_pem, flags.key));
  context.output.out("wrote " + reports::for_terminal(target.string()) + "\n");
  return conformant;
}

}  // namespace

auto certify_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("DIR", flags->folder, "folder of a run");
  app.add_option("--key", flags->key, "private key that signs, of vidspec keygen")->type_name("FILE");
  app.add_option("--days", flags->days, "how long after the run it expires")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
  app.add_option("--profile", flags->profile, "when the run's profile is a folder")->type_name("NAME|PATH");
  app.add_option("--out", flags->out, "where it goes (default: DIR/certificate.json)")->type_name("FILE");
  app.footer("Refused with every reason, exit code 1, unless the run is complete and clean.");
  return [flags](Context& context) { return issue(*flags, context); };
}

}  // namespace vidspec::cli
