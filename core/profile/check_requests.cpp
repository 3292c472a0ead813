#include <algorithm>

#include "core/profile/check.h"
#include "core/request_check.h"

namespace vidspec::core {

namespace {

auto with_size(const Profile& profile, Json body, const std::string& size) -> Json {
  const auto& fields = profile.create_fields;
  const auto cross = size.find('x');
  if (!fields.size.empty()) {
    body[Json::json_pointer(fields.size)] = size;
  } else if (!fields.width.empty() && cross != std::string::npos) {
    const auto number = [](const std::string& text) {
      const auto parsed = parse_json(text);
      return parsed ? *parsed.value : Json(text);
    };
    body[Json::json_pointer(fields.width)] = number(size.substr(0, cross));
    body[Json::json_pointer(fields.height)] = number(size.substr(cross + 1));
  }
  return body;
}

auto with_seconds(const Profile& profile, Json body, const std::string& seconds) -> Json {
  const auto& fields = profile.create_fields;
  if (fields.seconds.empty()) return body;
  const auto parsed = parse_json(seconds);
  body[Json::json_pointer(fields.seconds)] = fields.seconds_is_number && parsed ? *parsed.value : Json(seconds);
  return body;
}

class RequestReader {
 public:
  RequestReader(const Profile& profile, const std::string& schema, MistakeList& mistakes)
      : profile_(profile), schema_(schema), mistakes_(mistakes) {}

  void check(const Json& body, const std::string& pointer, const std::string& what) {
    for (const auto& mistake : check_request(profile_, schema_, body)) {
      mistakes_.add(pointer, what + " is not accepted by " + schema_ + ".schema.json: " + mistake.pointer +
                                 " expected " + mistake.expected + ", found " + mistake.actual +
                                 "; correct one of them or add an ambiguity for " + mistake.id);
    }
  }

  void check_fields() {
    const auto& fields = profile_.create_fields;
    if (fields.width.empty() != fields.height.empty()) {
      mistakes_.add("/create_fields", "has one of width and height; map both or neither");
    }
    const std::pair<const char*, const std::string*> named[] = {
        {"model", &fields.model}, {"prompt", &fields.prompt}, {"seconds", &fields.seconds}, {"size", &fields.size},
        {"width", &fields.width}, {"height", &fields.height}, {"image", &fields.image}};
    for (const auto& [field, pointer] : named) {
      if (pointer->empty() || describe_member(profile_.schemas.at(schema_), *pointer) != nullptr) continue;
      mistakes_.add(
          std::string("/create_fields/") + field,
          "\"" + *pointer + "\" is not in " + schema_ + ".schema.json; add the property or correct the pointer");
    }
  }

  void check_model(const Model& model, const std::string& pointer) {
    auto body = profile_.create_default;
    if (!profile_.create_fields.model.empty()) body[Json::json_pointer(profile_.create_fields.model)] = model.id;
    const auto usual = model.sizes.empty() ? body : with_size(profile_, body, model.sizes.front());
    for (const auto& size : model.sizes) check(with_size(profile_, body, size), pointer + "/sizes", "size " + size);
    for (const auto& seconds : model.seconds)
      check(with_seconds(profile_, usual, seconds), pointer + "/seconds", "length " + seconds);
  }

 private:
  const Profile& profile_;
  const std::string& schema_;
  MistakeList& mistakes_;
};

}  // namespace

void check_requests(const Profile& profile, MistakeList& mistakes) {
  const auto* create = profile.operation(Operation::create);
  if (create == nullptr || profile.schema(create->request) == nullptr) return;
  RequestReader reader(profile, create->request, mistakes);
  reader.check_fields();
  if (!mistakes.empty()) return;
  reader.check(profile.create_default, "/create_default", "the default body");
  try {
    for (std::size_t i = 0; i < profile.models.size() && mistakes.empty(); ++i) {
      reader.check_model(profile.models[i], "/models/" + std::to_string(i));
    }
  } catch (const Json::exception&) {
    mistakes.add(
        "/create_default",
        "has something that is no object where a pointer of \"create_fields\" leads through; correct one of them");
  }
}

}  // namespace vidspec::core
