#pragma once

#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "core/evidence.h"

namespace vidspec::core {

/// One line of JSON text; bytes that are not UTF-8 become U+FFFD.
auto line_of(const Json& json) -> std::string;

/// The lines of a journal file, by kind. The footer carries the count and the SHA-256 of all lines before it.
auto header_line(const JournalHeader& header) -> Json;
auto exchange_line(const Exchange& exchange) -> Json;
auto gap_line(const Gap& gap) -> Json;
auto footer_line(const Journal& journal, std::size_t lines) -> Json;

/// The reverse. They throw std::exception for a member of a wrong type.
auto header_from(const Json& line) -> JournalHeader;
auto gap_from(const Json& line) -> Gap;
auto spend_from(const Json& footer) -> Spend;

/// What such an exception says to people, without the JSON library's own numbers.
auto reason_of(const std::exception& exception) -> std::string;

}  // namespace vidspec::core
