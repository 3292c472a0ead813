#include "http/server/dispatch.h"

#include <httplib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace vidspec::http {

namespace {

// A request as cpp-httplib reads it; of its own answer only the status is kept. The functions are those that its
// versions from 0.11 to 0.53 ask for, so none says `override`.
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(std::string_view bytes) : rest_(bytes) {}

  virtual auto is_readable() const -> bool { return !rest_.empty(); }
  virtual auto is_writable() const -> bool { return true; }
  virtual auto wait_readable() const -> bool { return !rest_.empty(); }
  virtual auto wait_writable() const -> bool { return true; }
  virtual auto read(char* into, std::size_t size) -> ssize_t {
    const auto count = std::min(size, rest_.size());
    std::memcpy(into, rest_.data(), count);
    rest_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  virtual auto write(const char* bytes, std::size_t size) -> ssize_t {
    if (answer_.size() < status_end) answer_.append(bytes, std::min(size, status_end - answer_.size()));
    return static_cast<ssize_t>(size);
  }
  virtual void get_remote_ip_and_port(std::string&, int&) const {}
  virtual void get_local_ip_and_port(std::string&, int&) const {}
  virtual auto socket() const -> socket_t { return 0; }
  virtual auto duration() const -> time_t { return 0; }

  // Of "HTTP/1.1 400".
  [[nodiscard]] auto status() const -> int {
    return answer_.size() < status_end ? 500
                                       : static_cast<int>(std::strtol(answer_.c_str() + status_end - 3, nullptr, 10));
  }

 private:
  static constexpr std::size_t status_end = 12;
  std::string_view rest_;
  std::string answer_;
};

// What is being dispatched on this thread: cpp-httplib has no place for it in its Request.
struct Call {
  const Request& request;
  std::optional<Response> response;
};
thread_local Call* current = nullptr;

class Front : public httplib::Server {
 public:
  void run(httplib::Stream& stream) { process(*this, stream); }

 private:
  // process_request() is protected and has changed its parameters: 0.11 to 0.15, then with addresses.
  template <class Self>
  static void process(Self& self, httplib::Stream& stream) {
    bool closed = false;
    const std::string none;
    if constexpr (requires { self.process_request(stream, false, closed, nullptr); }) {
      self.process_request(stream, false, closed, nullptr);
    } else {
      self.process_request(stream, none, 0, none, 0, false, closed, nullptr);
    }
  }
};

}  // namespace

struct Dispatcher::State {
  Exchange handler;
  Front server;
};

Dispatcher::Dispatcher(Exchange handler) : state_(std::make_unique<State>()) {
  state_->handler = std::move(handler);
  auto& exchange = state_->handler;
  // Before its routing by regular expressions, which would cost more than all the rest.
  state_->server.set_pre_routing_handler([&exchange](const httplib::Request&, httplib::Response& answer) {
    current->response = exchange(current->request);
    answer.status = current->response->status;
    return httplib::Server::HandlerResponse::Handled;
  });
}

Dispatcher::~Dispatcher() = default;

auto Dispatcher::dispatch(const Request& request, bool& handled) -> Response {
  Call call{request, std::nullopt};
  std::string head;
  head.reserve(request.method.size() + request.url.size() + 24);
  head.append(request.method).append(" ").append(request.url).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
  MemoryStream stream(head);
  current = &call;
  state_->server.run(stream);
  current = nullptr;
  handled = call.response.has_value();
  return handled ? std::move(*call.response) : Response{.status = stream.status()};
}

}  // namespace vidspec::http
