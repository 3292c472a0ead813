#include "conformance/route.h"

#include <algorithm>

#include "core/text.h"
#include "http/message.h"

namespace vidspec::conformance {

namespace {

constexpr std::string_view placeholder = "{id}";

auto literals(const std::vector<std::string>& steps) -> std::size_t {
  return steps.size() - static_cast<std::size_t>(std::count(steps.begin(), steps.end(), placeholder));
}

auto same_method(std::string_view sent, std::string_view documented) -> bool {
  return sent == documented || (sent == "HEAD" && documented == "GET");
}

// Whether the fixed query members of an operation are there; takes the id out of them.
auto match_query(const core::OperationSpec& spec, std::string_view query, std::string& id) -> bool {
  if (spec.query.empty()) return true;
  const auto members = http::parse_query(query);
  return std::all_of(spec.query.begin(), spec.query.end(), [&](const auto& wanted) {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == wanted.first; });
    if (found == members.end()) return false;
    if (wanted.second != placeholder) return found->second == wanted.second;
    id = found->second;
    return true;
  });
}

}  // namespace

auto path_steps(std::string_view path) -> std::vector<std::string> {
  std::vector<std::string> steps;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    if (end > 0) steps.push_back(core::percent_decode(path.substr(0, end)));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return steps;
}

Router::Router(const core::Profile& profile, std::string_view base_url)
    : origin_(http::origin_of(base_url)),
      base_(path_steps(origin_.empty() ? std::string_view(profile.base_path) : http::path_of(base_url))) {
  for (const auto& [operation, spec] : profile.operations) templates_.push_back({&spec, path_steps(spec.path)});
  std::stable_sort(templates_.begin(), templates_.end(),
                   [](const Template& a, const Template& b) { return literals(a.steps) > literals(b.steps); });
}

auto Router::match(std::string_view method, std::string_view url) const -> Route {
  const auto steps = path_steps(http::path_of(url));
  const auto query = http::query_of(url);
  const auto below = [&](std::size_t offset) {
    return steps.size() >= offset + base_.size() &&
           std::equal(base_.begin(), base_.end(), steps.begin() + static_cast<std::ptrdiff_t>(offset));
  };
  const auto rest = [&](std::size_t offset) {
    return std::vector<std::string>(steps.begin() + static_cast<std::ptrdiff_t>(offset + base_.size()), steps.end());
  };
  if (!origin_.empty()) {
    if (http::origin_of(url) != origin_ || !below(0)) return {};
    return match_steps(method, rest(0), query);
  }
  for (std::size_t offset = 0; offset + base_.size() <= steps.size(); ++offset) {
    if (!below(offset)) continue;
    if (auto route = match_steps(method, rest(offset), query); route.spec != nullptr) return route;
  }
  return {};
}

auto Router::match_steps(std::string_view method, const std::vector<std::string>& steps, std::string_view query) const
    -> Route {
  for (const auto& candidate : templates_) {
    if (!same_method(method, candidate.spec->method) || candidate.steps.size() != steps.size()) continue;
    Route route{candidate.spec, {}};
    bool fits = true;
    for (std::size_t i = 0; i < steps.size() && fits; ++i) {
      if (candidate.steps[i] == placeholder) {
        route.id = steps[i];
      } else {
        fits = candidate.steps[i] == steps[i];
      }
    }
    if (fits && match_query(*candidate.spec, query, route.id)) return route;
  }
  return {};
}

}  // namespace vidspec::conformance
