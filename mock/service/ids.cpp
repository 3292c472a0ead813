#include "mock/service/ids.h"

#include <charconv>

#include "core/digest.h"

namespace vidspec::mock {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view crockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::string_view alphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

// An endless repeatable stream of small numbers.
class Stream {
 public:
  explicit Stream(const IdSeed& seed) : seed_(seed.seed), text_(seed.key) {
    text_ += '|';
    text_ += std::to_string(seed.number);
  }
  auto below(std::uint64_t bound) -> std::size_t {
    if (left_ < bound) {
      left_ = core::stable_hash(seed_ + blocks_++ * 0x9E3779B97F4A7C15ULL, text_);
    }
    const auto value = static_cast<std::size_t>(left_ % bound);
    left_ /= bound;
    return value;
  }
  void append(std::string& to, std::string_view digits, int count) {
    for (int i = 0; i < count; ++i) to += digits[below(digits.size())];
  }

 private:
  std::uint64_t seed_;
  std::string text_;
  std::uint64_t blocks_ = 0;
  std::uint64_t left_ = 0;
};

void append_digits(std::string& to, std::uint64_t value, std::string_view digits, unsigned bits, int count) {
  for (int i = count - 1; i >= 0; --i) to += digits[(value >> (bits * static_cast<unsigned>(i))) & (digits.size() - 1)];
}

void append_uuid(std::string& to, Stream& stream) {
  stream.append(to, hex_digits, 8);
  to += '-';
  stream.append(to, hex_digits, 4);
  to += "-4";
  stream.append(to, hex_digits, 3);
  to += '-';
  to += hex_digits[8 + stream.below(4)];
  stream.append(to, hex_digits, 3);
  to += '-';
  stream.append(to, hex_digits, 12);
}

auto count_of(std::string_view word, std::string_view prefix) -> int {
  int count = 0;
  if (word.starts_with(prefix)) std::from_chars(word.data() + prefix.size(), word.data() + word.size(), count);
  return count > 0 && count <= 512 ? count : 0;
}

auto append_word(std::string& to, std::string_view word, const IdSeed& seed, Stream& stream) -> bool {
  if (word == "time8") {
    append_digits(to, static_cast<std::uint64_t>(core::unix_seconds(seed.created)), hex_digits, 4, 8);
  } else if (word == "uuid") {
    append_uuid(to, stream);
  } else if (word == "ulid") {
    append_digits(to, static_cast<std::uint64_t>(core::unix_millis(seed.created)), crockford, 5, 10);
    stream.append(to, crockford, 16);
  } else if (word == "model") {
    to += seed.model;
  } else if (const int hex = count_of(word, "hex"); hex > 0) {
    stream.append(to, hex_digits, hex);
  } else if (const int alnum = count_of(word, "alnum"); alnum > 0) {
    stream.append(to, alphanumeric, alnum);
  } else {
    return false;
  }
  return true;
}

}  // namespace

auto make_id(std::string_view form, const IdSeed& seed) -> std::string {
  Stream stream(seed);
  std::string id;
  while (!form.empty()) {
    const auto end = form.front() == '{' ? form.find('}') : std::string_view::npos;
    if (end != std::string_view::npos && append_word(id, form.substr(1, end - 1), seed, stream)) {
      form.remove_prefix(end + 1);
    } else {
      id += form.front();
      form.remove_prefix(1);
    }
  }
  return id;
}

}  // namespace vidspec::mock
