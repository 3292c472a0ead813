#include "http/server.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "core/error.h"
#include "http/server/dispatch.h"
#include "http/server/listener.h"
#include "http/server/slots.h"

namespace vidspec::http {

namespace {

using std::chrono::steady_clock;

// Slots count from 0; these are not slots.
constexpr std::uint32_t listener_event = UINT32_MAX;
constexpr std::uint32_t timer_event = UINT32_MAX - 1;
constexpr std::uint32_t stop_event = UINT32_MAX - 2;

auto key_of(ConnectionId id) -> std::uint64_t { return std::uint64_t{id.life} << 32U | id.slot; }
auto id_of(std::uint64_t key) -> ConnectionId {
  return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)};
}

auto plain_refusal(int status, const std::string& reason) -> Response {
  return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = reason + "\n"};
}

// The usual soft limit of 1,024 files would end before max_connections does.
void raise_file_limit(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::State {
  State(ServerOptions options, Exchange handler, std::function<Response(int, const std::string&)> refuse)
      : dispatcher(std::move(handler)), slots(options.max_connections) {
    context.refuse = refuse ? std::move(refuse) : plain_refusal;
    context.handler = [this](const Request& request) { return answer(request); };
    context.options = std::move(options);
  }

  auto answer(const Request& request) -> Response {
    bool handled = false;
    auto response = dispatcher.dispatch(request, handled);
    if (handled) return response;
    return context.refuse(response.status,
                          response.status == 500 ? "the handler failed" : "the request is not understood");
  }

  void watch(int fd, std::uint32_t events, std::uint64_t key) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }

  void work();
  void accept_some();
  void adopt(int fd, std::string peer);
  void wake(ConnectionId id, bool hung_up = false) {
    slots.run(id, hung_up, [this, id](Slots::Slot& slot) { return turn(id, slot); });
  }
  auto turn(ConnectionId id, Slots::Slot& slot) -> bool;
  void wake_all() {
    for (const auto id : slots.all()) wake(id);
  }

  ConnectionContext context;
  Dispatcher dispatcher;
  Slots slots;
  Timers timers;
  std::unique_ptr<TlsContext> tls;
  std::unique_ptr<Listener> listener;
  int epoll = -1;
  int stop_signal = -1;
  int batch = 1;
  std::vector<std::thread> threads;
};

void Server::State::work() {
  constexpr int most = 16;
  epoll_event events[most];
  while (!context.killing.load(std::memory_order_relaxed)) {
    const int count = ::epoll_wait(epoll, events, std::min(batch, most), -1);
    for (int i = 0; i < count; ++i) {
      const auto id = id_of(events[i].data.u64);
      if (id.slot == listener_event) {
        accept_some();
      } else if (id.slot == timer_event) {
        for (const auto due : timers.take_due(steady_clock::now())) wake(due);
      } else if (id.slot != stop_event) {
        wake(id, (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
      }
    }
  }
}

void Server::State::accept_some() {
  // Bounded, so that a flood of connections does not keep those that are open from being served.
  for (int i = 0; i < 64; ++i) {
    std::string peer;
    const int fd = listener->accept(peer);
    if (fd < 0) return;
    adopt(fd, std::move(peer));
  }
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.u64 = listener_event;
  ::epoll_ctl(epoll, EPOLL_CTL_MOD, listener->fd(), &event);
}

void Server::State::adopt(int fd, std::string peer) {
  ConnectionId id;
  if (context.stopping.load() || !slots.take(id)) {
    ::close(fd);
    return;
  }
  const auto now = steady_clock::now();
  slots.put(id, std::make_unique<Connection>(fd, tls.get(), std::move(peer), context, now));
  watch(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, key_of(id));
  slots.keep_running(id, [this, id](Slots::Slot& slot) { return turn(id, slot); });
}

auto Server::State::turn(ConnectionId id, Slots::Slot& slot) -> bool {
  const auto now = steady_clock::now();
  if (now >= slot.scheduled) slot.scheduled = Connection::Time::max();
  auto& connection = *slot.connection;
  const auto state = connection.advance(now, slot.hung_up);
  if (state == Connection::State::closed) return false;
  if (state == Connection::State::yielding) {
    // Announced again by epoll, behind all that is ready now.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = key_of(id);
    ::epoll_ctl(epoll, EPOLL_CTL_MOD, connection.fd(), &event);
  }
  // A later wish needs no timer of its own: the earlier one asks again.
  if (connection.wake() < slot.scheduled) {
    slot.scheduled = connection.wake();
    timers.add(slot.scheduled, id);
  }
  return true;
}

Server::Server(ServerOptions options, Exchange handler,
               std::function<Response(int status, const std::string& reason)> bad_request)
    : state_(std::make_unique<State>(std::move(options), std::move(handler), std::move(bad_request))) {}

Server::~Server() { stop(core::Millis{0}); }

void Server::start() {
  const auto& options = state_->context.options;
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    throw core::InputError("--tls-cert", "", "a certificate and its key belong together; give both files or none");
  }
  if (!options.tls_cert.empty()) state_->tls = std::make_unique<TlsContext>(options.tls_cert, options.tls_key);
  state_->listener = std::make_unique<Listener>(options.host, options.port);
  raise_file_limit(options.max_connections + 100);
  state_->epoll = ::epoll_create1(EPOLL_CLOEXEC);
  state_->stop_signal = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  state_->watch(state_->stop_signal, EPOLLIN, stop_event);
  state_->watch(state_->timers.fd(), EPOLLIN | EPOLLET, timer_event);
  state_->watch(state_->listener->fd(), EPOLLIN | EPOLLET, listener_event);
  const int helpful = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 4);
  const int threads = options.threads > 0 ? options.threads : helpful;
  state_->batch = options.threads > 0 ? 1 : 8;
  for (int i = 0; i < threads; ++i) state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

void Server::stop(core::Millis grace) {
  if (state_->threads.empty()) return;
  state_->context.stopping = true;
  ::epoll_ctl(state_->epoll, EPOLL_CTL_DEL, state_->listener->fd(), nullptr);
  state_->listener->refuse_new();
  state_->wake_all();
  const auto end = steady_clock::now() + grace;
  while (state_->slots.count() > 0 && steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  state_->context.killing = true;
  const std::uint64_t one = 1;
  const auto written = ::write(state_->stop_signal, &one, sizeof one);  // stays readable: every thread sees it
  static_cast<void>(written);
  for (auto& thread : state_->threads) thread.join();
  state_->threads.clear();
  state_->wake_all();
  ::close(state_->stop_signal);
  ::close(state_->epoll);
  state_->listener.reset();
}

auto Server::port() const -> int { return state_->listener ? state_->listener->port() : 0; }

auto Server::connections() const -> std::size_t { return state_->slots.count(); }

}  // namespace vidspec::http
