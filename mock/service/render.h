#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/profile.h"
#include "mock/task.h"

namespace vidspec::mock {

/// What a rendered task depends on besides itself.
struct RenderContext {
  std::string_view origin;     ///< "http://127.0.0.1:8080", of the request; result URLs begin with it
  std::string_view files_key;  ///< secret of result URLs
};

/// Writes tasks as a profile's task schema and field pointers say. Compiled once; a call only appends text.
class TaskRenderer {
 public:
  explicit TaskRenderer(const core::Profile& profile);

  /// Appends the task as a JSON object. Documented members that have no value are null where the schema lets them be
  /// null and requires them, else left out.
  void append(std::string& to, const Task& task, const TaskView& view, const RenderContext& context) const;

 private:
  enum class Slot {
    group,
    fixed,
    id,
    model,
    status,
    progress,
    created_at,
    completed_at,
    expires_at,
    updated_at,
    seconds,
    size,
    prompt,
    remixed_from,
    result_url,
    error_group,
    error_text,
    error_code,
    error_message,
    error_type
  };
  struct Node {
    std::string key;  // `"name":`
    Slot slot = Slot::fixed;
    std::string fixed;  // JSON text of a constant
    bool null_when_absent = false;
    bool as_number = false;  // seconds and size parts
    bool milliseconds = false;
    bool fraction = false;
    std::vector<Node> members;
  };
  struct Subject;

  auto compile(const core::Profile& profile, const core::Json& schema, const std::string& pointer) const
      -> std::vector<Node>;
  auto compile_member(const core::Profile& profile, const core::Json& schema, const std::string& pointer,
                      bool required) const -> Node;
  auto append_value(std::string& to, const Node& node, const Subject& subject) const -> bool;
  auto append_members(std::string& to, const std::vector<Node>& members, const Subject& subject) const -> bool;
  [[nodiscard]] auto word(core::Stage stage) const -> const std::string& {
    return words_[static_cast<std::size_t>(stage)];
  }

  std::vector<Node> members_;
  std::string words_[4];  // JSON text of the status words
};

/// Where results are served that have a URL of their own.
inline constexpr std::string_view files_path = "/files/";

/// The task's id in the target of such a URL.
auto file_id(std::string_view target) -> std::string;

/// The path of a task's file below an origin: "/files/<id>.mp4?sig=…".
auto file_path(std::string_view id, std::string_view files_key) -> std::string;

/// The signature in that path.
auto file_signature(std::string_view id, std::string_view files_key) -> std::string;

/// An error of the API in canonical words.
struct ApiError {
  int status = 400;
  std::string message;
  std::string type = "invalid_request_error";
  std::string param;  ///< empty: null
  std::string code;   ///< empty: null
};

/// Named JSON texts.
using Values = std::vector<std::pair<std::string_view, std::string>>;

/// The name in Values of what any further required text says.
constexpr std::string_view other_texts = "*";

/// An object with the members of a schema: constants, the named values, and for required members that have none null or
/// what their type allows. Nested objects are filled from the same values.
auto fill(const core::Json& schema, const Values& values) -> std::string;

/// The error envelope of a profile.
auto render_error(const core::Profile& profile, const ApiError& error) -> std::string;

}  // namespace vidspec::mock
