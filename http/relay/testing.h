#pragma once

#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/relay.h"
#include "http/testing.h"

namespace vidspec::http::testing {

/// What passed through, for tests.
struct Seen {
  Request head;
  std::string sent, received;
  Response answer, end;
  bool answered = false;
};

/// Writes it down.
class Witness : public Passage {
 public:
  Witness(std::vector<Seen>& all, std::mutex& mutex, const Request& head) : all_(all), mutex_(mutex) {
    seen_.head = head;
  }
  void sent(std::string_view body) override { seen_.sent += body; }
  void answered(const Response& head) override {
    seen_.answer = head;
    seen_.answered = true;
  }
  void received(std::string_view body) override { seen_.received += body; }
  void ended(const Response& end) override {
    seen_.end = end;
    const std::scoped_lock lock(mutex_);
    all_.push_back(seen_);
  }

 private:
  std::vector<Seen>& all_;
  std::mutex& mutex_;
  Seen seen_;
};

/// A relay in front of an upstream of a test.
class Relayed {
 public:
  explicit Relayed(const std::string& upstream)
      : relay_({.upstream = upstream, .patience = core::Millis{3000}},
               [this](const Request& head) { return std::make_unique<Witness>(seen_, mutex_, head); }) {
    relay_.start();
  }
  auto port() -> int { return relay_.port(); }
  void stop() { relay_.stop(core::Millis{0}); }
  /// All exchanges, once that many have ended.
  auto seen(std::size_t count) -> std::vector<Seen> {
    for (int i = 0; i < 500; ++i) {
      {
        const std::scoped_lock lock(mutex_);
        if (seen_.size() >= count) return seen_;
      }
      std::this_thread::sleep_for(core::Millis{10});
    }
    ADD_FAILURE() << "not so many exchanges ended: " << count;
    return std::vector<Seen>(count);
  }
  /// What a client gets that sends these bytes and reads to the end.
  auto talk(const std::string& bytes) -> std::string {
    Socket client(connect_to(port()));
    client.send(bytes);
    return client.receive_all();
  }

 private:
  std::mutex mutex_;
  std::vector<Seen> seen_;
  Relay relay_;
};

}  // namespace vidspec::http::testing
