#include <memory>

#include "cli/exit_code.h"
#include "cli/key_file.h"
#include "cli/subcommands.h"
#include "core/error.h"
#include "core/signature.h"
#include "reports/escape.h"

namespace vidspec::cli {

namespace {

namespace fs = std::filesystem;

auto make_keys(const std::string& name, Context& context) -> int {
  const fs::path private_file = name + ".key";
  const fs::path public_file = name + ".pub";
  if (fs::exists(public_file))
    throw core::InputError(public_file.string(), "", "is there already; a key is never replaced, choose another name");
  const auto pair = core::make_key_pair();
  write_private_file(private_file, pair.private_pem);
  context.output.file(public_file, pair.public_pem);
  context.output.out("private key  " + reports::for_terminal(private_file.string()) +
                     "  (keep it; vidspec certify signs with it)\npublic key   " +
                     reports::for_terminal(public_file.string()) +
                     "  (publish it; vidspec verify needs it)\nkey id       " +
                     core::key_id(pair.public_pem, public_file.string()) + "\n");
  return conformant;
}

}  // namespace

auto keygen_command(CLI::App& app) -> Action {
  auto name = std::make_shared<std::string>("vidspec");
  app.add_option("NAME", *name, "the files become NAME.key and NAME.pub")->capture_default_str();
  return [name](Context& context) { return make_keys(*name, context); };
}

}  // namespace vidspec::cli
