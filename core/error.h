#pragma once

#include <stdexcept>
#include <string>

namespace vidspec::core {

/// Bad input from outside (a flag, a profile, a scenario, a journal, a key file): one line that says where and what to
/// do. The command line turns it into exit code 2.
class InputError : public std::runtime_error {
 public:
  /// `where` is a file, flag or URL; `pointer` a JSON pointer into it or empty; `message` says what is wrong and what
  /// to write instead. what() is "where#pointer: message".
  InputError(std::string where, std::string pointer, std::string message)
      : std::runtime_error(where + (pointer.empty() ? "" : "#" + pointer) + ": " + message),
        where_(std::move(where)),
        pointer_(std::move(pointer)),
        message_(std::move(message)) {}
  explicit InputError(const std::string& message) : std::runtime_error(message), message_(message) {}

  [[nodiscard]] auto where() const -> const std::string& { return where_; }
  [[nodiscard]] auto pointer() const -> const std::string& { return pointer_; }
  [[nodiscard]] auto message() const -> const std::string& { return message_; }

 private:
  std::string where_;
  std::string pointer_;
  std::string message_;
};

}  // namespace vidspec::core
