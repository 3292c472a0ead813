// Every scenario in every dialect, over a whole life of a client: nothing breaks that is not meant to, and every
// scenario makes a difference that a client can see.
#include <gtest/gtest.h>

#include <set>

#include "core/text.h"
#include "mock/scenario.h"
#include "mock/state.h"
#include "mock/testing.h"

namespace vidspec::mock {
namespace {

using core::Json;
using core::Millis;
using core::Operation;

// What a client sees of an answer, as one line.
auto seen(const http::Response& response) -> std::string {
  std::string text = std::to_string(response.status);
  for (const auto& header : response.headers) {
    if (header.name != "x-request-id") text += "|" + header.name + ": " + header.value;
  }
  const auto& wire = response.delivery;
  text += "|" + Json{wire.delay.count(),
                     wire.bytes_per_second,
                     wire.stop_after.value_or(0),
                     static_cast<int>(wire.end),
                     wire.headers_first,
                     wire.stall.count(),
                     wire.chunked,
                     wire.bad_chunk,
                     wire.declared_length.value_or(0),
                     wire.raw.value_or(""),
                     wire.no_range}
                    .dump();
  return text + "|" + (response.source ? std::to_string(response.source->size()) + " bytes" : response.body);
}

// A client that does everything that the dialect has, right and wrong, and notes what it sees.
class Client {
 public:
  Client(const std::string& dialect, const std::string& scenario)
      : profile_(profile_of(dialect)),
        bench_(dialect, {.webhook_url = "http://client.test/hook",
                         .webhook_secret = "whsec_c2VjcmV0",
                         .scenario = scenario.empty() ? nullptr : load_scenario(scenario)}) {}

  auto live() -> std::vector<std::string> {
    const auto first = make(true);
    make(false);
    make(true);
    refused_create();
    for (const int wait : {0, 500, 500, 1500, 1500, 1500, 1500, 3000}) {
      pass(Millis{wait});
      look_at(first);
    }
    for (int i = 0; i < 12; ++i) ask(Operation::list, "");
    pass(Millis{60'000});
    look_at(first);
    ask(Operation::retrieve, "unknown-1");
    for (const char* key : {"", "sk-invalid-1"}) {
      bench_.key = key;
      ask(Operation::retrieve, first);
    }
    bench_.key = "sk-test";
    ask(Operation::remove, first);
    ask(Operation::retrieve, first);
    return std::move(notes_);
  }

 private:
  void note(const std::string& what, const http::Response& response) {
    EXPECT_GE(response.status, 100) << what;
    EXPECT_EQ(response.body.find("The mock failed"), std::string::npos) << what << ": " << response.body;
    notes_.push_back(what + " " + seen(response));
  }

  auto make(bool first_encoding) -> std::string {
    const auto& operation = *profile_->operation(Operation::create);
    const auto& encodings = operation.encodings;
    const auto& type = first_encoding ? encodings.front() : encodings.back();
    const auto made = type == "application/json"
                          ? bench_.ask("POST", profile_->base_path + operation.path, profile_->create_default.dump())
                          : bench_.ask("POST", profile_->base_path + operation.path, as_form(), form_type);
    note("create", made);
    // Where the answer was lost or refused, the client of a test knows the task all the same.
    const auto tasks = bench_.mock.state().service.store().newest(1);
    return tasks.empty() ? "none" : tasks.front()->id;
  }
  auto as_form() -> std::string {
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto& [name, value] : profile_->create_default.items())
      fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    return form(fields);
  }
  void refused_create() {
    const auto& operation = *profile_->operation(Operation::create);
    note("bad create", bench_.ask("POST", profile_->base_path + operation.path, "{", "application/json"));
    const auto fields = form({{"seconds", "many"}, {"model", "no-such-model"}});
    note("bad create", bench_.ask("POST", profile_->base_path + operation.path, fields, form_type));
  }

  auto target(const core::OperationSpec& operation, const std::string& id) -> std::string {
    std::string path = profile_->base_path + operation.path;
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, core::percent_encode(id));
    for (const auto& [name, value] : operation.query)
      path += (path.find('?') == std::string::npos ? "?" : "&") + name + "=" + core::percent_encode(id);
    return path;
  }
  auto ask(Operation operation, const std::string& id, core::Headers more = {}) -> http::Response {
    const auto* spec = profile_->operation(operation);
    if (spec == nullptr) return {};
    auto answer = bench_.ask(spec->method, target(*spec, id), "", "", std::move(more));
    note(std::string(core::name(operation)), answer);
    return answer;
  }
  void look_at(const std::string& id) {
    const auto task = bench_.json(ask(Operation::retrieve, id));
    ask(Operation::content, id, {{"Range", "bytes=0-9"}});
    const auto* url = task.is_object() ? profile_->field(task, "result_url") : nullptr;
    constexpr std::string_view here = "http://mock.test";
    if (url != nullptr && url->is_string() && url->get_ref<const std::string&>().starts_with(here))
      note("file", bench_.get(url->get_ref<const std::string&>().substr(here.size())));
  }
  void pass(Millis span) {
    bench_.clock.advance(span);
    bench_.mock.run_webhooks(
        [&](const http::Request& request) {
          std::string text = "webhook " + request.body;
          for (const auto& header : request.headers) text += "|" + header.value;
          notes_.push_back(text);
          return http::Response{.status = 200};
        },
        bench_.clock.now());
  }

  std::shared_ptr<const core::Profile> profile_;
  TestBench bench_;
  std::vector<std::string> notes_;
};

class Lives : public testing::TestWithParam<std::string> {
 protected:
  static auto clean(const std::string& dialect) -> const std::vector<std::string>& {
    static std::map<std::string, std::vector<std::string>> lives;
    auto& life = lives[dialect];
    if (life.empty()) life = Client(dialect, "").live();
    return life;
  }
};
INSTANTIATE_TEST_SUITE_P(Scenario, Lives, testing::ValuesIn(builtin_scenarios()), [](const auto& instance) {
  std::string name = instance.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST_P(Lives, AClientSeesItInTheDialectsThatItConcerns) {
  // What is about a member that the published interface does not have.
  static const std::set<std::string> of_other_dialects = {"polluted-url", "update-time-in-seconds", "url-missing"};
  std::size_t differs = 0;
  for (const auto& dialect : core::builtin_profiles()) {
    const bool differs_here = Client(dialect, GetParam()).live() != clean(dialect);
    differs += differs_here ? 1 : 0;
    if (dialect != "openai") continue;
    EXPECT_NE(differs_here, of_other_dialects.count(GetParam()) > 0);
  }
  EXPECT_GE(differs, 1U) << "it makes no difference to anybody";
}

TEST(ScenarioLives, AClientLivesTheSameLifeTwice) {
  for (const auto& dialect : core::builtin_profiles())
    EXPECT_EQ(Client(dialect, "").live(), Client(dialect, "").live());
  for (const char* name : {"flaky", "jittery", "flaky-connections"})
    EXPECT_EQ(Client("openai", name).live(), Client("openai", name).live()) << name;
}

TEST(ScenarioLives, EveryDeviationThatCanBeExpressedHasAScenario) {
  std::set<std::uint64_t> known;
  for (const auto& name : builtin_scenarios()) {
    const auto deviation = load_scenario(name)->source.value("deviation", Json());
    if (deviation.is_number_unsigned()) known.insert(deviation.get<std::uint64_t>());
  }
  // 54 is about routes that are elsewhere: that is another profile, no scenario.
  for (std::uint64_t number = 1; number <= 58; ++number)
    EXPECT_EQ(known.count(number), number == 54 ? 0U : 1U) << "deviation " << number;
}

}  // namespace
}  // namespace vidspec::mock
