#include "mock/scenario/faults.h"

#include <array>

#include "mock/scenario/fault_body.h"
#include "mock/scenario/fault_wire.h"

namespace vidspec::mock {

auto faults() -> std::span<const Fault> {
  static constexpr std::array table = {
      Fault{"respond", "answers with this status, headers and error, JSON or text instead", true, respond},
      Fault{"lose", "answers as if there were no such task", true, lose},
      Fault{"redirect",
            "sends the client elsewhere: `file` for the task's file, `file-abroad` for it under another name of the "
            "host, or a URL",
            true, redirect},
      Fault{"status", "changes the status alone", false, change_status},
      Fault{"patch", "applies a JSON Patch (RFC 6902); paths may begin with a canonical field, `@status`", false,
            patch_body},
      Fault{"reshape", "builds the body anew; \"$/pointer\" stands for parts of the real one", false, reshape_body},
      Fault{"words", "says other status words", false, change_words},
      Fault{"convert", "writes one value in another type or unit", false, convert_value},
      Fault{"malformed", "breaks the JSON: cut, comma, quote, utf8, nan, empty, bom, twice", false, break_json},
      Fault{"content_type", "names another media type; empty: none", false, change_content_type},
      Fault{"headers", "sets and removes headers", false, change_headers},
      Fault{"delay", "waits before the first byte: fixed, uniform or log-normal", false, delay},
      Fault{"drip", "sends the body at so many bytes a second", false, drip},
      Fault{"stall", "stops sending for a while, after the head or within the body", false, stall},
      Fault{"close", "closes the connection before the answer, after its head, or within the body", false,
            close_connection},
      Fault{"reset", "resets the connection, likewise", false, reset_connection},
      Fault{"truncate", "serves only the beginning of the body, with a length that fits", false, truncate},
      Fault{"length", "declares a Content-Length that is wrong by so many bytes", false, wrong_length},
      Fault{"chunked", "sends the body in chunks (legal)", false, send_chunked},
      Fault{"bad_chunk", "sends a malformed chunk size", false, send_bad_chunk},
      Fault{"raw", "sends exactly these bytes and closes", false, send_raw},
      Fault{"no_range", "ignores Range (legal)", false, ignore_range},
  };
  return table;
}

auto find_fault(std::string_view name) -> const Fault* {
  for (const Fault& fault : faults()) {
    if (fault.name == name) return &fault;
  }
  return nullptr;
}

}  // namespace vidspec::mock
