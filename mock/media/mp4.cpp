#include "mock/media/mp4.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "mock/media/byte_pieces.h"

namespace vidspec::mock {

namespace {

constexpr std::uint32_t timescale = 1000;
constexpr std::int64_t picture_ms = 500;
constexpr std::int64_t most_pictures = 7200;  // longer videos show each picture longer

void put16(std::string& to, std::uint32_t value) {
  to.push_back(static_cast<char>(value >> 8U));
  to.push_back(static_cast<char>(value));
}
void put32(std::string& to, std::uint32_t value) {
  put16(to, value >> 16U);
  put16(to, value);
}
void put64(std::string& to, std::uint64_t value) {
  put32(to, static_cast<std::uint32_t>(value >> 32U));
  put32(to, static_cast<std::uint32_t>(value));
}
auto words(std::initializer_list<std::uint32_t> values) -> std::string {
  std::string bytes;
  for (const auto value : values) put32(bytes, value);
  return bytes;
}
auto box(std::string_view type, std::initializer_list<std::string_view> content) -> std::string {
  std::string bytes;
  put32(bytes, 0);
  bytes += type;
  for (const auto part : content) bytes += part;
  std::string size;
  put32(size, static_cast<std::uint32_t>(bytes.size()));
  return bytes.replace(0, 4, size);
}

const std::string& unity_matrix() {
  static const std::string matrix = words({0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000});
  return matrix;
}

// Which pictures are shown, and for how long.
struct Plan {
  std::uint32_t duration = 0;
  std::uint32_t pictures = 0;
  std::uint32_t each = 0;
  std::uint32_t last = 0;
};

auto plan_pictures(core::Millis duration) -> Plan {
  const std::int64_t whole = std::clamp<std::int64_t>(duration.count(), 1, 1'000'000'000);
  const std::int64_t count = std::clamp<std::int64_t>((whole + picture_ms - 1) / picture_ms, 1, most_pictures);
  const std::int64_t each = count == most_pictures ? whole / count : std::min(picture_ms, whole);
  return {static_cast<std::uint32_t>(whole), static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(each),
          static_cast<std::uint32_t>(whole - each * (count - 1))};
}

auto sample_entry(const Frames& frames) -> std::string {
  std::string entry = words({0, 1, 0, 0, 0, 0});
  put16(entry, static_cast<std::uint32_t>(frames.width));
  put16(entry, static_cast<std::uint32_t>(frames.height));
  entry += words({0x480000, 0x480000, 0});
  put16(entry, 1);
  entry.append(32, '\0');
  put16(entry, 0x18);
  put16(entry, 0xFFFF);
  return entry;
}

auto avc_config(const Frames& frames) -> std::string {
  std::string config("\x01", 1);
  config += frames.sps.substr(1, 3);
  config += "\xFF\xE1";
  put16(config, static_cast<std::uint32_t>(frames.sps.size()));
  config += frames.sps;
  config += '\x01';
  put16(config, static_cast<std::uint32_t>(frames.pps.size()));
  config += frames.pps;
  return box("avcC", {config});
}

auto sample_table(const Frames& frames, const Plan& plan, std::uint32_t first_offset) -> std::string {
  std::string times =
      plan.pictures > 1 ? words({0, 2, plan.pictures - 1, plan.each, 1, plan.last}) : words({0, 1, 1, plan.last});
  std::string sizes = words({0, 0, plan.pictures});
  for (std::uint32_t i = 0; i < plan.pictures; ++i) {
    put32(sizes, static_cast<std::uint32_t>(frames.pictures[i % frames.pictures.size()].size() + 4));
  }
  const std::string description = box("avc1", {sample_entry(frames), avc_config(frames)});
  return box("stbl", {box("stsd", {words({0, 1}), description}), box("stts", {times}),
                      box("stsc", {words({0, 1, 1, plan.pictures, 1})}), box("stsz", {sizes}),
                      box("stco", {words({0, 1, first_offset})})});
}

auto movie_box(const Frames& frames, const Plan& plan, std::uint32_t first_offset) -> std::string {
  const auto width = static_cast<std::uint32_t>(frames.width) << 16U;
  const auto height = static_cast<std::uint32_t>(frames.height) << 16U;
  const std::string movie = words({0, 0, 0, timescale, plan.duration, 0x10000, 0x01000000, 0, 0}) + unity_matrix() +
                            words({0, 0, 0, 0, 0, 0, 2});
  const std::string track = words({3, 0, 0, 1, 0, plan.duration, 0, 0, 0, 0}) + unity_matrix() + words({width, height});
  const std::string media = words({0, 0, 0, timescale, plan.duration, 0x55C40000});
  const std::string handler = words({0, 0, 0x76696465, 0, 0, 0}) + std::string("vidspec\0", 8);
  const std::string data = box("dinf", {box("dref", {words({0, 1}), box("url ", {words({1})})})});
  const std::string information =
      box("minf", {box("vmhd", {words({1, 0, 0})}), data, sample_table(frames, plan, first_offset)});
  return box(
      "moov",
      {box("mvhd", {movie}),
       box("trak", {box("tkhd", {track}), box("mdia", {box("mdhd", {media}), box("hdlr", {handler}), information})})});
}

// The pictures with their lengths, viewed from the frames that the source keeps alive.
class Mp4 : public BytePieces {
 public:
  explicit Mp4(std::shared_ptr<const Frames> frames) : frames_(std::move(frames)) {}

 private:
  std::shared_ptr<const Frames> frames_;
};

void pad(BytePieces& file, std::uint64_t total) {
  if (total < file.size() + 16) return;
  const std::uint64_t size = total - file.size();
  std::string head;
  if (size <= UINT32_MAX) {
    put32(head, static_cast<std::uint32_t>(size));
    head += "free";
  } else {
    put32(head, 1);
    head += "free";
    put64(head, size);
  }
  const std::uint64_t rest = size - head.size();
  file.add_text(std::move(head));
  file.add_zeros(rest);
}

}  // namespace

auto mux_mp4(const std::shared_ptr<const Frames>& frames, const Mp4Options& options)
    -> std::shared_ptr<const http::ByteSource> {
  const Plan plan = plan_pictures(options.duration);
  const std::string type = box("ftyp", {"isom", words({0x200}), "isomiso2avc1mp41"});
  const std::string tag = box("free", {options.tag});
  const std::size_t before = type.size() + movie_box(*frames, plan, 0).size() + tag.size() + 8;
  std::string head = type + movie_box(*frames, plan, static_cast<std::uint32_t>(before)) + tag;
  std::uint64_t media = 8;
  std::vector<std::string> lengths;
  for (const auto picture : frames->pictures) put32(lengths.emplace_back(), static_cast<std::uint32_t>(picture.size()));
  for (std::uint32_t i = 0; i < plan.pictures; ++i) media += frames->pictures[i % frames->pictures.size()].size() + 4;
  put32(head, static_cast<std::uint32_t>(media));
  head += "mdat";

  auto file = std::make_shared<Mp4>(frames);
  file->add_text(std::move(head));
  for (std::uint32_t i = 0; i < plan.pictures; ++i) {
    file->add_text(lengths[i % lengths.size()]);
    file->add_static(frames->pictures[i % frames->pictures.size()]);
  }
  pad(*file, options.total_size);
  return file;
}

}  // namespace vidspec::mock
