#include "core/requirement.h"

#include <array>
#include <utility>

namespace vidspec::core {

namespace {

template <typename T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<Level, 3> level_names = {{{Level::must, "must"}, {Level::should, "should"}, {Level::may, "may"}}};

constexpr Names<Provenance, 5> provenance_names = {{{Provenance::required, "required"},
                                                    {Provenance::typed, "typed"},
                                                    {Provenance::prose, "prose"},
                                                    {Provenance::example, "example"},
                                                    {Provenance::inferred, "inferred"}}};

constexpr Names<Assertion, 8> assertion_names = {{{Assertion::present, "present"},
                                                  {Assertion::nullable_absent, "nullable-absent"},
                                                  {Assertion::null, "null"},
                                                  {Assertion::type, "type"},
                                                  {Assertion::enum_, "enum"},
                                                  {Assertion::const_, "const"},
                                                  {Assertion::range, "range"},
                                                  {Assertion::format, "format"}}};

template <typename T, std::size_t N>
auto name_in(const Names<T, N>& names, T value) -> std::string_view {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return {};
}

template <typename T, std::size_t N>
auto parse_in(const Names<T, N>& names, std::string_view text) -> std::optional<T> {
  for (const auto& [value, name] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace

auto name(Level level) -> std::string_view { return name_in(level_names, level); }
auto parse_level(std::string_view text) -> std::optional<Level> { return parse_in(level_names, text); }

auto name(Provenance provenance) -> std::string_view { return name_in(provenance_names, provenance); }
auto parse_provenance(std::string_view text) -> std::optional<Provenance> { return parse_in(provenance_names, text); }

auto name(Assertion assertion) -> std::string_view { return name_in(assertion_names, assertion); }

auto default_level(Provenance provenance) -> Level {
  return provenance == Provenance::required || provenance == Provenance::typed ? Level::must : Level::should;
}

}  // namespace vidspec::core
