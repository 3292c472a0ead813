#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/lifecycle.h"
#include "core/operation.h"
#include "core/requirement.h"
#include "core/schema.h"
#include "core/text.h"

namespace vidspec::core {

/// A sentence in both languages that is data (manifest), not code.
struct LocalText {
  std::string en;
  std::string zh;
};

/// A document that requirements are quoted from.
struct Document {
  std::string id;  ///< short name that sources refer to
  std::string title;
  std::string url;  ///< may be empty
};

/// How requests authenticate.
struct Auth {
  bool required = true;
  Binding binding;
};

/// One operation as the profile maps it to the wire.
struct OperationSpec {
  Operation operation{};
  std::string method;                                      ///< upper case
  std::string path;                                        ///< relative to the base path, with `{id}`: "/videos/{id}"
  std::vector<std::pair<std::string, std::string>> query;  ///< fixed query members, `{id}` allowed: {"id","{id}"}
  std::vector<std::string> encodings;    ///< request media types; the first is what stock clients send
  std::vector<int> success;              ///< documented success statuses
  std::string request;                   ///< name of the request schema; empty: no body
  std::string response;                  ///< "task", "list", "deleted", "character", or empty: bytes
  std::vector<std::string> variants;     ///< content only: documented values of `variant`
  std::vector<std::string> media_types;  ///< content only: documented media types of the default variant
  bool optional = false;                 ///< not core: `<op>.supported` is judged first
  bool probed = true;                    ///< false: mapped for recorded traffic, never sent by a run
  Binding binding;
};

/// What a model offers and costs.
struct Model {
  struct Price {
    std::vector<std::string> sizes;  ///< empty: every size
    double per_second = 0;
  };
  std::string id;
  std::vector<std::string> sizes;    ///< canonical "WxH" or the dialect's word
  std::vector<std::string> seconds;  ///< canonical decimal text
  std::vector<Price> prices;         ///< empty: unknown
};

/// Where canonical request values go in the create body (JSON pointers, empty: the dialect has no such field).
struct CreateFields {
  std::string model, prompt, seconds, size, width, height, image;
  bool seconds_is_number = false;
  bool image_is_list = false;
};

/// A value that one place of the documentation allows and another forbids; or any value, when `accept` is empty.
struct Ambiguity {
  std::string check;                ///< the id of the requirement whose failure becomes a note
  std::vector<std::string> accept;  ///< compact JSON of the accepted values; empty: all
  std::string when;  ///< the one case of a behaviour check that it covers ("prefix-dropped"); empty: every case
  Source source;
  LocalText reason;
};

/// What an error situation is documented to answer.
struct ErrorSpec {
  std::vector<int> statuses;  ///< documented or expected statuses
};

/// One dialect of the API: everything that checks, probes and mock know about it. Data only; immutable once loaded.
struct Profile {
  std::string id;
  LocalText title;
  LocalText summary;
  std::string requirements;  ///< the frozen requirement set, "2026-11"
  std::vector<Document> documents;
  std::string base_path;  ///< "/v1"
  Auth auth;
  std::map<Operation, OperationSpec> operations;
  std::map<std::string, Json> schemas;     ///< by file stem without ".schema": "task", "error", "create.request", …
  std::map<std::string, Schema> compiled;  ///< the same, compiled strictly
  std::map<std::string, std::string> fields;  ///< canonical field name → JSON pointer in the task object
  std::map<std::string, std::string>
      units;  ///< "created_at" → "seconds"|"milliseconds"; "progress" → "percent"|"fraction"
  std::map<std::string, Stage> stages;  ///< wire status word → stage
  std::map<Stage, std::string> words;   ///< the word that the mock says for a stage (the first listed)
  std::vector<Model> models;
  CreateFields create_fields;
  Json create_default;  ///< the cheapest documented create body, prompt included
  std::map<std::string, ErrorSpec>
      errors;                         ///< by situation: "no-key", "wrong-key", "unknown-id", "invalid", "not-ready"
  std::vector<std::string> download;  ///< how a completed task is fetched: "content", "result_url", in this order
  std::map<std::string, Binding>
      rules;  ///< binding of behaviour checks by id, where the document says more than our default
  std::vector<Ambiguity> ambiguities;
  std::string currency;         ///< of the price table; empty: unknown
  double price_multiplier = 1;  ///< default group multiplier
  std::map<std::string, std::string>
      poll_hints;  ///< response header → unit, e.g. "openai-poll-after-ms" → "milliseconds"
  Json mock;       ///< how the mock shows itself where the document leaves it open (manifest member `mock`); null: its
                   ///< defaults
  std::vector<FieldRequirement> requirements_of_fields;  ///< derived from the schemas
  std::string sha256;                                    ///< over all files of the folder, names included

  [[nodiscard]] auto operation(Operation operation) const -> const OperationSpec*;
  [[nodiscard]] auto schema(std::string_view name) const -> const Schema*;
  /// The value of a canonical field in a task object, or nullptr (absent or not mapped).
  [[nodiscard]] auto field(const Json& task, std::string_view canonical) const -> const Json*;
  /// The stage of a wire word; nothing for a word that the profile does not know.
  [[nodiscard]] auto stage_of(std::string_view word) const -> std::optional<Stage>;
  /// The ambiguity that covers a failure of that check with that value (nullptr: the member is absent). A behaviour
  /// check that knows cases names the one it met in `when`; an entry for one case covers no other.
  [[nodiscard]] auto ambiguity(std::string_view check, const Json* value, std::string_view when = {}) const
      -> const Ambiguity*;
};

/// The names of the built-in profiles, in documentation order ("openai" first).
auto builtin_profiles() -> std::vector<std::string>;

/// A built-in profile by name, or a folder with a profile.json. Throws InputError with file and pointer.
auto load_profile(const std::string& name_or_path) -> std::shared_ptr<const Profile>;

/// One mistake in a profile folder.
struct ProfileMistake {
  std::string file;
  std::string pointer;
  std::string message;  ///< what is wrong and what to write instead
};

/// Every mistake in a profile folder; empty means it can be loaded.
auto check_profile(const std::string& name_or_path) -> std::vector<ProfileMistake>;

}  // namespace vidspec::core
