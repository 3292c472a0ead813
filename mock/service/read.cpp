#include <charconv>

#include "core/digest.h"
#include "core/text.h"
#include "mock/media/byte_pieces.h"
#include "mock/service.h"
#include "mock/service/json_text.h"

namespace vidspec::mock {

namespace {

constexpr std::size_t usual_page = 20;

// The query of a list as its schema sees it: `limit` is a number where the text is one.
auto list_query(std::string_view target) -> core::Json {
  core::Json query = core::Json::object();
  for (const auto& [name, value] : http::parse_query(http::query_of(target))) {
    if (!is_utf8(name) || !is_utf8(value)) continue;
    std::int64_t number = 0;
    const char* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number);
    query[name] = name == "limit" && read.ec == std::errc{} && read.ptr == end ? core::Json(number) : core::Json(value);
  }
  return query;
}

auto hours_of(core::Millis span) -> std::string { return std::to_string(span.count() / 3'600'000); }

class StaticBytes : public BytePieces {
 public:
  explicit StaticBytes(std::string_view bytes) { add_static(bytes); }
};

}  // namespace

auto Service::retrieve(const Call& call) -> http::Response {
  if (call.task == nullptr) return unknown_video(call.id);
  std::string body;
  body.reserve(512);
  renderer_.append(body, *call.task, poll(*call.task, call.now), call.context);
  return ok(call.operation, std::move(body));
}

auto Service::list(const Call& call) -> http::Response {
  const core::Json query = list_query(call.request.url);
  if (profile_->schema("list.query") != nullptr) {
    if (auto error = judge_query(*profile_, query)) return refuse(*error);
  }
  const auto page = store_.page(call.owner, {.limit = query.value("limit", usual_page),
                                             .ascending = query.value("order", "desc") == "asc",
                                             .after = query.value("after", "")});
  if (!page) return unknown_video(query.value("after", ""));
  std::string data = "[";
  for (const auto& task : page->tasks) {
    if (data.size() > 1) data += ',';
    renderer_.append(data, *task, look(*task, call.now), call.context);
  }
  const auto id_or_null = [&](bool first) {
    if (page->tasks.empty()) return std::string("null");
    return json_string(first ? page->tasks.front()->id : page->tasks.back()->id);
  };
  const Values values = {{"object", "\"list\""},
                         {"data", data + "]"},
                         {"first_id", id_or_null(true)},
                         {"last_id", id_or_null(false)},
                         {"has_more", page->has_more ? "true" : "false"}};
  return ok(call.operation, fill(profile_->schemas.at(call.operation.response), values));
}

auto Service::remove(const Call& call) -> http::Response {
  if (call.task == nullptr || !store_.remove(call.task->id)) return unknown_video(call.id);
  const Values values = {{"id", json_string(call.task->id)}, {"object", "\"video.deleted\""}, {"deleted", "true"}};
  return ok(call.operation, fill(profile_->schemas.at(call.operation.response), values));
}

auto Service::not_downloadable(const Task& task, const TaskView& view) const -> std::optional<ApiError> {
  if (view.stage == core::Stage::failed) {
    return ApiError{.status = status_of("not-ready", 404),
                    .message = "Video generation failed; there is no content to download."};
  }
  if (view.stage != core::Stage::completed) {
    const auto* retrieve = profile_->operation(core::Operation::retrieve);
    std::string path = profile_->base_path + (retrieve == nullptr ? std::string() : retrieve->path);
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "{video_id}");
    return ApiError{.status = status_of("not-ready", 404),
                    .message = "Video is not ready yet, use GET " + path + " to check status."};
  }
  if (view.expired) {
    return ApiError{.status = status_of("expired", 404),
                    .message = "The video is no longer available. Downloads expire after " +
                               hours_of(task.course.expires_after) + " hours."};
  }
  return std::nullopt;
}

auto Service::content(const Call& call) -> http::Response {
  if (call.task == nullptr) return unknown_video(call.id);
  std::string variant = "video";
  for (auto& [name, value] : http::parse_query(http::query_of(call.request.url))) {
    if (name == "variant") variant = repeatable(value);
  }
  const auto& variants = call.operation.variants;
  if (!variants.empty() && std::find(variants.begin(), variants.end(), variant) == variants.end()) {
    return refuse(invalid_value("variant", variant, variants));
  }
  if (const auto error = not_downloadable(*call.task, look(*call.task, call.now))) return refuse(*error);
  const auto& types = call.operation.media_types;
  return download(*call.task, variants.empty() ? "video" : variant, types.empty() ? "video/mp4" : types.front());
}

auto Service::video(const Task& task) -> std::shared_ptr<const http::ByteSource> {
  return media_.video(task.pixels,
                      {.duration = task.duration, .tag = "vidspec " + task.id, .total_size = content_size_});
}

auto Service::download(const Task& task, std::string_view variant, std::string_view media_type) -> http::Response {
  http::Response response{.status = 200};
  std::string name = "video.mp4";
  if (variant == "thumbnail") {
    response.source = std::make_shared<StaticBytes>(media_.image(task.pixels, "webp"));
    media_type = "image/webp";
    name = "thumbnail.webp";
  } else if (variant == "spritesheet") {
    response.source = std::make_shared<StaticBytes>(media_.image(task.pixels, "jpg"));
    media_type = "image/jpeg";
    name = "spritesheet.jpg";
  } else {
    response.source = video(task);
  }
  const std::string tag =
      core::sha256_hex(task.id + "|" + std::string(variant) + "|" + std::to_string(response.source->size()));
  response.headers = {{"Content-Type", std::string(media_type)},
                      {"Accept-Ranges", "bytes"},
                      {"ETag", "\"" + tag.substr(0, 32) + "\""},
                      {"Content-Disposition", "attachment; filename=\"" + name + "\""},
                      {"Cache-Control", "private"}};
  return response;
}

auto file_id(std::string_view target) -> std::string {
  std::string_view path = http::path_of(target);
  path.remove_prefix(std::min(path.size(), files_path.size()));
  if (path.ends_with(".mp4")) path.remove_suffix(4);
  return core::percent_decode(path);
}

auto Service::file(std::string_view target, core::Instant now) -> http::Response {
  const std::string id = file_id(target);
  const auto task = store_.find(id);
  if (task == nullptr) return unknown_video(id);
  std::string signature;
  for (auto& [name, value] : http::parse_query(http::query_of(target))) {
    if (name == "sig") signature = std::move(value);
  }
  if (signature != file_signature(id, files_key_)) {
    return refuse(
        {.status = 403, .message = "The signature of this URL is missing or wrong.", .code = "invalid_signature"});
  }
  if (const auto error = not_downloadable(*task, look(*task, now))) return refuse(*error);
  return download(*task, "video", "video/mp4");
}

}  // namespace vidspec::mock
