#pragma once

namespace vidspec::cli {

/// The contract of the process with whoever started it. Precedence: 5 > 130/143 > 1 > 6 > 3 > 4.
enum ExitCode : int {
  conformant = 0,
  not_conformant = 1,  ///< or a stale baseline entry, an invalid certificate, an invalid instance
  usage = 2,           ///< bad flag, profile or file, before anything was sent
  incomplete = 3,
  environment = 4,  ///< unreachable, TLS, key refused before anything was judged
  our_error = 5,    ///< or a void selftest
  ambiguous_spend = 6,
  changed = 16,       ///< diff
  interrupted = 130,  ///< SIGINT; 143 for SIGTERM
};

}  // namespace vidspec::cli
