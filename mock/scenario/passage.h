#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/profile.h"
#include "http/message.h"
#include "mock/scenario.h"
#include "mock/scenario/director.h"
#include "mock/service/body.h"
#include "mock/task.h"

namespace vidspec::mock {

/// One request on its way through a mock, and what became known of it.
struct Passage {
  const http::Request& request;
  const core::OperationSpec* operation = nullptr;  ///< nullptr: a file, or nothing
  bool file = false;
  std::uint64_t number = 0;    ///< of the request, from 1
  std::string key, shown_key;  ///< identity, and what people see
  std::string id;              ///< of the route
  std::string origin;
  core::Instant now;
  std::shared_ptr<Task> task;
  bool made = false;  ///< the task was made by this request
  Body body;
  std::string model, prompt;
  std::optional<ApiError> refused;  ///< before the operation: key, scenario
  bool by_client = false;           ///< the scenario was chosen by header, prompt or with the task
  std::shared_ptr<const Scenario> chosen;
  std::vector<std::shared_ptr<const Scenario>> acting;  ///< armed ones first, then the one that was chosen
  std::string faults;                                   ///< that were applied, joined by ", "

  [[nodiscard]] auto scene() const -> Scene {
    Scene scene{.operation = operation == nullptr ? std::nullopt : std::optional(operation->operation),
                .key = key,
                .model = task != nullptr && model.empty() ? task->model : model,
                .prompt = task != nullptr && prompt.empty() ? task->prompt : prompt,
                .headers = request.headers,
                .now = now};
    if (task != nullptr) {
      scene.task_id = task->id;
      scene.stage = look(*task, now).stage;
    }
    return scene;
  }
};

}  // namespace vidspec::mock
