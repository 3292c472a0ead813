// The server of http/ with a handler about as heavy as a mock's: what the wire costs, before the dialect.
#include <unistd.h>

#include <cstdio>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "http/server.h"

namespace {

using vidspec::http::Request;
using vidspec::http::Response;

class Tasks {
 public:
  auto handle(const Request& request) -> Response {
    const auto path = vidspec::http::path_of(request.url);
    if (request.method == "POST") return create(request);
    const std::scoped_lock lock(mutex_);
    const auto found = tasks_.find(std::string(path.substr(path.rfind('/') + 1)));
    return found == tasks_.end() ? json(404, {{"error", {{"message", "no such task"}}}}) : json(200, found->second);
  }

 private:
  static auto json(int status, const nlohmann::json& value) -> Response {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = value.dump()};
  }

  auto create(const Request& request) -> Response {
    const auto body = nlohmann::json::parse(request.body, nullptr, false);
    if (!body.is_object()) return json(400, {{"error", {{"message", "not JSON"}}}});
    const std::scoped_lock lock(mutex_);
    auto id = tasks_.empty() ? std::string("video_1") : "video_" + std::to_string(tasks_.size() + 1);
    nlohmann::json task = {{"id", id},
                           {"object", "video"},
                           {"model", body.value("model", "sora-2")},
                           {"progress", 0},
                           {"status", "queued"},
                           {"created_at", 1764649117},
                           {"seconds", "4"},
                           {"size", "720x1280"},
                           {"prompt", body.value("prompt", "")},
                           {"error", nullptr},
                           {"completed_at", nullptr},
                           {"expires_at", nullptr},
                           {"quality", "hd"},
                           {"remixed_from_video_id", nullptr}};
    auto answer = json(200, task);
    tasks_.emplace(std::move(id), std::move(task));
    return answer;
  }

  std::mutex mutex_;
  std::map<std::string, nlohmann::json> tasks_;
};

}  // namespace

auto main(int argc, char** argv) -> int {
  Tasks tasks;
  vidspec::http::Server server({.port = argc > 1 ? std::atoi(argv[1]) : 0},
                               [&tasks](const Request& request) { return tasks.handle(request); });
  server.start();
  std::printf("http://127.0.0.1:%d\n", server.port());
  std::fflush(stdout);
  ::pause();
}
