#pragma once

#include <chrono>
#include <string>

#include "http/frame.h"
#include "http/message.h"

namespace vidspec::http {

/// An answer on its way out, with every fault of its Delivery. Knows bytes and times, no sockets.
class Answer {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Step {
    bytes,  ///< more bytes were appended
    wait,   ///< nothing before wake()
    done,   ///< the answer is complete and the connection may go on as keep_alive() says
    close,  ///< the connection ends here with a FIN
    reset   ///< the connection ends here with an RST
  };

  /// `keep_alive` is what the client asked for; `http10` forbids chunks.
  Answer(const Request& request, Response response, bool keep_alive, bool http10, Time now);
  ~Answer();
  Answer(const Answer&) = delete;
  auto operator=(const Answer&) -> Answer& = delete;

  /// The next piece: appends at most about 64 KiB to `out`. To be called again when that was written.
  auto next(Time now, std::string& out) -> Step;
  [[nodiscard]] auto wake() const -> Time { return wake_; }
  [[nodiscard]] auto keep_alive() const -> bool { return keep_alive_; }
  /// Whether an end after this answer is the orderly one, no fault.
  [[nodiscard]] auto ends_normally() const -> bool { return !faulty_end() && !response_.delivery.raw; }

 private:
  enum class Stage { delay, body, over };
  void write_head(std::string& out);
  auto advance(Time now, std::string& out) -> Step;
  auto write_body(Time now, std::string& out) -> Step;
  void write_piece(std::uint64_t size, std::string& out);
  auto finish(std::string& out) -> Step;
  auto ending() const -> Step;
  [[nodiscard]] auto faulty_end() const -> bool { return response_.delivery.end != Delivery::End::normal; }

  Response response_;
  Frame frame_;
  bool keep_alive_;
  Stage stage_ = Stage::delay;
  Time wake_;
  Time paced_from_{};
  std::uint64_t paced_before_ = 0;
  std::uint64_t total_ = 0;  // body bytes that are written if all goes well
  std::uint64_t stop_ = 0;   // of them, those before a stall or a faulty end
  std::uint64_t sent_ = 0;
  bool stalled_ = false;
  bool left_ = false;  // as intended
};

}  // namespace vidspec::http
