#include "mock/scenario/fault_wire.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/digest.h"
#include "mock/scenario.h"

namespace vidspec::mock {

namespace {

constexpr double longest_delay_ms = 600'000;

auto span_at(const core::Json& parameters, const char* name) -> core::Millis {
  const auto found = parameters.find(name);
  return found == parameters.end() ? core::Millis{0} : parse_span(*found).value_or(core::Millis{0});
}

// A number in (0, 1) from the request's draw.
auto unit(std::uint64_t random, std::uint64_t salt) -> double {
  return (static_cast<double>(core::stable_hash(salt, std::to_string(random)) >> 11U) + 0.5) / 9007199254740992.0;
}

auto body_size(const http::Response& response) -> std::uint64_t {
  return response.source ? response.source->size() : response.body.size();
}

// How many body bytes `bytes` or `fraction` mean.
auto bytes_of(const core::Json& parameters, const http::Response& response) -> std::uint64_t {
  const std::uint64_t size = body_size(response);
  if (const auto bytes = parameters.find("bytes"); bytes != parameters.end())
    return std::min(size, bytes->get<std::uint64_t>());
  const double fraction = parameters.value("fraction", 0.5);
  return std::min(size, static_cast<std::uint64_t>(static_cast<double>(size) * std::clamp(fraction, 0.0, 1.0)));
}

void end_connection(const core::Json& parameters, http::Response& response, http::Delivery::End end) {
  const std::string at = parameters.value("at", "start");
  response.delivery.end = end;
  response.delivery.headers_first = at == "head";
  if (at == "body") response.delivery.stop_after = bytes_of(parameters, response);
}

// The beginning of another source.
class Beginning : public http::ByteSource {
 public:
  Beginning(std::shared_ptr<const http::ByteSource> whole, std::uint64_t size)
      : whole_(std::move(whole)), size_(size) {}
  [[nodiscard]] auto size() const -> std::uint64_t override { return size_; }
  void read(std::uint64_t offset, std::span<char> into) const override { whole_->read(offset, into); }

 private:
  std::shared_ptr<const http::ByteSource> whole_;
  std::uint64_t size_;
};

}  // namespace

void delay(const core::Json& parameters, const FaultContext& context, http::Response& response) {
  double milliseconds = static_cast<double>(span_at(parameters, "of").count());
  if (parameters.contains("from")) {
    const auto from = static_cast<double>(span_at(parameters, "from").count());
    const auto to = static_cast<double>(span_at(parameters, "to").count());
    milliseconds = from + (to - from) * unit(context.random, 1);
  } else if (parameters.contains("median")) {
    const double normal =
        std::sqrt(-2 * std::log(unit(context.random, 2))) * std::cos(2 * std::numbers::pi * unit(context.random, 3));
    milliseconds =
        static_cast<double>(span_at(parameters, "median").count()) * std::exp(parameters.value("sigma", 0.5) * normal);
    if (parameters.contains("at_most"))
      milliseconds = std::min(milliseconds, static_cast<double>(span_at(parameters, "at_most").count()));
  }
  response.delivery.delay += core::Millis{std::llround(std::clamp(milliseconds, 0.0, longest_delay_ms))};
}

void drip(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.bytes_per_second = parameters.value("bytes_per_second", std::uint64_t{1024});
}

void stall(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.stall = span_at(parameters, "of");
  if (parameters.contains("bytes") || parameters.contains("fraction")) {
    response.delivery.stop_after = bytes_of(parameters, response);
  }
}

void close_connection(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  end_connection(parameters, response, http::Delivery::End::close);
}

void reset_connection(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  end_connection(parameters, response, http::Delivery::End::reset);
}

void truncate(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  const std::uint64_t size = bytes_of(parameters, response);
  if (response.source) {
    response.source = std::make_shared<Beginning>(response.source, size);
  } else {
    response.body.resize(static_cast<std::size_t>(size));
  }
}

void wrong_length(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  const auto declared = static_cast<std::int64_t>(body_size(response)) + parameters.value("by", std::int64_t{1});
  response.delivery.declared_length = static_cast<std::uint64_t>(std::max<std::int64_t>(0, declared));
}

void send_chunked(const core::Json& /*parameters*/, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.chunked = true;
}

void send_bad_chunk(const core::Json& /*parameters*/, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.chunked = true;
  response.delivery.bad_chunk = true;
}

void send_raw(const core::Json& parameters, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.raw = parameters.value("text", "");
}

void ignore_range(const core::Json& /*parameters*/, const FaultContext& /*context*/, http::Response& response) {
  response.delivery.no_range = true;
}

}  // namespace vidspec::mock
