#include "core/profile/parse.h"

namespace vidspec::core {

namespace {

auto text_at(const Json& json, const char* key) -> std::string { return json.value(key, std::string()); }

auto strings_at(const Json& json, const char* key) -> std::vector<std::string> {
  return json.value(key, std::vector<std::string>());
}

auto member(const Json& json, const char* key) -> const Json& {
  static const Json none = Json::object();
  const auto found = json.find(key);
  return found == json.end() ? none : *found;
}

auto local_text(const Json& json) -> LocalText { return {text_at(json, "en"), text_at(json, "zh")}; }

auto binding(const Json& json) -> Binding {
  const auto provenance = parse_provenance(text_at(json, "provenance")).value_or(Provenance::inferred);
  return {parse_level(text_at(json, "level")).value_or(default_level(provenance)),
          provenance,
          {text_at(json, "source"), text_at(json, "quote")}};
}

auto operation_spec(Operation operation, const Json& json) -> OperationSpec {
  OperationSpec spec;
  spec.operation = operation;
  spec.method = text_at(json, "method");
  spec.path = text_at(json, "path");
  for (const auto& [key, value] : member(json, "query").items()) spec.query.emplace_back(key, value.get<std::string>());
  spec.encodings = strings_at(json, "encodings");
  spec.success = json.value("success", std::vector<int>());
  spec.request = text_at(json, "request");
  spec.response = text_at(json, "response");
  spec.variants = strings_at(json, "variants");
  spec.media_types = strings_at(json, "media_types");
  spec.optional = json.value("optional", false);
  spec.probed = json.value("probed", true);
  spec.binding = binding(json);
  return spec;
}

auto model(const Json& json) -> Model {
  Model model{text_at(json, "id"), strings_at(json, "sizes"), strings_at(json, "seconds"), {}};
  for (const auto& price : member(json, "prices")) {
    model.prices.push_back({strings_at(price, "sizes"), price.value("per_second", 0.0)});
  }
  return model;
}

auto create_fields(const Json& json) -> CreateFields {
  return {.model = text_at(json, "model"),
          .prompt = text_at(json, "prompt"),
          .seconds = text_at(json, "seconds"),
          .size = text_at(json, "size"),
          .width = text_at(json, "width"),
          .height = text_at(json, "height"),
          .image = text_at(json, "image"),
          .seconds_is_number = json.value("seconds_is_number", false),
          .image_is_list = json.value("image_is_list", false)};
}

auto ambiguity(const Json& json) -> Ambiguity {
  Ambiguity ambiguity;
  ambiguity.check = text_at(json, "check");
  for (const auto& value : member(json, "accept")) ambiguity.accept.push_back(value.dump());
  ambiguity.when = text_at(json, "when");
  ambiguity.source = {text_at(json, "source"), text_at(json, "quote")};
  ambiguity.reason = local_text(member(json, "reason"));
  return ambiguity;
}

void statuses(const Json& json, Profile& profile) {
  for (const auto& [key, words] : json.items()) {
    const auto stage = parse_stage(key);
    if (!stage) continue;
    for (const auto& word : words) profile.stages.emplace(word.get<std::string>(), *stage);
    if (!words.empty()) profile.words[*stage] = words.front().get<std::string>();
  }
}

}  // namespace

void parse_manifest(const Json& manifest, Profile& profile) {
  profile.id = text_at(manifest, "id");
  profile.title = local_text(member(manifest, "title"));
  profile.summary = local_text(member(manifest, "summary"));
  profile.requirements = text_at(manifest, "requirements");
  for (const auto& document : member(manifest, "documents")) {
    profile.documents.push_back({text_at(document, "id"), text_at(document, "title"), text_at(document, "url")});
  }
  profile.base_path = text_at(manifest, "base_path");
  const auto& auth = member(manifest, "auth");
  profile.auth = {auth.value("required", true), binding(auth)};
  for (const auto& [key, value] : member(manifest, "operations").items()) {
    if (const auto operation = parse_operation(key))
      profile.operations.emplace(*operation, operation_spec(*operation, value));
  }
  profile.fields = member(manifest, "fields").get<std::map<std::string, std::string>>();
  profile.units = member(manifest, "units").get<std::map<std::string, std::string>>();
  statuses(member(manifest, "statuses"), profile);
  for (const auto& json : member(manifest, "models")) profile.models.push_back(model(json));
  profile.create_fields = create_fields(member(manifest, "create_fields"));
  profile.create_default = member(manifest, "create_default");
  for (const auto& [key, value] : member(manifest, "errors").items()) {
    profile.errors[key].statuses = value.value("statuses", std::vector<int>());
  }
  profile.download = strings_at(manifest, "download");
  for (const auto& [key, value] : member(manifest, "rules").items()) profile.rules.emplace(key, binding(value));
  for (const auto& json : member(manifest, "ambiguities")) profile.ambiguities.push_back(ambiguity(json));
  const auto& price = member(manifest, "price");
  profile.currency = text_at(price, "currency");
  profile.price_multiplier = price.value("multiplier", 1.0);
  profile.poll_hints = member(manifest, "poll_hints").get<std::map<std::string, std::string>>();
  profile.mock = member(manifest, "mock");
}

}  // namespace vidspec::core
