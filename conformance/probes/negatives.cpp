#include <algorithm>

#include "conformance/requests.h"
#include "core/request_check.h"

namespace vidspec::conformance {

using core::Json;

namespace {

constexpr std::size_t most = 32;
constexpr std::string_view form = "multipart/form-data";
constexpr std::string_view json_type = "application/json";

auto type_of(const Json& property) -> std::string {
  if (!property.contains("type")) return {};
  const auto& type = property.at("type");
  return type.is_string() ? type.get<std::string>() : std::string();
}

auto is_file(const Json& property) -> bool {
  const auto* annotation = core::find_pointer(property, "/x-vidspec/file");
  return annotation != nullptr;
}

/// Collects what a request schema forbids.
class Finder {
 public:
  Finder(const core::Profile& profile, const core::OperationSpec& spec, const Requests& requests)
      : profile_(profile),
        spec_(spec),
        schema_(profile.schemas.at(spec.request)),
        valid_(requests.create_body(requests.prompt(0))),
        requests_(requests),
        prompt_(profile.create_fields.prompt.substr(1)),
        rules_(core::request_rules(profile, spec.request)) {}

  auto find() -> std::vector<Negative> {
    add_malformed();
    each_member([&](const std::string& name, const Json& property) { add_type(name, property); });
    add_file();
    if (schema_.contains("required")) {
      for (const auto& name : schema_.at("required")) add_missing(name.get<std::string>());
    }
    each_member([&](const std::string& name, const Json& property) { add_range(name, property); });
    each_member([&](const std::string& name, const Json& property) { add_enum(name, property); });
    add_unknown_model();
    if (found_.size() > most) found_.resize(most);
    return std::move(found_);
  }

 private:
  auto encoding() const -> std::string {
    return spec_.encodings.empty() ? std::string(json_type) : spec_.encodings.front();
  }
  auto takes(std::string_view type) const -> bool {
    return std::find(spec_.encodings.begin(), spec_.encodings.end(), type) != spec_.encodings.end();
  }

  // Only members that a valid request of ours has: leaving others alone keeps each negative to one mistake.
  void each_member(const std::function<void(const std::string&, const Json&)>& add) {
    if (!schema_.contains("properties")) return;
    for (const auto& [name, property] : schema_.at("properties").items()) {
      if (valid_.contains(name) && property.is_object() && !is_file(property)) add(name, property);
    }
  }

  // Whether the documentation forbids a body, ambiguities apart, strongly enough to expect a refusal.
  auto is_forbidden(const Json& body) const -> bool {
    const auto mistakes = core::check_request(profile_, spec_.request, body);
    return std::any_of(mistakes.begin(), mistakes.end(), [&](const core::RequestMistake& mistake) {
      return std::any_of(rules_.begin(), rules_.end(), [&](const core::RequestRule& rule) {
        return rule.id == mistake.id && rule.rejected != core::Level::may;
      });
    });
  }

  // As a server reads it out of a form, where every value is text.
  auto as_received(const Json& body, std::string_view encoding) const -> Json {
    if (encoding != form) return body;
    Json received = Json::object();
    for (const auto& [name, value] : body.items()) {
      const auto text = value.is_string() ? value.get<std::string>() : value.dump();
      received[name] = value.is_structured() ? value : core::form_value(profile_, spec_.request, name, text);
    }
    return received;
  }

  void add(const std::string& field, std::string violation, std::string_view encoding, Json body) {
    // A prompt of its own tells the job apart, should the server make one of it.
    if (field != prompt_ && body.contains(prompt_)) {
      body[prompt_] = requests_.prompt(1000 + static_cast<int>(found_.size()));
    }
    if (!is_forbidden(as_received(body, encoding))) return;
    found_.push_back({field, std::move(violation), std::string(encoding), std::move(body), {}, {}, {}});
  }

  void add_with(const std::string& field, std::string violation, std::string_view encoding, Json value) {
    Json body = valid_;
    body[field] = std::move(value);
    add(field, std::move(violation), encoding, std::move(body));
  }

  void add_malformed() {
    Negative negative;
    negative.violation = "malformed";
    if (takes(json_type)) {
      negative.encoding = json_type;
      negative.content_type = json_type;
      const auto text = valid_.dump();
      negative.raw = text.substr(0, text.size() / 2);
    } else {
      negative.encoding = form;
      negative.content_type = "multipart/form-data; boundary=b7c1";
      negative.raw = "this body has no part and no boundary";
    }
    found_.push_back(std::move(negative));
  }

  void add_type(const std::string& name, const Json& property) {
    const auto type = type_of(property);
    const bool numeric = type == "integer" || type == "number";
    if (takes(json_type)) {
      add_with(name, "type", json_type, numeric ? Json("not a number") : Json{{"not", "allowed here"}});
    } else if (numeric) {
      add_with(name, "type", form, "not a number");
    }
  }

  // A text where an image belongs.
  void add_file() {
    if (!takes(form) || !schema_.contains("properties")) return;
    for (const auto& [name, property] : schema_.at("properties").items()) {
      if (!property.is_object() || !is_file(property) || valid_.contains(name)) continue;
      http::Part part;
      part.name = name;
      part.content = "This is no image.";
      part.filename = "reference.txt";
      part.content_type = "text/plain";
      part.file = true;
      const auto mistakes = core::check_request(profile_, spec_.request, valid_, {{name, part.content_type}});
      if (mistakes.empty()) continue;
      Json body = valid_;
      body[prompt_] = requests_.prompt(1000 + static_cast<int>(found_.size()));
      found_.push_back({name, "file", std::string(form), std::move(body), {}, {}, std::move(part)});
    }
  }

  // Not in any schema: the documents call the model an open string and list the values in a sentence.
  void add_unknown_model() {
    if (profile_.rules.count("create.rejects-unknown-model") == 0 || profile_.create_fields.model.size() < 2) return;
    const auto member = profile_.create_fields.model.substr(1);
    Json body = valid_;
    body[member] = "no-such-model";
    body[prompt_] = requests_.prompt(1000 + static_cast<int>(found_.size()));
    found_.push_back({member, "unknown-model", encoding(), std::move(body), {}, {}, {}});
  }

  void add_missing(const std::string& name) {
    Json body = valid_;
    body.erase(name);
    add(name, "missing", encoding(), std::move(body));
  }

  void add_range(const std::string& name, const Json& property) {
    if (property.value("minLength", 0) > 0) add_with(name, "range", encoding(), "");
    if (property.contains("maxLength") && property.at("maxLength").is_number_unsigned()) {
      const auto longest = property.at("maxLength").get<std::size_t>();
      if (longest < 100'000) add_with(name, "range", encoding(), std::string(longest + 1, 'x'));
    }
    if (property.contains("minimum")) add_with(name, "range", encoding(), property.at("minimum").get<double>() - 1);
    if (property.contains("maximum")) add_with(name, "range", encoding(), property.at("maximum").get<double>() + 1);
  }

  void add_enum(const std::string& name, const Json& property) {
    if (!property.contains("enum")) return;
    const auto& fields = profile_.create_fields;
    const bool numbers = !property.at("enum").empty() && property.at("enum").front().is_number();
    Json value = "no-such-value";
    if (numbers) value = 7;
    if (!numbers && "/" + name == fields.seconds) value = "7";
    if ("/" + name == fields.size) value = "1x1";
    add_with(name, "enum", encoding(), std::move(value));
  }

  const core::Profile& profile_;
  const core::OperationSpec& spec_;
  const Json& schema_;
  Json valid_;
  const Requests& requests_;
  std::string prompt_;  // the member of the prompt
  std::vector<core::RequestRule> rules_;
  std::vector<Negative> found_;
};

}  // namespace

auto negatives_of(const core::Profile& profile, const Requests& requests) -> std::vector<Negative> {
  const auto* create = profile.operation(core::Operation::create);
  if (create == nullptr || create->request.empty() || profile.schemas.count(create->request) == 0) return {};
  if (profile.create_fields.prompt.size() < 2) return {};
  return Finder(profile, *create, requests).find();
}

}  // namespace vidspec::conformance
