#include "mock/service/render.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/digest.h"
#include "core/text.h"
#include "mock/service/json_text.h"
#include "mock/service/shape.h"

namespace vidspec::mock {

namespace {

// The canonical field that lives at a pointer, or nothing.
auto canonical(const core::Profile& profile, const std::string& pointer) -> std::string_view {
  for (const auto& [name, where] : profile.fields) {
    if (where == pointer) return name;
  }
  return {};
}

auto leads_to_a_field(const core::Profile& profile, const std::string& pointer) -> bool {
  for (const auto& [name, where] : profile.fields) {
    if (where.size() > pointer.size() && where.starts_with(pointer) && where[pointer.size()] == '/') return true;
  }
  return false;
}

void append_fraction(std::string& to, int percent) {
  std::array<char, 16> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), percent / 100.0).ptr;
  to.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

// A lenient mock takes any text for a number.
auto is_number(const std::string& text) -> bool { return core::Json::parse(text, nullptr, false).is_number(); }

void append_time(std::string& to, core::Instant when, bool milliseconds) {
  append_integer(to, milliseconds ? core::unix_millis(when) : core::unix_seconds(when));
}

}  // namespace

struct TaskRenderer::Subject {
  const Task& task;
  const TaskView& view;
  const RenderContext& context;
};

TaskRenderer::TaskRenderer(const core::Profile& profile) {
  for (const auto stage : {core::Stage::queued, core::Stage::running, core::Stage::completed, core::Stage::failed}) {
    const auto word = profile.words.find(stage);
    words_[static_cast<std::size_t>(stage)] =
        json_string(word == profile.words.end() ? core::name(stage) : word->second);
  }
  const auto schema = profile.schemas.find("task");
  members_ = compile(profile, schema == profile.schemas.end() ? core::Json::object() : schema->second, "");
}

auto TaskRenderer::compile(const core::Profile& profile, const core::Json& schema, const std::string& pointer) const
    -> std::vector<Node> {
  std::vector<Node> nodes;
  if (!schema.contains("properties")) return nodes;
  for (const auto& name : members_in_order(schema)) {
    const core::Json& member = schema["properties"][name];
    const std::string at = core::pointer_append(pointer, name);
    Node node = compile_member(profile, member, at, is_required(schema, name));
    if (node.slot == Slot::fixed && node.fixed.empty()) continue;
    node.key = json_string(name) + ":";
    nodes.push_back(std::move(node));
  }
  return nodes;
}

auto TaskRenderer::compile_member(const core::Profile& profile, const core::Json& schema, const std::string& pointer,
                                  bool required) const -> Node {
  static const std::map<std::string_view, Slot> slots = {{"id", Slot::id},
                                                         {"model", Slot::model},
                                                         {"status", Slot::status},
                                                         {"progress", Slot::progress},
                                                         {"created_at", Slot::created_at},
                                                         {"completed_at", Slot::completed_at},
                                                         {"expires_at", Slot::expires_at},
                                                         {"updated_at", Slot::updated_at},
                                                         {"seconds", Slot::seconds},
                                                         {"size", Slot::size},
                                                         {"prompt", Slot::prompt},
                                                         {"remixed_from", Slot::remixed_from},
                                                         {"result_url", Slot::result_url},
                                                         {"error.code", Slot::error_code},
                                                         {"error.message", Slot::error_message},
                                                         {"object", Slot::fixed},
                                                         {"error", Slot::error_text}};
  Node node{.null_when_absent = required && allows(schema, "null")};
  const std::string_view name = canonical(profile, pointer);
  if (const auto slot = slots.find(name); slot != slots.end()) node.slot = slot->second;
  if (const auto unit = profile.units.find(std::string(name)); unit != profile.units.end()) {
    node.milliseconds = unit->second == "milliseconds";
    node.fraction = unit->second == "fraction";
  }
  node.as_number = !allows(schema, "string") && allows_number(schema);
  if (name == "error" && schema.contains("properties") && !allows(schema, "string")) {
    node.slot = Slot::error_group;
    node.members = compile(profile, schema, pointer);
    for (const auto& [key, member] : schema["properties"].items()) {
      if (key == "type" && allows(member, "string"))
        node.members.push_back({.key = "\"type\":", .slot = Slot::error_type});
    }
  } else if (name.empty() && leads_to_a_field(profile, pointer)) {
    node.slot = Slot::group;
    node.members = compile(profile, schema, pointer);
  } else if (schema.contains("const")) {
    node.slot = Slot::fixed;
    node.fixed = schema["const"].dump();
  } else if (name == "object") {
    node.fixed = "\"video\"";
  } else if (name.empty() && required && schema.contains("default")) {
    node.fixed = schema["default"].dump();
  } else if (name.empty() && node.null_when_absent) {
    node.fixed = "null";
  }
  return node;
}

auto TaskRenderer::append_value(std::string& to, const Node& node, const Subject& subject) const -> bool {
  const Task& task = subject.task;
  const TaskView& view = subject.view;
  switch (node.slot) {
    case Slot::fixed:
      to += node.fixed;
      return true;
    case Slot::id:
      append_string(to, task.id);
      return true;
    case Slot::model:
      append_string(to, task.model);
      return true;
    case Slot::status:
      to += word(view.stage);
      return true;
    case Slot::progress:
      node.fraction ? append_fraction(to, view.progress) : append_integer(to, view.progress);
      return true;
    case Slot::created_at:
      append_time(to, task.created, node.milliseconds);
      return true;
    case Slot::updated_at:
      append_time(to, view.updated_at, node.milliseconds);
      return true;
    case Slot::completed_at:
      if (view.completed_at) append_time(to, *view.completed_at, node.milliseconds);
      return view.completed_at.has_value();
    case Slot::expires_at:
      if (view.expires_at) append_time(to, *view.expires_at, node.milliseconds);
      return view.expires_at.has_value();
    case Slot::seconds:
      node.as_number&& is_number(task.seconds) ? void(to += task.seconds) : append_string(to, task.seconds);
      return true;
    case Slot::size:
      append_string(to, task.size);
      return true;
    case Slot::prompt:
      append_string(to, task.prompt);
      return true;
    case Slot::remixed_from:
      if (task.made_by != core::Operation::remix) return false;
      append_string(to, task.source_id);
      return true;
    case Slot::result_url:
      if (view.stage != core::Stage::completed) return false;
      append_string(to, std::string(subject.context.origin) + file_path(task.id, subject.context.files_key));
      return true;
    case Slot::group:
      return append_members(to, node.members, subject);
    case Slot::error_group:
      return view.error != nullptr && append_members(to, node.members, subject);
    case Slot::error_text:
    case Slot::error_message:
      if (view.error != nullptr) append_string(to, view.error->message);
      return view.error != nullptr;
    case Slot::error_code:
      if (view.error != nullptr) append_string(to, view.error->code);
      return view.error != nullptr;
    case Slot::error_type:
      to += "\"video_generation_error\"";
      return true;
  }
  return false;
}

auto TaskRenderer::append_members(std::string& to, const std::vector<Node>& members, const Subject& subject) const
    -> bool {
  const std::size_t begin = to.size();
  to += '{';
  for (const Node& node : members) {
    const std::size_t before = to.size();
    if (before > begin + 1) to += ',';
    to += node.key;
    if (append_value(to, node, subject)) continue;
    if (node.null_when_absent) {
      to += "null";
    } else {
      to.resize(before);
    }
  }
  to += '}';
  return true;
}

void TaskRenderer::append(std::string& to, const Task& task, const TaskView& view, const RenderContext& context) const {
  append_members(to, members_, Subject{task, view, context});
}

auto file_signature(std::string_view id, std::string_view files_key) -> std::string {
  return core::sha256_hex(std::string(files_key) + "|" + std::string(id)).substr(0, 32);
}

auto file_path(std::string_view id, std::string_view files_key) -> std::string {
  return std::string(files_path) + core::percent_encode(id) + ".mp4?sig=" + file_signature(id, files_key);
}

}  // namespace vidspec::mock
