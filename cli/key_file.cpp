#include "cli/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/file.h"

namespace vidspec::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_key = 16U << 10U;

}  // namespace

void write_private_file(const fs::path& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    throw core::InputError(path.string(), "",
                           errno == EEXIST ? "is there already; a key is never replaced, choose another name"
                                           : std::string("cannot be written: ") + std::strerror(errno));
  }
  const auto written = ::write(file, content.data(), content.size());
  const bool whole = written == static_cast<ssize_t>(content.size()) && ::fsync(file) == 0;
  const int reason = errno;
  ::close(file);
  if (whole) return;
  ::unlink(path.c_str());
  throw core::InputError(path.string(), "", std::string("cannot be written: ") + std::strerror(reason));
}

auto read_private_key(const fs::path& path) -> std::string {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077) != 0) {
    throw core::InputError(path.string(), "",
                           "others can read this private key; chmod 600 it, and make a new one if they may have");
  }
  return core::read_file(path, largest_key);
}

auto read_public_key(const fs::path& path) -> std::string { return core::read_file(path, largest_key); }

}  // namespace vidspec::cli
