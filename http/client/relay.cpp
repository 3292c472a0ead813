#include "http/client/relay.h"

#include <cstdint>
#include <exception>

#include "core/text.h"
#include "http/client/easy.h"
#include "http/client/failure.h"
#include "http/client/head.h"

namespace vidspec::http {

namespace {

using core::Failure;
using core::Millis;
using std::chrono::steady_clock;

constexpr long connect_ms = 30'000;

/// One request on its way: what libcurl calls back into.
class Passing {
 public:
  Passing(const ClientOptions& options, const Onward& onward)
      : options_(options),
        onward_(onward),
        head_(options.max_header_bytes, onward.method == "HEAD"),
        start_(steady_clock::now()),
        moved_(start_) {}

  auto run(const Handles& handles) -> Response {
    auto* easy = handles.easy.get();
    const auto lines = lines_of(onward_.headers, {"Expect", "Accept", "Content-Type", "User-Agent"});
    const auto proxy = Client::proxy_for(onward_.url);
    configure(easy);
    const bool reads = (onward_.method == "GET" || onward_.method == "HEAD") && !onward_.body;
    set_route(easy, onward_.url, proxy, lines.get(), !reads);
    auto* multi = handles.multi_for(onward_.url);
    conclude(easy, carry(multi, easy, [&] { return goes_on(multi, easy); }));
    response_.duration = since(start_);
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(response_);
  }

 private:
  static auto since(steady_clock::time_point moment) -> Millis {
    return std::chrono::duration_cast<Millis>(steady_clock::now() - moment);
  }

  void stop(Failure failure, std::string detail) {
    if (response_.failure != Failure::none) return;
    response_.failure = failure;
    response_.failure_detail = std::move(detail);
  }

  void configure(CURL* easy) {
    curl().easy_reset(easy);
    set_rules(easy, options_.ca_file);
    curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    if (onward_.method == "HEAD") {
      curl().easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (onward_.body) {
      curl().easy_setopt(easy, CURLOPT_UPLOAD, 1L);
      curl().easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
                         onward_.length ? static_cast<curl_off_t>(*onward_.length) : curl_off_t{-1});
      curl().easy_setopt(easy, CURLOPT_READFUNCTION, &Passing::on_read);
      curl().easy_setopt(easy, CURLOPT_READDATA, this);
    }
    if (onward_.method != "HEAD") curl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, onward_.method.c_str());
    curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Passing::on_body);
    curl().easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Passing::on_header);
    curl().easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  }

  auto goes_on(CURLM* multi, CURL* easy) -> bool {
    if (options_.interrupt != nullptr && options_.interrupt->load()) {
      stop(Failure::interrupted, "the proxy was stopped");
    } else if (since(moved_) > onward_.patience) {
      stop(Failure::timeout, "nothing came for " + std::to_string(onward_.patience.count() / 1000) + " s");
    }
    if (response_.failure != Failure::none) return false;
    wait(multi, easy);
    return true;
  }

  // While the client owes the next part of its body, its socket is waited for, too. A server that has refused the
  // request wants no more of it: libcurl notices that when it goes on.
  void wait(CURLM* multi, CURL* easy) {
    if (paused_ && head_.complete() && !refused_) {
      refused_ = true;
      paused_ = false;
      curl().easy_pause(easy, CURLPAUSE_CONT);
      return;
    }
    curl_waitfd source{onward_.source, CURL_WAIT_POLLIN, 0};
    curl().multi_poll(multi, paused_ ? &source : nullptr, paused_ ? 1 : 0, 100, nullptr);
    if (!paused_ || source.revents == 0) return;
    paused_ = false;
    curl().easy_pause(easy, CURLPAUSE_CONT);
  }

  void conclude(CURL* easy, CURLcode code) {
    if (code != CURLE_OK) {
      const std::string_view words = error_[0] != 0 ? error_ : curl().easy_strerror(code);
      stop(failure_of(code, words, head_.complete()), detail_of(code, words));
    }
    if (!head_.complete()) stop(Failure::reset, "the connection ended before an answer");
    long request_bytes = 0;
    curl().easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
    response_.sent = request_bytes > 0 || head_.complete();
  }

  static auto on_header(char* data, std::size_t size, std::size_t count, void* self) -> std::size_t {
    return static_cast<Passing*>(self)->guarded(&Passing::take_header, {data, size * count});
  }
  static auto on_body(char* data, std::size_t size, std::size_t count, void* self) -> std::size_t {
    return static_cast<Passing*>(self)->guarded(&Passing::take_body, {data, size * count});
  }
  static auto on_read(char* into, std::size_t size, std::size_t count, void* self) -> std::size_t {
    return static_cast<Passing*>(self)->give({into, size * count});
  }

  // No exception may pass through libcurl.
  auto guarded(bool (Passing::*take)(std::string_view), std::string_view bytes) -> std::size_t {
    moved_ = steady_clock::now();
    try {
      if ((this->*take)(bytes)) return bytes.size();
    } catch (...) {
      thrown_ = std::current_exception();
    }
    stop(Failure::interrupted, "the client went away");
    return bytes.empty() ? 1 : 0;
  }

  auto give(std::span<char> into) -> std::size_t {
    std::size_t count = 0;
    try {
      switch (onward_.pull(into, count)) {
        case Pull::more:
          moved_ = steady_clock::now();
          return count;
        case Pull::later:
          paused_ = true;
          return CURL_READFUNC_PAUSE;
        case Pull::end:
          return 0;
        case Pull::broken:
          break;
      }
    } catch (...) {
      thrown_ = std::current_exception();
    }
    stop(Failure::interrupted, "the client went away before its request was complete");
    return CURL_READFUNC_ABORT;
  }

  auto take_header(std::string_view line) -> bool {
    if (response_.first_byte == Millis{0}) response_.first_byte = since(start_);
    if (line.starts_with("HTTP/")) {
      const auto phrase = line.find(' ', line.find(' ') + 1);
      reason_ = phrase == std::string_view::npos ? std::string_view() : core::trim(line.substr(phrase));
    }
    const bool before = head_.complete();
    head_.feed(line, any_size);
    if (head_.failure() != Failure::none) {
      stop(head_.failure(), head_.failure_detail());
      return true;  // libcurl goes on to its own conclusion; goes_on() ends it
    }
    if (before || !head_.complete()) return true;
    response_.status = head_.status();
    response_.http_version = head_.version();
    response_.interim = head_.interim();
    response_.headers = head_.take_headers();
    return onward_.on_head(response_, reason_);
  }

  auto take_body(std::string_view bytes) -> bool {
    if (response_.failure != Failure::none) return true;
    response_.received += bytes.size();
    return onward_.on_body(bytes);
  }

  const ClientOptions& options_;
  const Onward& onward_;
  AnswerHead head_;
  steady_clock::time_point start_, moved_;
  Response response_;
  std::string reason_;
  bool paused_ = false;   // the client owes a part of its body
  bool refused_ = false;  // the answer came before the request was complete
  std::exception_ptr thrown_;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace

struct RelayClient::State {
  ClientOptions options;
  Handles handles;
};

RelayClient::RelayClient(ClientOptions options) {
  prepare_libcurl(options.ca_file);
  state_ = std::make_unique<State>(State{std::move(options), {}});
}

RelayClient::~RelayClient() = default;
RelayClient::RelayClient(RelayClient&&) noexcept = default;
auto RelayClient::operator=(RelayClient&&) noexcept -> RelayClient& = default;

auto RelayClient::pass(const Onward& onward) -> Response {
  return Passing(state_->options, onward).run(state_->handles);
}

}  // namespace vidspec::http
