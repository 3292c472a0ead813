#include "mock/media/frames.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace vidspec::mock {

namespace {

constexpr int sps_type = 7;
constexpr int pps_type = 8;
constexpr int idr_type = 5;

// Bits as H.264 writes them.
class Bits {
 public:
  void put(std::uint32_t value, int count) {
    for (int bit = count - 1; bit >= 0; --bit) {
      byte_ = static_cast<std::uint8_t>(unsigned{byte_} << 1U | ((value >> static_cast<unsigned>(bit)) & 1U));
      if (++filled_ == 8) flush();
    }
  }
  // Exp-Golomb, unsigned.
  void ue(std::uint32_t value) {
    int length = 0;
    while ((value + 1) >> static_cast<unsigned>(length + 1) != 0) ++length;
    put(0, length);
    put(value + 1, length + 1);
  }
  void align() {
    while (filled_ != 0) put(0, 1);
  }
  void fill(std::uint8_t value, int count) { bytes_.append(static_cast<std::size_t>(count), static_cast<char>(value)); }
  void end() {
    put(1, 1);
    align();
  }
  // The NAL unit: its header, then the payload with emulation prevention.
  auto unit(std::uint8_t header) const -> std::string {
    std::string nal(1, static_cast<char>(header));
    int zeros = 0;
    for (const char c : bytes_) {
      if (zeros >= 2 && static_cast<unsigned char>(c) <= 3) {
        nal.push_back(3);
        zeros = 0;
      }
      zeros = c == 0 ? zeros + 1 : 0;
      nal.push_back(c);
    }
    return nal;
  }

 private:
  void flush() {
    bytes_.push_back(static_cast<char>(byte_));
    byte_ = 0;
    filled_ = 0;
  }
  std::string bytes_;
  std::uint8_t byte_ = 0;
  int filled_ = 0;
};

auto plain_sps(int width, int height, int columns, int rows) -> std::string {
  Bits bits;
  bits.put(66, 8);    // baseline
  bits.put(0xC0, 8);  // constrained
  bits.put(columns * rows > 36864 ? 62 : 51, 8);
  bits.ue(0);  // parameter set id
  bits.ue(0);  // four bits of frame_num
  bits.ue(2);  // picture order = decoding order
  bits.ue(0);  // reference frames
  bits.put(0, 1);
  bits.ue(static_cast<std::uint32_t>(columns - 1));
  bits.ue(static_cast<std::uint32_t>(rows - 1));
  bits.put(3, 2);  // frames only, direct 8x8
  const int right = (columns * 16 - width) / 2;
  const int bottom = (rows * 16 - height) / 2;
  const bool cropped = right != 0 || bottom != 0;
  bits.put(cropped ? 1 : 0, 1);
  if (cropped) {
    bits.ue(0);
    bits.ue(static_cast<std::uint32_t>(right));
    bits.ue(0);
    bits.ue(static_cast<std::uint32_t>(bottom));
  }
  bits.put(0, 1);  // no usability information
  bits.end();
  return bits.unit(0x67);
}

auto plain_pps() -> std::string {
  Bits bits;
  bits.ue(0);
  bits.ue(0);
  bits.put(0, 2);  // CAVLC, no bottom field order
  for (int i = 0; i < 3; ++i) bits.ue(0);
  bits.put(0, 3);  // no weighted prediction
  for (int i = 0; i < 3; ++i) bits.ue(0);
  bits.put(4, 3);  // slices say how they are deblocked
  bits.end();
  return bits.unit(0x68);
}

struct Colour {
  std::uint8_t y, cb, cr;
};

// The first macroblock carries its samples raw; every other one is predicted from its neighbours and adds nothing.
auto plain_picture(int columns, int rows, std::uint32_t number, Colour colour) -> std::string {
  Bits bits;
  bits.ue(0);      // first macroblock
  bits.ue(7);      // intra slices only
  bits.ue(0);      // picture parameter set
  bits.put(0, 4);  // frame_num
  bits.ue(number);
  bits.put(0, 2);  // reference marking
  bits.ue(0);      // quantiser
  bits.ue(1);      // no deblocking
  bits.ue(25);     // raw samples
  bits.align();
  bits.fill(colour.y, 256);
  bits.fill(colour.cb, 64);
  bits.fill(colour.cr, 64);
  for (int block = 1; block < columns * rows; ++block) {
    bits.put(0b0010011, 7);  // 16x16 mean prediction, chroma mean prediction, same quantiser
    if (block == 1 || block == columns) {
      bits.put(0b000011, 6);  // no coefficients, as coded next to a raw macroblock
    } else {
      bits.put(1, 1);
    }
  }
  bits.end();
  return bits.unit(0x65);
}

}  // namespace

auto split_frames(std::string_view annex_b, int width, int height) -> Frames {
  Frames frames{.width = width, .height = height};
  constexpr std::string_view mark("\0\0\1", 3);
  std::size_t at = annex_b.find(mark);
  while (at != std::string_view::npos) {
    const std::size_t begin = at + mark.size();
    at = annex_b.find(mark, begin);
    std::string_view unit = annex_b.substr(begin, at == std::string_view::npos ? at : at - begin);
    while (!unit.empty() && unit.back() == '\0') unit.remove_suffix(1);
    if (unit.empty()) continue;
    const int type = static_cast<unsigned char>(unit.front()) & 0x1F;
    if (type == sps_type) frames.sps = unit;
    if (type == pps_type) frames.pps = unit;
    if (type == idr_type) frames.pictures.push_back(unit);
  }
  return frames;
}

auto plain_frames(int width, int height) -> Frames {
  Frames frames{.width = std::clamp(width, 16, 4096) & ~1, .height = std::clamp(height, 16, 4096) & ~1};
  const int columns = (frames.width + 15) / 16;
  const int rows = (frames.height + 15) / 16;
  frames.own = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{
      plain_sps(frames.width, frames.height, columns, rows), plain_pps(),
      plain_picture(columns, rows, 0, {90, 150, 100}), plain_picture(columns, rows, 1, {150, 100, 150})});
  const auto& own = *frames.own;
  frames.sps = own[0];
  frames.pps = own[1];
  frames.pictures = {own[2], own[3]};
  return frames;
}

}  // namespace vidspec::mock
