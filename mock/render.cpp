#include "mock/render.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/digest.h"
#include "core/text.h"
#include "mock/json_text.h"

namespace vidspec::mock {

namespace {

auto allows(const core::Json& schema, std::string_view type) -> bool {
  const auto found = schema.find("type");
  if (found == schema.end()) return false;
  if (found->is_string()) return found->get_ref<const std::string&>() == type;
  for (const auto& item : *found) {
    if (item == type) return true;
  }
  return false;
}

auto allows_number(const core::Json& schema) -> bool { return allows(schema, "integer") || allows(schema, "number"); }

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

auto is_required(const core::Json& schema, const std::string& name) -> bool {
  const auto required = schema.find("required");
  if (required == schema.end() || !required->is_array()) return false;
  return std::find(required->begin(), required->end(), core::Json(name)) != required->end();
}

// Members as documentation shows them: in the order of `required`, then the rest by name.
auto members_in_order(const core::Json& schema) -> std::vector<std::string> {
  std::vector<std::string> names;
  const auto& properties = schema["properties"];
  if (const auto required = schema.find("required"); required != schema.end()) {
    for (const auto& name : *required) {
      if (properties.contains(name.get_ref<const std::string&>())) names.push_back(name.get<std::string>());
    }
  }
  for (const auto& [name, member] : properties.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
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

namespace {

/// The JSON text of a value that a documented member may have where the mock knows nothing better.
auto anything_for(const core::Json& member, const std::string& text) -> std::string {
  if (member.contains("enum")) return member["enum"].at(0).dump();
  if (allows(member, "null")) return "null";
  if (allows(member, "string")) return text.empty() ? "\"unknown\"" : text;
  if (allows_number(member)) return "0";
  return allows(member, "boolean") ? "false" : "[]";
}

auto value_of(const Values& values, std::string_view name) -> std::string {
  for (const auto& [key, json] : values) {
    if (key == name) return json;
  }
  return {};
}

}  // namespace

auto fill(const core::Json& schema, const Values& values) -> std::string {
  std::string text = "{";
  if (!schema.contains("properties")) return "{}";
  for (const auto& name : members_in_order(schema)) {
    const core::Json& member = schema["properties"][name];
    auto value = value_of(values, name);
    const bool fits = value.empty() || value.front() != '"' || !member.contains("type") || allows(member, "string");
    if (!fits) value.clear();
    if (member.contains("const")) {
      value = member["const"].dump();
    } else if (value.empty() && member.contains("properties")) {
      value = fill(member, values);
    } else if (value.empty() && is_required(schema, name)) {
      value = anything_for(member, value_of(values, other_texts));
    }
    if (value.empty()) continue;
    if (text.size() > 1) text += ',';
    text += json_string(name) + ":" + value;
  }
  return text + "}";
}

auto render_error(const core::Profile& profile, const ApiError& error) -> std::string {
  static const core::Json usual = {
      {"properties",
       {{"error",
         {{"type", "object"}, {"properties", {{"code", {}}, {"message", {}}, {"param", {}}, {"type", {}}}}}}}}};
  const auto schema = profile.schemas.find("error");
  const auto or_null = [](const std::string& text) { return text.empty() ? std::string("null") : json_string(text); };
  return fill(schema == profile.schemas.end() ? usual : schema->second, {{"message", json_string(error.message)},
                                                                         {"type", json_string(error.type)},
                                                                         {"param", or_null(error.param)},
                                                                         {"code", or_null(error.code)},
                                                                         {"data", "null"},
                                                                         {other_texts, json_string(error.message)}});
}

}  // namespace vidspec::mock
