#include "conformance/proxy_recorder.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "http/message/multipart_stream.h"

namespace vidspec::conformance {

namespace {

constexpr std::size_t shortest_secret = 6;
constexpr std::size_t most_secrets = 1000;

auto is_media_type(const std::string& type) -> bool {
  return type.starts_with("video/") || type.starts_with("image/") || type.starts_with("audio/") ||
         type == "application/octet-stream" || type == "application/mp4";
}

}  // namespace

/// One exchange on its way through.
class ProxyRecorder::Recording : public http::Passage {
 public:
  Recording(ProxyRecorder& recorder, const http::Request& head) : recorder_(recorder) {
    exchange_.t_ms = (recorder.clock_.now() - recorder.started_).count();
    auto& request = exchange_.request;
    request.method = head.method;
    request.url = head.url;
    request.headers = head.headers;
    request.key_sent = std::any_of(head.headers.begin(), head.headers.end(),
                                   [](const core::Header& header) { return is_credential(header.name); });
    const auto* spec = recorder.router_.match(head.method, head.url).spec;
    content_ = spec != nullptr && spec->operation == core::Operation::content;
    const auto type = core::header_or_empty(head.headers, "Content-Type");
    if (core::media_type(type) == "multipart/form-data") multipart_.emplace(type);
  }

  void sent(std::string_view body) override {
    auto& request = exchange_.request;
    request.body_size += body.size();
    if (multipart_) return multipart_->feed(body);
    request.body.append(body.substr(0, most_request - std::min(most_request, request.body.size())));
  }

  void answered(const http::Response& head) override {
    auto& answer = exchange_.answer;
    answer.status = head.status;
    answer.http_version = head.http_version;
    answer.interim = head.interim;
    answer.headers = head.headers;
    if (content_ || is_media_type(core::media_type(core::header_or_empty(head.headers, "Content-Type"))))
      tap_.emplace();
  }

  void received(std::string_view body) override {
    if (tap_) return tap_->take(body);
    digest_.update(body);
    text_.append(body.substr(0, most_json - std::min(most_json, text_.size())));
  }

  void ended(const http::Response& end) override {
    exchange_.duration_ms = end.duration.count();
    exchange_.first_byte_ms = std::min(end.first_byte, end.duration).count();
    exchange_.failure = end.failure;
    exchange_.failure_detail = end.failure_detail;
    auto& request = exchange_.request;
    if (multipart_) request.parts = multipart_->parts();
    request.body_truncated = multipart_ ? !multipart_->complete() : request.body.size() < request.body_size;
    auto& answer = exchange_.answer;
    if (tap_) {
      tap_->finish(answer, end.failure == core::Failure::none, request.method == "HEAD", recorder_.room_);
    } else {
      answer.body_size = end.received;
      answer.body_sha256 = digest_.hex();
      // Encoded although nobody asked for it: these bytes say nothing about the JSON in them.
      const bool encoded = core::find_header(answer.headers, "Content-Encoding") != nullptr;
      keep_text(answer, text_, text_.size() == end.received && !encoded, recorder_.room_);
    }
    keep_head(answer, recorder_.room_);
    recorder_.add(std::move(exchange_));
  }

 private:
  ProxyRecorder& recorder_;
  core::Exchange exchange_;
  bool content_ = false;
  std::optional<http::MultipartStream> multipart_;
  std::optional<DownloadTap> tap_;
  core::Sha256 digest_;
  std::string text_;
};

ProxyRecorder::ProxyRecorder(const core::Profile& profile, std::string_view upstream, const core::Clock& clock)
    : clock_(clock), started_(clock.now()), router_(profile, upstream) {}

auto ProxyRecorder::open(const http::Request& head) -> std::unique_ptr<http::Passage> {
  learn(head.headers);
  return std::make_unique<Recording>(*this, head);
}

auto ProxyRecorder::take() -> std::vector<core::Exchange> {
  const std::scoped_lock lock(mutex_);
  auto ended = std::move(ended_);
  ended_.clear();
  return ended;
}

auto ProxyRecorder::secrets() -> std::vector<std::string> {
  const std::scoped_lock lock(mutex_);
  return secrets_;
}

void ProxyRecorder::add(core::Exchange exchange) {
  const std::scoped_lock lock(mutex_);
  exchange.number = next_++;
  ended_.push_back(std::move(exchange));
}

void ProxyRecorder::learn(const core::Headers& headers) {
  const std::scoped_lock lock(mutex_);
  for (const auto& header : headers) {
    if (!is_credential(header.name)) continue;
    const auto blank = header.value.find(' ');
    const auto key = core::iequals(header.name, "Authorization") && blank != std::string::npos
                         ? header.value.substr(blank + 1)
                         : header.value;
    if (key.size() < shortest_secret || secrets_.size() == most_secrets) continue;
    if (std::find(secrets_.begin(), secrets_.end(), key) == secrets_.end()) secrets_.push_back(key);
  }
}

}  // namespace vidspec::conformance
