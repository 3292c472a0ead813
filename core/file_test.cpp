#include "core/file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/error.h"

namespace vidspec::core {
namespace {

namespace fs = std::filesystem;

TEST(File, WritesAndReadsBack) {
  const auto path = fs::path(testing::TempDir()) / "vidspec_file_test.bin";
  const std::string content("a\0b\n", 4);
  write_file(path, "longer than what replaces it");
  write_file(path, content);
  EXPECT_EQ(read_file(path, 4), content);
  EXPECT_FALSE(fs::exists(path.string() + ".tmp"));
  EXPECT_THROW(read_file(path, 3), InputError) << "over the bound";
  fs::remove(path);
}

TEST(File, SaysWhichFile) {
  try {
    read_file("/no/such/file", 10);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "/no/such/file: cannot be read: No such file or directory");
  }
  EXPECT_THROW(read_file(testing::TempDir(), 10), InputError) << "a folder";
  EXPECT_THROW(write_file("/no/such/folder/file", "x"), InputError);
}

}  // namespace
}  // namespace vidspec::core
