#include <gtest/gtest.h>

#include "conformance/testing.h"

namespace vidspec::conformance {
namespace {

using core::Json;
using testing::Story;

auto item(const std::string& id, std::int64_t created = 1764649117) -> Json {
  return Story::task("completed", 100, {{"id", id}, {"created_at", created}});
}

auto page(const std::vector<Json>& items, bool more = false) -> Json {
  return {{"object", "list"},
          {"data", items},
          {"first_id", items.empty() ? Json() : items.front().at("id")},
          {"last_id", items.empty() ? Json() : items.back().at("id")},
          {"has_more", more}};
}

// A whole life, then list answers to these queries.
auto listed(const std::vector<std::pair<std::string, Json>>& pages) -> Story {
  auto story = Story::good();
  for (const auto& [query, body] : pages) story.exchange("list", "GET", "/videos?" + query, 200, body);
  return story;
}

auto answered(int status) -> Story {
  auto story = Story::good();
  return story.exchange("list", "GET", "/videos?limit=20", status,
                        status < 300 ? page({item("video_1")}) : Story::error_body());
}

TEST(List, IsRouted) {
  for (const int status : {404, 405, 501}) EXPECT_EQ(answered(status).verdict("list.supported"), "warn") << status;
  for (const int status : {200, 202, 500}) EXPECT_EQ(answered(status).verdict("list.supported"), "pass") << status;
  EXPECT_EQ(answered(404).verdict("list.status"), "not-applicable") << "one finding is enough";
  EXPECT_EQ(answered(404).verdict("list.object.present"), "not-applicable");
}

TEST(List, TheDocumentedStatus) {
  for (const int status : {500, 202, 400}) EXPECT_EQ(answered(status).verdict("list.status"), "warn") << status;
  EXPECT_EQ(answered(200).verdict("list.status"), "pass");
  EXPECT_EQ(answered(429).verdict("list.status"), "not-observed");
}

TEST(List, RefusesALimitBeyondItsMaximum) {
  const auto told = [](int status) {
    auto story = Story::good();
    story.exchange("list-invalid", "GET", "/videos?limit=101", status, status < 300 ? page({}) : Story::error_body());
    return story.verdict("list.rejects-limit");
  };
  EXPECT_EQ(told(200), "warn");
  EXPECT_EQ(told(206), "warn");
  EXPECT_EQ(told(204), "warn");
  EXPECT_EQ(told(500), "warn");
  EXPECT_EQ(told(400), "pass");
  EXPECT_EQ(told(422), "pass");
  EXPECT_EQ(told(429), "not-observed");
}

TEST(List, ShowsWhatWasCreated) {
  const auto told = [](const std::string& query, const Json& body) {
    return listed({{query, body}}).verdict("list.contains-created");
  };
  EXPECT_EQ(told("limit=20", page({})), "warn");
  EXPECT_EQ(told("limit=20", page({item("other")})), "warn");
  EXPECT_EQ(told("limit=1", page({item("other")}, false)), "warn") << "it says that there is no more";
  EXPECT_EQ(told("limit=20", page({item("other"), item("video_1")})), "pass");
  EXPECT_EQ(told("limit=1", page({item("other")}, true)), "not-observed") << "ours may be on the next page";
  EXPECT_EQ(told("limit=1&after=video_1", page({})), "not-observed");
}

TEST(List, KeepsToTheLimit) {
  const auto told = [](const std::string& query, const std::vector<Json>& items) {
    return listed({{query, page(items)}}).verdict("list.limit");
  };
  EXPECT_EQ(told("limit=1", {item("a"), item("b")}), "warn");
  EXPECT_EQ(told("limit=2", {item("a"), item("b"), item("c")}), "warn");
  EXPECT_EQ(told("order=asc&limit=1", {item("a"), item("b")}), "warn");
  EXPECT_EQ(told("limit=2", {item("a"), item("b")}), "pass");
  EXPECT_EQ(told("limit=20", {item("a")}), "pass");
  EXPECT_EQ(told("limit=many", {item("a")}), "not-observed");
  EXPECT_EQ(told("limit=", {item("a")}), "not-observed");
  EXPECT_EQ(told("order=asc", {item("a")}), "not-observed");
  EXPECT_EQ(told("limit=0", {item("a")}), "not-observed") << "what 0 means is not documented";
}

TEST(List, IsInTheOrderAskedFor) {
  const auto told = [](const std::string& order, const std::vector<int>& times) {
    std::vector<Json> items;
    for (const int time : times) items.push_back(item("t" + std::to_string(items.size()), 1764649100 + time));
    return listed({{"limit=20&order=" + order, page(items)}}).verdict("list.order");
  };
  EXPECT_EQ(told("asc", {3, 2}), "warn");
  EXPECT_EQ(told("desc", {1, 2}), "warn");
  EXPECT_EQ(told("desc", {9, 3, 7}), "warn");
  EXPECT_EQ(told("asc", {1, 2, 3}), "pass");
  EXPECT_EQ(told("desc", {9, 7, 7, 3}), "pass") << "of the same second in either order";
  EXPECT_EQ(told("asc", {}), "pass");
}

TEST(List, CursorsAreThoseOfThePage) {
  const auto told = [](const Json& changes) {
    auto body = page({item("a"), item("b")});
    body.update(changes);
    return listed({{"limit=20", body}}).verdict("list.cursors");
  };
  EXPECT_EQ(told({{"first_id", "b"}}), "warn");
  EXPECT_EQ(told({{"last_id", "a"}}), "warn");
  EXPECT_EQ(told({{"last_id", nullptr}}), "warn");
  EXPECT_EQ(told(Json::object()), "pass");
  EXPECT_EQ(listed({{"limit=20", page({})}}).verdict("list.cursors"), "pass");
  EXPECT_EQ(told({{"more", 1}}), "pass");
}

TEST(List, SaysWhetherThereIsMore) {
  const auto told = [](const Json& says, const std::vector<Json>& next) {
    auto first = page({item("a")}, true);
    first["has_more"] = says;
    return listed({{"limit=1&order=desc", first}, {"limit=1&order=desc&after=a", page(next)}}).verdict("list.has-more");
  };
  EXPECT_EQ(told(false, {item("b")}), "warn");
  EXPECT_EQ(told(true, {}), "warn");
  EXPECT_EQ(told(true, {item("b")}), "pass");
  EXPECT_EQ(told(false, {}), "pass");
  EXPECT_EQ(told("yes", {item("b")}), "not-observed") << "of a wrong type: another requirement";
  EXPECT_EQ(listed({{"limit=1", page({item("a")}, true)}}).verdict("list.has-more"), "not-observed") << "nobody looked";
}

TEST(List, ThePageAfterATaskBeginsBehindIt) {
  const auto told = [](const std::vector<Json>& next) {
    return listed(
               {{"limit=2&order=desc", page({item("a"), item("b")}, true)}, {"limit=2&order=desc&after=b", page(next)}})
        .verdict("list.after");
  };
  EXPECT_EQ(told({item("b"), item("c")}), "warn");
  EXPECT_EQ(told({item("a"), item("b")}), "warn");
  EXPECT_EQ(told({item("c"), item("a")}), "warn");
  EXPECT_EQ(told({item("c"), item("d")}), "pass");
  EXPECT_EQ(told({item("c")}), "pass");
  EXPECT_EQ(told({}), "pass");
}

TEST(List, ShowsEachTaskOnce) {
  const auto told = [](const std::vector<Json>& items) {
    return listed({{"limit=20", page(items)}}).verdict("list.unique");
  };
  EXPECT_EQ(told({item("a"), item("a")}), "warn");
  EXPECT_EQ(told({item("a"), item("b"), item("a")}), "warn");
  EXPECT_EQ(told({item("a"), item("b"), item("b")}), "warn");
  EXPECT_EQ(told({item("a"), item("b")}), "pass");
  EXPECT_EQ(told({item("a"), item("A")}), "pass");
  EXPECT_EQ(told({Story::task("queued", 0, {{"id", ""}}), Story::task("queued", 0, {{"id", ""}})}), "pass")
      << "no id at all";
}

}  // namespace
}  // namespace vidspec::conformance
