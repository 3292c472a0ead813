#include <csignal>
#include <cstdlib>
#include <iostream>

#include "cli/command.h"

namespace {

vidspec::cli::Interrupt interrupt;

void on_signal(int number) {
  if (interrupt.raised.load()) std::_Exit(128 + number);  // the second one does not wait for the reports
  interrupt.signal.store(number);
  interrupt.raised.store(true);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  std::signal(SIGPIPE, SIG_IGN);
  return vidspec::cli::run_process(argc, argv, std::cout, std::cerr, interrupt);
}
