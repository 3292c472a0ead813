#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/auth.h"
#include "mock/director.h"
#include "mock/library.h"
#include "mock/mock.h"
#include "mock/route.h"
#include "mock/service.h"

namespace vidspec::mock {

/// What a mock is made of, and a request's way through it: route, scenario, key, body, operation, faults, headers. The
/// control API looks at it too.
struct Mock::State {
  State(std::shared_ptr<const core::Profile> dialect, Settings given, core::Clock& time);

  auto answer(const http::Request& request) -> http::Response;

  const Settings settings;
  core::Clock& clock;
  Service service;
  const Router router;
  Library library;
  Director director;
  std::atomic<std::uint64_t> requests{0};

 private:
  struct Passage;

  auto answer_call(const http::Request& request, const Route& route) -> http::Response;
  auto answer_file(const http::Request& request) -> http::Response;
  auto answer_nowhere(const http::Request& request, const Route& route) -> http::Response;
  auto unauthorised(ApiError error) -> http::Response;
  auto choose(Passage& passage) -> std::optional<ApiError>;
  auto run(Passage& passage) -> http::Response;
  auto operate(Passage& passage) -> http::Response;
  auto life_of(const Passage& passage) -> Life;
  void read_request(Passage& passage);
  static auto is_open(const Passage& passage) -> bool;
  auto owner_of(const core::OperationSpec& operation, std::string_view key) -> std::uint32_t;
  auto origin_of(const http::Request& request) const -> std::string;
  void add_headers(http::Response& response, const Passage& passage);
};

}  // namespace vidspec::mock
