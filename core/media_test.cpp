#include "core/media.h"

#include <gtest/gtest.h>

#include "core/digest.h"

namespace vidspec::core {
namespace {

auto number(std::uint64_t value, int size) -> std::string {
  std::string bytes;
  for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

auto box(const std::string& type, const std::string& payload) -> std::string {
  return number(payload.size() + 8, 4) + type + payload;
}

auto mvhd(std::uint32_t timescale, std::uint32_t duration) -> std::string {
  return box("mvhd", number(0, 4) + number(0, 8) + number(timescale, 4) + number(duration, 4) + std::string(80, '\0'));
}

auto tkhd(std::uint64_t width, std::uint64_t height) -> std::string {
  return box("tkhd", number(7, 4) + number(0, 8) + number(1, 4) + number(0, 4) + number(0, 4) + std::string(52, '\0') +
                         number(width << 16U, 4) + number(height << 16U, 4));
}

auto video_track(int width, int height, int entry_width = 0, int entry_height = 0) -> std::string {
  const auto entry = box("avc1", std::string(24, '\0') + number(static_cast<std::uint64_t>(entry_width), 2) +
                                     number(static_cast<std::uint64_t>(entry_height), 2) + std::string(50, '\0'));
  return box("trak",
             tkhd(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height)) +
                 box("mdia", box("mdhd", number(0, 4) + number(0, 8) + number(1000, 4) + number(0, 4) + number(0, 4)) +
                                 box("hdlr", number(0, 8) + "vide" + std::string(13, '\0')) +
                                 box("minf", box("stbl", box("stsd", number(0, 4) + number(1, 4) + entry)))));
}

const std::string ftyp = box("ftyp", "isom" + number(512, 4) + "isomavc1");

auto plain() -> std::string {
  return ftyp + box("moov", mvhd(1000, 4000) + video_track(720, 1280)) + box("mdat", std::string(100, 'x'));
}

auto scan(const std::string& bytes, std::size_t piece = 1 << 20) -> MediaFacts {
  MediaScanner scanner;
  for (std::size_t at = 0; at < bytes.size(); at += piece) scanner.feed(std::string_view(bytes).substr(at, piece));
  return scanner.facts(bytes.size(), true);
}

TEST(Media, APlainVideoIsUnderstoodInAnyPieces) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    const auto facts = scan(plain(), piece);
    EXPECT_EQ(facts.kind, "mp4");
    EXPECT_TRUE(facts.structure_ok) << facts.problem;
    EXPECT_EQ(facts.duration_seconds, 4.0);
    EXPECT_EQ(facts.width, 720);
    EXPECT_EQ(facts.height, 1280);
    EXPECT_EQ(facts.brand, "isom");
    EXPECT_TRUE(facts.has_video_track);
    ASSERT_EQ(facts.boxes.size(), 3U);
    EXPECT_EQ(facts.boxes[2].type, "mdat");
    EXPECT_EQ(facts.bytes, plain().size());
    EXPECT_EQ(facts.sha256, sha256_hex(plain()));
  }
}

TEST(Media, AMovieBoxAtTheEndOtherBrandsAndPaddingAreLegal) {
  const auto facts =
      scan(box("ftyp", "mp42" + number(0, 4)) + box("free", "") + box("mdat", std::string(9, 'x')) +
           box("moov", mvhd(600, 2400) + video_track(0, 0, 1280, 720)) + box("uuid", std::string(20, 'u')));
  EXPECT_TRUE(facts.structure_ok) << facts.problem;
  EXPECT_EQ(facts.width, 1280);
  EXPECT_EQ(facts.duration_seconds, 4.0);
}

TEST(Media, FragmentsGiveTheDurationWhenTheMovieHeaderDoesNot) {
  const auto trex = box("trex", number(0, 4) + number(1, 4) + number(1, 4) + number(40, 4) + number(0, 8));
  const auto moov = [&](const std::string& mvex) {
    return box("moov", mvhd(1000, 0) + box("mvex", mvex) + video_track(720, 1280));
  };
  const auto moof = box("moof", box("mfhd", number(0, 8)) + box("traf", box("tfhd", number(0, 4) + number(1, 4)) +
                                                                            box("trun", number(0, 4) + number(50, 4))));
  const auto mdat = box("mdat", "x");
  EXPECT_EQ(scan(ftyp + moov(trex) + moof + mdat + moof + mdat).duration_seconds, 4.0);
  EXPECT_EQ(scan(ftyp + moov(trex + box("mehd", number(0, 4) + number(8000, 4))) + moof + mdat).duration_seconds, 8.0);
  const auto sidx = box("sidx", number(0, 4) + number(1, 4) + number(100, 4) + number(0, 8) + number(0, 2) +
                                    number(1, 2) + number(10, 4) + number(1200, 4) + number(0, 4));
  EXPECT_EQ(scan(ftyp + moov(trex) + sidx + moof + mdat).duration_seconds, 12.0);
  EXPECT_TRUE(scan(ftyp + moov(trex) + moof + mdat).fragmented);
}

TEST(Media, AnOpenEndedAndALargeBoxAreLegal) {
  const auto head = ftyp + box("moov", mvhd(1000, 4000) + video_track(720, 1280));
  EXPECT_TRUE(scan(head + number(0, 4) + "mdat" + "xyz").structure_ok);
  EXPECT_TRUE(scan(head + number(1, 4) + "mdat" + number(19, 8) + "xyz").structure_ok);
}

TEST(Media, AMovieBoxThatIsOpenEndedIsReadToo) {
  const auto movie = mvhd(1000, 4000) + video_track(720, 1280);
  const auto facts = scan(ftyp + box("mdat", "xyz") + number(0, 4) + "moov" + movie, 5);
  EXPECT_TRUE(facts.structure_ok) << facts.problem;
  EXPECT_EQ(facts.width, 720);
  EXPECT_EQ(facts.duration_seconds, 4.0);
  ASSERT_EQ(facts.boxes.size(), 3U);
  EXPECT_EQ(facts.boxes[2].size, movie.size() + 8);
  EXPECT_FALSE(scan(ftyp + box("mdat", "xyz") + number(0, 4) + "moov" + std::string(9U << 20U, '\0')).has_video_track);
}

TEST(Media, BoxesBeyondTheListedOnesChangeNothingInTheList) {
  std::string bytes = ftyp + box("moov", mvhd(1000, 4000) + video_track(720, 1280));
  for (int i = 0; i < 100; ++i) bytes += box("free", "1234");
  const auto facts = scan(bytes + number(0, 4) + "mdat" + "xyz");
  EXPECT_TRUE(facts.structure_ok) << facts.problem;
  ASSERT_EQ(facts.boxes.size(), 64U);
  EXPECT_EQ(facts.boxes.back().type, "free");
  EXPECT_EQ(facts.boxes.back().size, 12U);
  EXPECT_TRUE(facts.boxes.back().complete);
}

TEST(Media, EveryTruncationIsNoticed) {
  const auto whole = plain();
  for (std::size_t size = 8; size < whole.size(); ++size) {
    const auto facts = scan(whole.substr(0, size));
    EXPECT_FALSE(facts.structure_ok) << size;
    EXPECT_FALSE(facts.problem.empty()) << size;
  }
}

TEST(Media, LyingSizesAreProblemsAndNeverCrash) {
  EXPECT_FALSE(scan(number(4, 4) + "ftypisom").structure_ok);
  EXPECT_FALSE(scan(ftyp + number(0xFFFFFFFFU, 4) + "moov" + "abc").structure_ok);
  EXPECT_FALSE(scan(ftyp + number(1, 4) + "moov" + number(~std::uint64_t{0}, 8) + "abc").structure_ok);
  EXPECT_FALSE(scan(ftyp + box("moov", number(0xFFFFFFFFU, 4) + "mvhd") + box("mdat", "x")).has_video_track);
  EXPECT_FALSE(scan(ftyp + box("moov", box("trak", box("tkhd", "x") + box("mdia", box("hdlr", "")))) + box("mdat", ""))
                   .has_video_track);
}

TEST(Media, OtherBytesAreNamed) {
  EXPECT_EQ(scan("").kind, "empty");
  EXPECT_EQ(scan("  {\"error\":{}}").kind, "json");
  EXPECT_EQ(scan("\n<!DOCTYPE html><html>").kind, "html");
  EXPECT_EQ(scan("\x1A\x45\xDF\xA3 webm").kind, "webm");
  EXPECT_EQ(scan(std::string("RIFF\x10\0\0\0WEBPVP8 ", 16)).kind, "webp");
  EXPECT_EQ(scan("\xFF\xD8\xFF\xE0").kind, "jpeg");
  EXPECT_EQ(scan("not a video, sorry").kind, "text");
  EXPECT_EQ(scan(std::string("\0\1\2\3\4\5\6\7\x80", 9)).kind, "unknown");
}

}  // namespace
}  // namespace vidspec::core
