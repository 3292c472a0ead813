#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile.h"
#include "http/message.h"

namespace vidspec::conformance::selftest {

/// What a bend may look at: one call to the server, its place in the run, and the true answer's stage.
struct Call {
  const core::Profile& profile;
  const http::Request& request;
  std::optional<core::Operation> operation;
  std::string id;  ///< that was asked about, decoded
  enum class Key { none, wrong, right } key = Key::right;
  int nth = 0;                       ///< of this operation, from 1
  int polls = 0;                     ///< retrieves of this id with the right key so far, from 1
  int seen_in_stage = 0;             ///< how often this id was shown in its present stage, from 1
  std::optional<core::Stage> stage;  ///< of the task that the answer shows, before it was bent
  int status = 0;                    ///< of the true answer
  std::string first_id;              ///< the id of the first create
  int creates = 0;                   ///< accepted so far
  int films = 0;                     ///< whole videos sent so far, this one included

  [[nodiscard]] auto is(core::Operation wanted) const -> bool { return operation == wanted; }
  [[nodiscard]] auto query(std::string_view name) const -> std::string;
};

using BendJson = std::function<void(core::Json&, const Call&)>;
using BendReply = std::function<void(http::Response&, const Call&)>;
using When = std::function<bool(const Call&)>;

/// One way in which a server differs from the mock: a pure function on its answers. A line of a table.
struct Bend {
  std::string id;
  std::string_view profiles;    ///< by blanks; "*": all
  std::string caught_by;        ///< faults: the check that must be red; empty for legal variations
  std::string_view says;        ///< what the server does
  BendJson task;                ///< every task object, wherever it is shown
  BendJson error;               ///< every JSON body of a refusal
  BendJson body;                ///< every other JSON body
  BendReply reply;              ///< the finished answer
  std::string_view setup = {};  ///< what the run needs: "fail", "all", "short"; by blanks
};

// Bends of tasks, by canonical field name where there is one, else by wire name.
auto put(std::string field, core::Json value) -> BendJson;
auto drop(std::string field) -> BendJson;
auto change(std::string field, std::function<core::Json(const core::Json&, const Call&)> how) -> BendJson;
auto when(When condition, BendJson bend) -> BendJson;
auto all_of(std::vector<BendJson> bends) -> BendJson;

// Bends of bodies by JSON pointer.
auto set(std::string pointer, core::Json value) -> BendJson;
auto erase(std::string pointer) -> BendJson;

// Bends of answers.
auto reply_when(When condition, BendReply bend) -> BendReply;
auto status(int code) -> BendReply;
auto header(std::string name, std::string value) -> BendReply;
auto without_header(std::string name) -> BendReply;
/// The whole answer replaced by JSON, HTML or nothing.
auto answer(int code, core::Json json) -> BendReply;
auto html(int code) -> BendReply;
auto text(int code, std::string body, std::string type) -> BendReply;
auto edit_text(std::function<std::string(std::string)> how) -> BendReply;
/// The bytes of a download changed.
auto bytes(std::function<std::string(std::string)> how) -> BendReply;
auto delivery(std::function<void(http::Delivery&)> how) -> BendReply;

// Moments.
auto at(core::Operation operation) -> When;
auto in_stage(core::Stage stage) -> When;
auto poll_in(core::Stage stage) -> When;
auto good() -> When;     ///< answers 2xx
auto refusal() -> When;  ///< answers 4xx or 5xx
auto unknown_id() -> When;
auto with_key(Call::Key key) -> When;
auto both(When a, When b) -> When;
auto film() -> When;  ///< a whole video goes out, from the content operation or a result URL
auto variant(std::string name) -> When;

/// The bytes that an answer carries, whatever carries them.
auto bytes_of(const http::Response& response) -> std::string;

/// The wire word of a stage.
auto word(const Call& call, core::Stage stage) -> std::string;

/// A task as the dialect shows a new one, made up.
auto invented_task(const Call& call) -> core::Json;

// One line of a table: a bend of one kind alone.
auto on_task(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson task,
             std::string_view setup = {}) -> Bend;
auto on_error(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson error,
              std::string_view setup = {}) -> Bend;
auto on_body(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendJson body,
             std::string_view setup = {}) -> Bend;
auto on_reply(std::string id, std::string_view profiles, std::string caught_by, std::string_view says, BendReply reply,
              std::string_view setup = {}) -> Bend;

// The tables, one per file.
auto field_faults() -> const std::vector<Bend>&;
auto lifecycle_faults() -> const std::vector<Bend>&;
auto content_faults() -> const std::vector<Bend>&;
auto part_faults() -> const std::vector<Bend>&;
auto error_faults() -> const std::vector<Bend>&;
auto transport_faults() -> const std::vector<Bend>&;
auto request_faults() -> const std::vector<Bend>&;
auto acceptance_faults() -> const std::vector<Bend>&;
auto list_faults() -> const std::vector<Bend>&;
auto derived_faults() -> const std::vector<Bend>&;
/// The hand-written tables above, in one list.
auto fault_tables() -> std::vector<const std::vector<Bend>*>;
auto legal_variations() -> const std::vector<Bend>&;
auto legal_wire_variations() -> const std::vector<Bend>&;
auto legal_forms() -> const std::vector<Bend>&;
/// The three tables above, in one list.
auto legal_tables() -> std::vector<const std::vector<Bend>*>;
auto null_targets() -> const std::vector<Bend>&;
auto canary() -> const Bend&;

/// One fault for each documented field and assertion of a profile: missing, null, of another type, of another value.
auto schema_faults(const core::Profile& profile) -> std::vector<Bend>;

/// Whether a bend is played to a profile.
auto is_for(const Bend& bend, const core::Profile& profile) -> bool;

/// Why a surviving fault is no fault in a profile, or empty.
auto excuse_for(std::string_view fault, std::string_view profile) -> std::string_view;

/// Wraps a server so that every answer is bent. The bend must outlive what is returned.
auto bent(const core::Profile& profile, const Bend& bend, http::Exchange server) -> http::Exchange;

}  // namespace vidspec::conformance::selftest
