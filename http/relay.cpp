#include "http/relay.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "core/error.h"
#include "http/client/easy.h"
#include "http/relay/connection.h"
#include "http/server/listener.h"

namespace vidspec::http {

namespace {

constexpr std::string_view turned_away =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

}  // namespace

struct Relay::State {
  /// One client and its thread.
  struct Served {
    std::thread thread;
    std::atomic<bool> done{false};
  };

  RelayContext context;
  std::optional<Listener> listener;
  std::thread acceptor;
  std::mutex mutex;
  std::list<Served> served;

  void accept_all() {
    while (!context.stopping) {
      pollfd entry{listener->fd(), POLLIN, 0};
      if (::poll(&entry, 1, 100) <= 0) continue;
      std::string peer;
      for (int fd = listener->accept(peer); fd >= 0; fd = listener->accept(peer)) serve(fd, peer);
    }
  }

  void serve(int fd, const std::string& peer) {
    const std::scoped_lock lock(mutex);
    reap();
    if (served.size() >= context.options.max_connections) {
      static_cast<void>(::send(fd, turned_away.data(), turned_away.size(), MSG_NOSIGNAL));
      ::close(fd);
      return;
    }
    auto& one = served.emplace_back();
    one.thread = std::thread([this, fd, peer, &one] {
      try {
        RelayConnection(fd, peer, context).serve();
      } catch (const std::exception&) {
        // Out of memory or a passage that threw: this client is lost, the others are not.
      }
      one.done = true;
    });
  }

  void reap() {
    for (auto one = served.begin(); one != served.end();) {
      if (!one->done) {
        ++one;
        continue;
      }
      one->thread.join();
      one = served.erase(one);
    }
  }

  auto quiet() -> bool {
    const std::scoped_lock lock(mutex);
    reap();
    return served.empty();
  }
};

Relay::Relay(RelayOptions options, Open open) : state_(std::make_unique<State>()) {
  auto& context = state_->context;
  context.origin = origin_of(options.upstream);
  context.upstream = options.upstream.substr(0, options.upstream.find('/', options.upstream.find("//") + 2));
  if (context.origin.empty())
    throw core::InputError("--upstream", "", "must be an http or https URL, https://relay.example/v1 for instance");
  prepare_libcurl(options.ca_file);
  context.options = std::move(options);
  context.open = std::move(open);
}

Relay::~Relay() { stop(core::Millis{0}); }

void Relay::start() {
  state_->listener.emplace(state_->context.options.host, state_->context.options.port);
  state_->acceptor = std::thread([this] { state_->accept_all(); });
}

void Relay::stop(core::Millis grace) {
  if (!state_->listener) return;
  state_->context.stopping = true;
  if (state_->acceptor.joinable()) state_->acceptor.join();
  state_->listener->refuse_new();
  const auto until = std::chrono::steady_clock::now() + grace;
  while (!state_->quiet() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  state_->context.killing = true;
  while (!state_->quiet()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  state_->listener.reset();
}

auto Relay::port() const -> int { return state_->listener ? state_->listener->port() : 0; }

}  // namespace vidspec::http
