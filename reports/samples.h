#pragma once

#include <string>

#include "core/evidence.h"
#include "reports/json.h"
#include "reports/report.h"

/// Reports for tests and benchmarks.
namespace vidspec::reports {

/// A report with every verdict and hostile text in every field, as data.
inline auto sample_report(const std::string& project) -> Report {
  return read_report(project + "/fixtures/reports/sample.json");
}

/// A run as large as they come: 150 checks, every fifth with 20 findings of its own, and a task that was polled 60
/// times.
inline auto large_report(const Report& sample) -> Report {
  auto report = sample;
  const auto passed = report.checks.at(0);
  const auto failed = report.checks.at(1);
  report.checks.clear();
  for (int i = 0; i < 150; ++i) {
    auto check = i % 5 == 0 ? failed : passed;
    check.area = "area" + std::to_string(i / 15);
    check.id = check.area + ".member" + std::to_string(i) + ".type";
    if (i % 5 == 0) {
      check.findings.assign(20, failed.findings.front());
      for (int k = 0; k < 20; ++k) {
        check.findings[static_cast<std::size_t>(k)].evidence = k + 1;
        check.findings[static_cast<std::size_t>(k)].actual = "\"processing " + std::to_string(k) + "\"";
      }
    }
    report.checks.push_back(std::move(check));
  }
  auto& timeline = report.tasks.at(0).timeline;
  while (timeline.size() < 60) timeline.push_back(timeline.back());
  return report;
}

/// The evidence of such a run: 90 exchanges with bodies of a usual size.
inline auto large_journal() -> core::Journal {
  core::Journal journal;
  for (int i = 1; i <= 90; ++i) {
    core::Exchange exchange;
    exchange.number = i;
    exchange.t_ms = i * 2000;
    exchange.duration_ms = 84;
    exchange.intent = i == 1 ? "create" : "poll";
    exchange.request.method = i == 1 ? "POST" : "GET";
    exchange.request.url = "https://relay.example/v1/videos/video_6984f0";
    exchange.request.headers = {{"Authorization", "Bearer [redacted]"}, {"Accept", "*/*"}};
    exchange.answer.status = 200;
    exchange.answer.http_version = "1.1";
    for (int k = 0; k < 12; ++k)
      exchange.answer.headers.push_back({"X-Header-" + std::to_string(k), "value <of> a usual length"});
    exchange.answer.body =
        R"({"id":"video_6984f0","object":"video","status":"in_progress","prompt":")" + std::string(600, 'x') + "\"}";
    exchange.answer.body_size = exchange.answer.body.size();
    journal.exchanges.push_back(std::move(exchange));
  }
  journal.finished = "2026-11-21T10:01:42.310Z";
  journal.complete = true;
  return journal;
}

}  // namespace vidspec::reports
