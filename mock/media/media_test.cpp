#include "mock/media.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace vidspec::mock {
namespace {

auto all_of(const http::ByteSource& source) -> std::string {
  std::string bytes(static_cast<std::size_t>(source.size()), '\0');
  source.read(0, bytes);
  return bytes;
}

auto be32(const std::string& bytes, std::size_t at) -> std::uint32_t {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// What ffprobe says of these bytes: "width,height,frames,duration"; empty where it is not installed.
auto probe(const std::string& bytes) -> std::string {
  if (std::system("command -v ffprobe >/dev/null 2>&1") != 0) return "";
  const std::string path = testing::TempDir() + "vidspec_media_test.mp4";
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const std::string command =
      "ffprobe -v error -count_frames -select_streams v -show_entries "
      "stream=width,height,duration,nb_read_frames -of csv=p=0 " +
      path + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  std::string out;
  std::array<char, 256> buffer{};
  while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) out += buffer.data();
  pclose(pipe);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

TEST(Media, SizesAreRead) {
  EXPECT_EQ(parse_size("1280x720").width, 1280);
  EXPECT_EQ(parse_size("1280x720").height, 720);
  for (const auto* bad : {"", "x", "1280", "1280x", "x720", "1280x720p", "-1x5", "0x5", "99999999999x1"}) {
    EXPECT_EQ(parse_size(bad).width, 0) << bad;
  }
}

TEST(Media, BoxesTileTheFileAndTheTagMakesItUnique) {
  Media media;
  const auto bytes = all_of(*media.video({720, 1280}, {.duration = core::Millis{4000}, .tag = "a"}));
  std::string types;
  std::size_t at = 0;
  while (at + 8 <= bytes.size()) {
    types += bytes.substr(at + 4, 4) + " ";
    at += be32(bytes, at);
  }
  EXPECT_EQ(at, bytes.size());
  EXPECT_EQ(types, "ftyp moov free mdat ");
  EXPECT_NE(bytes, all_of(*media.video({720, 1280}, {.duration = core::Millis{4000}, .tag = "b"})));
  EXPECT_EQ(bytes, all_of(*media.video({720, 1280}, {.duration = core::Millis{4000}, .tag = "a"})));
}

TEST(Media, ReadsAnyRange) {
  Media media;
  const auto source = media.video({1280, 720}, {.duration = core::Millis{8000}, .total_size = 500'000});
  const std::string whole = all_of(*source);
  ASSERT_EQ(whole.size(), 500'000U);
  for (std::uint64_t offset = 0; offset < whole.size(); offset += 7919) {
    std::string part(std::min<std::size_t>(20'011, whole.size() - offset), '\0');
    source->read(offset, part);
    EXPECT_EQ(part, whole.substr(offset, part.size()));
  }
}

TEST(Media, AGigabyteTakesNoMemory) {
  Media media;
  const auto source = media.video({720, 1280}, {.total_size = 5ULL << 30U});
  EXPECT_EQ(source->size(), 5ULL << 30U);
  std::string end(64, 'x');
  source->read(source->size() - end.size(), end);
  EXPECT_EQ(end, std::string(64, '\0'));
}

TEST(Media, FfprobeAgreesOnEveryDocumentedSizeAndDuration) {
  Media media;
  if (probe(all_of(*media.video({720, 1280}, {}))).empty()) GTEST_SKIP() << "ffprobe is not installed";
  for (const auto* text :
       {"720x1280", "1280x720", "1024x1792", "1792x1024", "1080x1920", "1920x1080", "352x640", "640x352"}) {
    const Size size = parse_size(text);
    EXPECT_EQ(probe(all_of(*media.video(size, {}))),
              std::to_string(size.width) + "," + std::to_string(size.height) + ",4.000000,8");
  }
  for (const int seconds : {5, 12, 25}) {
    const auto bytes = all_of(*media.video({352, 640}, {.duration = core::Millis{seconds * 1000}}));
    EXPECT_EQ(probe(bytes), "352,640," + std::to_string(seconds) + ".000000," + std::to_string(seconds * 2));
  }
}

TEST(Media, OtherSizesAndDurationsPlayToo) {
  Media media;
  if (probe(all_of(*media.video({720, 1280}, {}))).empty()) GTEST_SKIP() << "ffprobe is not installed";
  EXPECT_EQ(probe(all_of(*media.video({640, 368}, {.duration = core::Millis{2750}}))), "640,368,2.750000,6");
  EXPECT_EQ(probe(all_of(*media.video({1000, 562}, {.duration = core::Millis{100}}))), "1000,562,0.100000,1");
  EXPECT_EQ(probe(all_of(*media.video({16, 16}, {.duration = core::Millis{1000}}))), "16,16,1.000000,2");
}

TEST(Media, ImagesAreOfTheNearestShape) {
  const Media media;
  EXPECT_EQ(media.image({720, 1280}, "webp").substr(0, 4), "RIFF");
  EXPECT_EQ(media.image({720, 1280}, "jpg").substr(0, 2), "\xFF\xD8");
  EXPECT_EQ(media.image({1281, 720}, "webp").data(), media.image({1280, 720}, "webp").data());
}

}  // namespace
}  // namespace vidspec::mock
