#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>

#include "core/file.h"
#include "core/profile.h"

namespace vidspec::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t stride = 3;  // all of them are no wiser than a third

/// One edit of the acme profile and the mistake that has to be found.
struct Case {
  const char* what;
  const char* file;
  const char* patch;    ///< JSON Patch
  const char* where;    ///< file#pointer
  const char* message;  ///< part of it
};

void PrintTo(const Case& row, std::ostream* out) { *out << row.what; }

class Mistake : public testing::TestWithParam<Case> {};

TEST_P(Mistake, IsFoundWithFilePointerAndRemedy) {
  const auto& row = GetParam();
  const auto folder = fs::temp_directory_path() / ("vidspec-check-" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::copy(fs::path(VIDSPEC_SOURCE_DIR) / "fixtures" / "profiles" / "acme", folder);
  const auto file = folder / row.file;
  write_file(file, Json::parse(read_file(file, 1U << 20U)).patch(Json::parse(row.patch)).dump());
  std::string all;
  bool found = false;
  for (const auto& mistake : check_profile(folder.string())) {
    const auto where = mistake.file + "#" + mistake.pointer;
    all += where + ": " + mistake.message + "\n";
    found = found || (where == row.where && mistake.message.find(row.message) != std::string::npos);
  }
  fs::remove_all(folder);
  EXPECT_TRUE(found) << "wanted " << row.where << ": " << row.message << "\ngot\n" << all;
}

INSTANTIATE_TEST_SUITE_P(
    Manifest, Mistake,
    testing::Values(
        Case{"unknown member", "profile.json", R"([{"op":"add","path":"/colour","value":1}])", "profile.json#/colour",
             ""},
        Case{"missing member", "profile.json", R"([{"op":"remove","path":"/title"}])", "profile.json#", "title"},
        Case{"wrong type", "profile.json", R"([{"op":"replace","path":"/documents","value":{}}])",
             "profile.json#/documents", "array"},
        Case{"document twice", "profile.json",
             R"([{"op":"add","path":"/documents/-","value":{"id":"manual","title":"x"}}])",
             "profile.json#/documents/1/id", "rename one"},
        Case{"unknown source", "profile.json",
             R"([{"op":"replace","path":"/operations/create/source","value":"book"}])",
             "profile.json#/operations/create/source", "no document"},
        Case{"no quote", "profile.json", R"([{"op":"remove","path":"/operations/create/quote"}])",
             "profile.json#/operations/create", "has no quote"},
        Case{"no source", "profile.json", R"([{"op":"remove","path":"/auth/source"}])", "profile.json#/auth",
             "names no source"},
        Case{"no request schema", "profile.json",
             R"([{"op":"replace","path":"/operations/create/request","value":"create.requst"}])",
             "profile.json#/operations/create/request", "did you mean \"create.request\"?"},
        Case{"no response schema", "profile.json",
             R"([{"op":"replace","path":"/operations/create/response","value":"character"}])",
             "profile.json#/operations/create/response", "no character.schema.json"},
        Case{"no response", "profile.json", R"([{"op":"remove","path":"/operations/create/response"}])",
             "profile.json#/operations/create", "names no response"},
        Case{"no encoding", "profile.json", R"([{"op":"remove","path":"/operations/create/encodings"}])",
             "profile.json#/operations/create", "no encoding"},
        Case{"no id", "profile.json", R"([{"op":"replace","path":"/operations/delete/path","value":"/clips"}])",
             "profile.json#/operations/delete/path", "has no {id}"},
        Case{"id too many", "profile.json",
             R"([{"op":"replace","path":"/operations/create/path","value":"/clips/{id}"}])",
             "profile.json#/operations/create/path", "nothing fills"},
        Case{
            "route twice", "profile.json",
            R"([{"op":"replace","path":"/operations/delete/method","value":"GET"},{"op":"replace","path":"/operations/delete/path","value":"/clips"}])",
            "profile.json#/operations/delete/path", "routes of their own"},
        Case{
            "content without types", "profile.json",
            R"([{"op":"add","path":"/operations/content","value":{"method":"GET","path":"/clips/{id}/file","success":[200],"provenance":"inferred"}}])",
            "profile.json#/operations/content", "no media types"},
        Case{"field nowhere", "profile.json", R"([{"op":"add","path":"/fields/size","value":"/clip/size"}])",
             "profile.json#/fields/size", "not in task.schema.json"},
        Case{"unit missing", "profile.json", R"([{"op":"remove","path":"/units/created_at"}])", "profile.json#/units",
             "created_at is mapped and has no unit"},
        Case{"unit of nothing", "profile.json", R"([{"op":"add","path":"/units/expires_at","value":"seconds"}])",
             "profile.json#/units/expires_at", "take it out"},
        Case{"word twice", "profile.json", R"([{"op":"add","path":"/statuses/failed/-","value":"waiting"}])",
             "profile.json#/statuses/queued/0", "a word has one stage"},
        Case{"word without stage", "profile.json",
             R"([{"op":"replace","path":"/statuses/running","value":["rendering"]}])", "profile.json#/statuses",
             "\"polishing\" is in the enum"},
        Case{"model twice", "profile.json", R"([{"op":"copy","from":"/models/0","path":"/models/1"}])",
             "profile.json#/models/1/id", "there twice"},
        Case{"price of no size", "profile.json",
             R"([{"op":"replace","path":"/models/0/prices/0/sizes","value":["1x1"]}])",
             "profile.json#/models/0/prices/0/sizes", "no size of this model"},
        Case{"price without currency", "profile.json", R"([{"op":"remove","path":"/price"}])", "profile.json#/models/0",
             "no currency"},
        Case{"size refused", "profile.json", R"([{"op":"add","path":"/models/0/sizes/-","value":"800x600"}])",
             "profile.json#/models/0/sizes", "create.request.frame.w.enum"},
        Case{"length refused", "profile.json", R"([{"op":"add","path":"/models/0/seconds/-","value":"9"}])",
             "profile.json#/models/0/seconds", "length 9 is not accepted"},
        Case{"default refused", "profile.json", R"([{"op":"remove","path":"/create_default/text"}])",
             "profile.json#/create_default", "/text expected a value, found missing"},
        Case{"create field nowhere", "profile.json",
             R"([{"op":"replace","path":"/create_fields/prompt","value":"/prompt"}])",
             "profile.json#/create_fields/prompt", "not in create.request.schema.json"},
        Case{"width alone", "profile.json", R"([{"op":"remove","path":"/create_fields/height"}])",
             "profile.json#/create_fields", "map both or neither"},
        Case{"pointer through text", "profile.json",
             R"([{"op":"replace","path":"/create_fields/prompt","value":"/text/words"}])",
             "profile.json#/create_fields/prompt", "not in create.request.schema.json"},
        Case{"download impossible", "profile.json", R"([{"op":"add","path":"/download/-","value":"content"}])",
             "profile.json#/download/1", "needs the operation"},
        Case{"no url field", "profile.json", R"([{"op":"remove","path":"/fields/result_url"}])",
             "profile.json#/download/0", "needs the field"},
        Case{"rule without form", "profile.json",
             R"([{"op":"add","path":"/rules/lifecycle","value":{"provenance":"inferred"}}])",
             "profile.json#/rules/lifecycle", "not the id of a check"},
        Case{"ambiguity of nothing", "profile.json",
             R"([{"op":"replace","path":"/ambiguities/0/check","value":"task.second.type"}])",
             "profile.json#/ambiguities/0/check", "did you mean \"task.seconds.type\"?"},
        Case{"empty reason", "profile.json", R"([{"op":"replace","path":"/ambiguities/0/reason/zh","value":""}])",
             "profile.json#/ambiguities/0/reason/zh", ""}));

INSTANTIATE_TEST_SUITE_P(
    Schemas, Mistake,
    testing::Values(
        Case{"unknown keyword", "task.schema.json", R"([{"op":"add","path":"/requird","value":[]}])",
             "task.schema.json#/requird", ""},
        Case{"bad pattern", "task.schema.json",
             R"J([{"op":"replace","path":"/properties/clip/properties/ticket/pattern","value":"(?=x)"}])J",
             "task.schema.json#/properties/clip/properties/ticket/pattern", ""},
        Case{"unknown annotation", "task.schema.json", R"([{"op":"add","path":"/x-vidspec/sauce","value":"manual"}])",
             "task.schema.json#/x-vidspec/sauce", "did you mean \"source\"?"},
        Case{"unknown provenance", "task.schema.json", R"([{"op":"replace","path":"/x-vidspec/type","value":"typd"}])",
             "task.schema.json#/x-vidspec/type", "typed"},
        Case{"unknown level", "task.schema.json",
             R"([{"op":"replace","path":"/x-vidspec/type","value":{"provenance":"typed","level":"always"}}])",
             "task.schema.json#/x-vidspec/type/level", "must, should or may"},
        Case{"unknown source", "task.schema.json", R"([{"op":"replace","path":"/x-vidspec/source","value":"book"}])",
             "task.schema.json#/x-vidspec/source", "no document"},
        Case{"no root", "error.schema.json", R"([{"op":"remove","path":"/x-vidspec"}])", "error.schema.json#",
             "x-vidspec"},
        Case{"wrong object", "error.schema.json", R"([{"op":"replace","path":"/x-vidspec/object","value":"task"}])",
             "error.schema.json#/x-vidspec", "\"object\": \"error\""},
        Case{"quote missing", "create.request.schema.json", R"([{"op":"remove","path":"/x-vidspec/quote"}])",
             "create.request.schema.json#/properties/engine", "has no quote"},
        Case{"quote of an answer missing", "task.schema.json",
             R"([{"op":"remove","path":"/properties/clip/properties/done/x-vidspec"}])",
             "task.schema.json#/properties/clip/properties/done", "no quote for its type"},
        Case{"list of files", "create.request.schema.json",
             R"([{"op":"add","path":"/properties/text/x-vidspec","value":{"file":"image/png"}}])",
             "create.request.schema.json#/properties/text/x-vidspec/file", "list of media types"},
        Case{"rejected elsewhere", "create.request.schema.json",
             R"([{"op":"add","path":"/properties/text/x-vidspec","value":{"rejected":"must"}}])",
             "create.request.schema.json#/properties/text/x-vidspec/rejected", "wrong place"}));

void each_node(const Json& node, const std::string& pointer, const std::function<void(const std::string&)>& visit) {
  visit(pointer);
  if (!node.is_structured()) return;
  for (const auto& [key, value] : node.items()) each_node(value, pointer_append(pointer, key), visit);
}

// Whatever stands in the files, the answer is a list of mistakes, never an exception of another kind.
TEST(Mistakes, OfAnyKindAreAnswered) {
  const auto source = fs::path(VIDSPEC_SOURCE_DIR) / "fixtures" / "profiles" / "acme";
  const auto folder = fs::temp_directory_path() / ("vidspec-any-" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::copy(source, folder);
  const std::vector<Json> strangers = {nullptr, 7, "x", Json::array(), Json::object(), -1e300, true};
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(source)) {
    const auto file = folder / entry.path().filename();
    const auto good = Json::parse(read_file(entry.path(), 1U << 20U));
    each_node(good, "", [&](const std::string& pointer) {
      if (++count % stride != 0) return;
      auto changed = good;
      changed[Json::json_pointer(pointer)] = strangers[count / stride % strangers.size()];
      write_file(file, changed.dump());
      EXPECT_NO_THROW(check_profile(folder.string())) << file.filename() << "#" << pointer;
    });
    write_file(file, good.dump());
  }
  fs::remove_all(folder);
  EXPECT_GT(count, 250U);
}

}  // namespace
}  // namespace vidspec::core
