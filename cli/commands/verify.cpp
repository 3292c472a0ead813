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
#include "http/clock.h"
#include "reports/escape.h"
#include "reports/findings.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_certificate = 4U << 20U;
constexpr std::size_t largest_journal = 1U << 30U;

struct Flags {
  std::string file;
  std::string key;
  std::string journal;
  std::string profile;
};

auto line(const std::string& label, const std::string& value) -> std::string {
  return reports::padded(label, 12) + reports::for_terminal(value) + "\n";
}

auto describe(const conformance::Certificate& certificate) -> std::string {
  return line("target", certificate.target) +
         line("profile", certificate.profile + "  sha256:" + certificate.profile_sha256) +
         line("suite", "vidspec " + certificate.suite_version + ", requirements " + certificate.requirements +
                           "  sha256:" + certificate.binary_sha256) +
         line("result", certificate.result + ", classes " + reports::joined(certificate.ops)) +
         line("judged",
              std::to_string(certificate.judged) + " checks, " + std::to_string(certificate.not_judged) + " not") +
         (certificate.warned.empty() ? "" : line("warnings", reports::joined(certificate.warned))) +
         (certificate.not_observed.empty() ? "" : line("not seen", reports::joined(certificate.not_observed))) +
         line("selftest",
              std::to_string(certificate.killed) + " of " + std::to_string(certificate.faults) + " faults caught") +
         line("run", certificate.finished) + line("issued", certificate.issued) + line("expires", certificate.expires);
}

/// The certified journal, judged again; a certificate without it is only a signature.
void hold_journal(conformance::Verification& verification, const Flags& flags) {
  const fs::path path =
      flags.journal.empty() ? fs::path(flags.file).parent_path() / "journal.jsonl" : fs::path(flags.journal);
  if (flags.journal.empty() && !fs::exists(path)) {
    verification.notes.emplace_back(
        "THE JOURNAL WAS NOT LOOKED AT: there is none beside the certificate; --journal FILE");
    return;
  }
  const auto bytes = core::read_file(path, largest_journal);
  const auto& certificate = *verification.certificate;
  const auto digest = core::sha256_hex(bytes);
  if (digest != certificate.journal_sha256) {
    verification.problems.emplace_back("the journal is not the one that was certified");
    return;
  }
  std::istringstream lines(bytes);
  const auto journal = core::parse_journal(lines, path.string());
  const auto known = core::builtin_profiles();
  const bool builtin = std::find(known.begin(), known.end(), certificate.profile) != known.end();
  if (!builtin && flags.profile.empty()) {
    verification.notes.push_back("THE JOURNAL WAS NOT JUDGED AGAIN: profile " + certificate.profile +
                                 " is not built in; --profile PATH");
    return;
  }
  const auto profile = core::load_profile(flags.profile.empty() ? certificate.profile : flags.profile);
  conformance::verify_journal(verification, *profile, journal, digest);
}

auto check(const Flags& flags, Context& context) -> int {
  if (flags.file.empty() || flags.key.empty())
    throw core::InputError("vidspec verify: give a certificate and --key FILE, the public key of who issued it");
  const auto public_pem = read_public_key(flags.key);
  const auto text = core::read_file(flags.file, largest_certificate);
  auto verification = conformance::verify(text, public_pem, flags.key, http::SystemClock().now());
  if (verification.certificate) hold_journal(verification, flags);
  std::string out;
  if (verification.certificate) out += describe(*verification.certificate);
  for (const auto& note : verification.notes) out += line("note", note);
  for (const auto& problem : verification.problems) out += line("problem", problem);
  const bool valid = verification.problems.empty();
  const bool judged = verification.notes.empty();
  context.output.out(out + (!valid   ? "NOT VALID · exit code 1: see the problems above\n"
                            : judged ? "VALID · exit code 0: signed, in time, and its journal says the same\n"
                                     : "VALID · exit code 0: signed and in time; mind the notes above\n"));
  return valid ? conformant : not_conformant;
}

}  // namespace

auto verify_command(CLI::App& app) -> Action {
  auto flags = std::make_shared<Flags>();
  app.add_option("FILE", flags->file, "a certificate of vidspec certify");
  app.add_option("--key", flags->key, "public key of who issued it")->type_name("FILE");
  app.add_option("--journal", flags->journal, "its evidence (default: journal.jsonl beside it)")->type_name("FILE");
  app.add_option("--profile", flags->profile, "when the profile is a folder")->type_name("NAME|PATH");
  app.footer("Needs no network. Judges the certified journal again where it is there.");
  return [flags](Context& context) { return check(*flags, context); };
}

}  // namespace vidspec::cli
