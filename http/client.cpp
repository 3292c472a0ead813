#include "http/client.h"

#include <exception>

#include "core/text.h"
#include "http/client/easy.h"
#include "http/client/failure.h"
#include "http/client/head.h"
#include "http/client/library.h"
#include "http/outgoing.h"
#include "http/syntax.h"

namespace vidspec::http {

namespace {

using core::Failure;
using core::Millis;
using std::chrono::steady_clock;

// One exchange: what libcurl calls back into.
class Transfer {
 public:
  Transfer(const ClientOptions& options, const Request& request)
      : options_(options),
        request_(request),
        head_(options.max_header_bytes, request.method == "HEAD"),
        start_(steady_clock::now()) {}

  auto run(const Handles& handles) -> Response {
    auto* easy = handles.easy.get();
    Request seen;
    if (auto problem = make_outgoing(request_, seen, options_.user_agent); !problem.empty()) {
      stop(Failure::refused, std::move(problem));
    } else {
      const auto lines = lines_of(seen.headers, {"Expect", "Accept-Encoding", "Content-Type"});
      const auto url = resolve_url(request_.url, request_.url);
      const auto proxy = Client::proxy_for(url);
      configure(easy, seen);
      const bool reads = request_.method == "GET" || request_.method == "HEAD";
      set_route(easy, url, proxy, lines.get(), request_.once || !reads);
      auto* multi = handles.multi_for(url);
      conclude(easy, carry(multi, easy, [&] { return goes_on(multi); }));
    }
    response_.duration = since_start();
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(response_);
  }

 private:
  [[nodiscard]] auto since_start() const -> Millis {
    return std::chrono::duration_cast<Millis>(steady_clock::now() - start_);
  }

  void stop(Failure failure, std::string detail) {
    if (response_.failure != Failure::none) return;
    response_.failure = failure;
    response_.failure_detail = std::move(detail);
  }

  void configure(CURL* easy, const Request& seen) {
    curl().easy_reset(easy);
    set_rules(easy, options_.ca_file);
    curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                       static_cast<long>(std::max<std::int64_t>(1, request_.timeout.count())));
    // Nothing is asked for (no such line is sent), yet what comes encoded all the same is decoded, within max_body.
    curl().easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    set_method(easy, seen);
    curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl().easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl().easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  }

  void set_method(CURL* easy, const Request& seen) {
    body_ = seen.body;
    if (seen.method == "HEAD") {
      curl().easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (core::find_header(seen.headers, "Content-Length") != nullptr) {
      curl().easy_setopt(easy, CURLOPT_POST, 1L);
      curl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
      curl().easy_setopt(easy, CURLOPT_POSTFIELDS, body_.c_str());
    }
    if (seen.method != "GET" && seen.method != "HEAD")
      curl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, seen.method.c_str());
  }

  // Whether the rest of an answer that has begun does not come.
  [[nodiscard]] auto is_silent() const -> bool {
    return request_.silence > Millis{0} && head_.complete() && since_start() - last_byte_ > request_.silence;
  }

  // libcurl keeps the deadline itself; it is kept here, too, for what libcurl would wait for, such as a resolver that
  // hangs.
  auto goes_on(CURLM* multi) -> bool {
    if (options_.interrupt != nullptr && options_.interrupt->load()) {
      stop(Failure::interrupted, "interrupted");
    } else if (since_start() > request_.timeout + Millis{250}) {
      stop(Failure::timeout, "no complete answer within " + std::to_string(request_.timeout.count()) + " ms");
    } else if (is_silent()) {
      stop(Failure::truncated, "no byte for " + std::to_string(request_.silence.count()) + " ms");
    } else {
      curl().multi_poll(multi, nullptr, 0, 100, nullptr);
      return true;
    }
    return false;
  }

  void conclude(CURL* easy, CURLcode code) {
    if (code != CURLE_OK) {
      const std::string_view words = error_[0] != 0 ? error_ : curl().easy_strerror(code);
      stop(failure_of(code, words, head_.complete()), detail_of(code, words));
    }
    // A head that never ended is no answer.
    if (!head_.complete() && response_.failure == Failure::none)
      stop(Failure::reset, "the connection ended before an answer");
    response_.interim = head_.interim();
    if (head_.complete() || (head_.answered() && response_.failure == Failure::protocol)) {
      response_.status = head_.status();
      response_.http_version = head_.version();
      response_.headers = head_.take_headers();
    }
    curl_off_t begun = 0;
    long request_bytes = 0;
    curl().easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &begun);
    curl().easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
    const auto failure = response_.failure;
    const bool before = failure == Failure::resolve || failure == Failure::connect || failure == Failure::tls;
    response_.sent = !before && (begun > 0 || request_bytes > 0 || head_.complete());
  }

  static auto on_header(char* data, std::size_t size, std::size_t count, void* self) -> std::size_t {
    return static_cast<Transfer*>(self)->guarded(&Transfer::take_header, {data, size * count});
  }
  static auto on_body(char* data, std::size_t size, std::size_t count, void* self) -> std::size_t {
    return static_cast<Transfer*>(self)->guarded(&Transfer::take_body, {data, size * count});
  }

  // No exception may pass through libcurl.
  auto guarded(bool (Transfer::*take)(std::string_view), std::string_view bytes) -> std::size_t {
    try {
      if ((this->*take)(bytes)) return bytes.size();
    } catch (...) {
      thrown_ = std::current_exception();
      stop(Failure::refused, "the receiver of the body failed");
    }
    return bytes.empty() ? 1 : 0;
  }

  auto take_header(std::string_view line) -> bool {
    last_byte_ = since_start();
    if (response_.first_byte == Millis{0}) response_.first_byte = since_start();
    head_.feed(line, request_.max_body);
    if (head_.failure() == Failure::none) return true;
    stop(head_.failure(), head_.failure_detail());
    return false;
  }

  auto take_body(std::string_view bytes) -> bool {
    last_byte_ = since_start();
    const auto room = request_.max_body - std::min(request_.max_body, response_.received);
    const auto kept = bytes.substr(0, std::min<std::uint64_t>(room, bytes.size()));
    response_.received += kept.size();
    if (!request_.on_body) {
      response_.body += kept;
    } else if (!kept.empty() && !request_.on_body(kept)) {
      stop(Failure::refused, "the transfer was stopped by its receiver");
      return false;
    }
    if (kept.size() == bytes.size()) return true;
    stop(Failure::too_large, "the body is beyond the bound of " + std::to_string(request_.max_body) + " bytes");
    return false;
  }

  const ClientOptions& options_;
  const Request& request_;
  AnswerHead head_;
  steady_clock::time_point start_;
  Millis last_byte_{0};
  Response response_;
  std::string body_;
  std::exception_ptr thrown_;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace

struct Client::State {
  ClientOptions options;
  Handles handles;
};

Client::Client(ClientOptions options) {
  prepare_libcurl(options.ca_file);
  state_ = std::make_unique<State>(State{std::move(options), {}});
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
auto Client::operator=(Client&&) noexcept -> Client& = default;

auto Client::ask(const Request& request) -> Response { return Transfer(state_->options, request).run(state_->handles); }

}  // namespace vidspec::http
