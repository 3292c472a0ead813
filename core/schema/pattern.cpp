#include "core/schema/pattern.h"

#include <re2/re2.h>

namespace vidspec::core::schema {

namespace {

constexpr std::size_t max_pattern_bytes = 64U << 10U;

}  // namespace

Pattern::Pattern(std::unique_ptr<const re2::RE2> expression) : expression_(std::move(expression)) {}
Pattern::~Pattern() = default;

auto Pattern::compile(std::string_view source, std::string& reason) -> std::unique_ptr<const Pattern> {
  if (source.size() > max_pattern_bytes) {
    reason = "longer than " + std::to_string(max_pattern_bytes) + " bytes";
    return nullptr;
  }
  std::string translated;
  if (!translate_pattern(source, translated, reason)) return nullptr;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  auto expression = std::make_unique<const re2::RE2>(translated, options);
  if (!expression->ok()) {
    reason = expression->error();
    return nullptr;
  }
  return std::unique_ptr<const Pattern>(new Pattern(std::move(expression)));
}

auto Pattern::found_in(std::string_view text) const -> bool {
  return expression_->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace vidspec::core::schema
