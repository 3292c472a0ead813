#include "core/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace vidspec::core {

namespace {

constexpr std::size_t max_duplicates = 16;
/// Builds the value from parser events, within a depth, and remembers where members occur twice.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  auto null() -> bool override { return add(nullptr); }
  auto boolean(bool value) -> bool override { return add(value); }
  auto number_integer(number_integer_t value) -> bool override { return add(value); }
  auto number_unsigned(number_unsigned_t value) -> bool override { return add(value); }
  auto number_float(number_float_t value, const string_t& /*text*/) -> bool override { return add(value); }
  auto string(string_t& value) -> bool override { return add(std::move(value)); }
  auto binary(binary_t& /*value*/) -> bool override { return false; }
  auto start_object(std::size_t /*size*/) -> bool override { return open(Json::object()); }
  auto start_array(std::size_t /*size*/) -> bool override { return open(Json::array()); }
  auto end_object() -> bool override { return close(); }
  auto end_array() -> bool override { return close(); }

  auto key(string_t& name) -> bool override {
    Frame& frame = frames_.back();
    const auto [entry, fresh] = frame.value->get_ref<Json::object_t&>().try_emplace(std::move(name));
    frame.key = &entry->first;
    frame.slot = &entry->second;
    if (!fresh) {
      if (duplicates_.size() < max_duplicates) duplicates_.push_back(pointer());
      *frame.slot = nullptr;
    }
    return true;
  }

  auto parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& error) -> bool override {
    position_ = position;
    error_ = error.what();
    return false;
  }

  [[nodiscard]] auto root() -> Json& { return root_; }
  [[nodiscard]] auto duplicates() -> std::vector<std::string>& { return duplicates_; }
  [[nodiscard]] auto too_deep() const -> bool { return too_deep_; }
  [[nodiscard]] auto too_many() const -> bool { return values_ > limits_.max_values; }
  [[nodiscard]] auto position() const -> std::size_t { return position_; }
  [[nodiscard]] auto error() const -> const std::string& { return error_; }
  [[nodiscard]] auto pointer() const -> std::string {
    std::string result;
    for (const Frame& frame : frames_) {
      if (frame.key != nullptr) {
        result = pointer_append(result, *frame.key);
      } else if (!frame.value->empty()) {
        result = pointer_append(result, std::to_string(frame.value->size() - 1));
      }
    }
    return result;
  }

 private:
  /// A container that is being filled. `key` and `slot` are those of the member at hand; arrays have none.
  struct Frame {
    Json* value;
    const std::string* key = nullptr;
    Json* slot = nullptr;
  };

  auto place(Json&& value) -> Json* {
    if (frames_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Frame& frame = frames_.back();
    if (frame.slot != nullptr) {
      *frame.slot = std::move(value);
      return frame.slot;
    }
    auto& array = frame.value->get_ref<Json::array_t&>();
    array.push_back(std::move(value));
    return &array.back();
  }
  auto add(Json&& value) -> bool {
    if (++values_ > limits_.max_values) return false;
    place(std::move(value));
    return true;
  }
  auto open(Json&& container) -> bool {
    too_deep_ = frames_.size() >= limits_.max_depth;
    if (too_deep_ || ++values_ > limits_.max_values) return false;
    frames_.push_back({place(std::move(container))});
    return true;
  }
  auto close() -> bool {
    frames_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  Json root_;
  std::vector<Frame> frames_;
  std::vector<std::string> duplicates_;
  bool too_deep_ = false;
  std::size_t values_ = 0;
  std::size_t position_ = 0;
  std::string error_;
};

/// What the parser complained about, without its own prefix and with the offending token cut short.
auto complaint(const std::string& what, std::string_view text, std::size_t position) -> std::string {
  const std::string_view before = text.substr(0, std::min(position, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto newline = before.rfind('\n');
  const auto column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
  std::string_view reason = what;
  if (const auto prefix = reason.find(": ");
      reason.find("parse error") != std::string_view::npos && prefix != std::string_view::npos) {
    reason.remove_prefix(prefix + 2);
  } else if (const auto bracket = reason.find("] "); bracket != std::string_view::npos) {
    reason.remove_prefix(bracket + 2);
  }
  const Json shown = std::string(reason.substr(0, 400));
  std::string clean = show(shown, 200);
  clean = clean.substr(1, clean.ends_with('"') ? clean.size() - 2 : std::string::npos);
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + clean;
}

auto failed(std::string error) -> JsonResult { return {nullptr, std::move(error), {}}; }

}  // namespace

auto parse_json(std::string_view text, const JsonLimits& limits) -> JsonResult {
  if (text.size() > limits.max_bytes) {
    return failed("larger than " + std::to_string(limits.max_bytes) + " bytes");
  }
  if (text.empty()) return failed("line 1, column 1: empty, a JSON value was expected");
  // The parser takes a NUL byte for the end of its input.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return failed(complaint("a NUL byte is not allowed in JSON", text, nul + 1));
  }
  Builder builder(limits);
  const bool parsed = Json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.too_deep()) {
    return failed("nested deeper than " + std::to_string(limits.max_depth) + " levels, at " +
                  elide(builder.pointer(), 120));
  }
  if (builder.too_many()) return failed("more than " + std::to_string(limits.max_values) + " values");
  if (!parsed) return failed(complaint(builder.error(), text, builder.position()));
  return {std::make_shared<const Json>(std::move(builder.root())), {}, std::move(builder.duplicates())};
}

}  // namespace vidspec::core
