#include <nlohmann/json.hpp>

#include "core/requirement.h"

namespace vidspec::core {

namespace {

using Each = std::function<void(const FieldOutcome&)>;
using Group = std::span<const FieldRequirement>;

/// One value that the requirements of one pointer judge.
struct Subject {
  const Json* parent = nullptr;          ///< nullptr for the root
  const Json* value = nullptr;           ///< nullptr where the member is absent
  std::span<const std::size_t> indices;  ///< what stands for each `*`
};

auto is_star(std::string_view pointer) -> bool { return pointer == "/*" || pointer.starts_with("/*/"); }

/// The pointer with its `*` steps filled in.
auto pointer_of(std::string_view pattern, std::span<const std::size_t> indices) -> std::string {
  std::string pointer;
  std::size_t next = 0;
  while (!pattern.empty()) {
    const std::size_t length = std::min(pattern.find('/', 1), pattern.size());
    const std::string_view step = pattern.substr(0, length);
    pattern.remove_prefix(length);
    if (step == "/*" && next < indices.size()) {
      pointer.append(1, '/').append(std::to_string(indices[next++]));
    } else {
      pointer += step;
    }
  }
  return pointer;
}

/// Presence of the very member that an object is rooted at: there is no parent whose lack would excuse it.
auto is_root_presence(const FieldRequirement& requirement) -> bool {
  return requirement.id.size() == requirement.object.size() + 1 + name(requirement.assertion).size();
}

/// Where a value is an object or an array, the part of it that is wrong is what people want to see.
void narrow(FieldOutcome& outcome, const Schema& schema) {
  if (outcome.value->is_structured()) {
    const auto violations = schema.validate(*outcome.value);
    if (!violations.empty()) {
      outcome.pointer += violations.front().instance;
      outcome.value = find_pointer(*outcome.value, violations.front().instance);
      outcome.actual = violations.front().actual;
      return;
    }
  }
  outcome.actual = show(*outcome.value);
}

void judge_presence(const FieldRequirement& requirement, const Subject& subject, const Each& each) {
  const bool parent_is_object = subject.parent != nullptr && subject.parent->is_object();
  if (!parent_is_object && !is_root_presence(requirement)) return;
  FieldOutcome outcome{&requirement, subject.value != nullptr, {}, subject.value, {}};
  if (!outcome.holds) {
    outcome.pointer = pointer_of(requirement.pointer, subject.indices);
    outcome.actual = "missing";
    if (!parent_is_object && subject.parent != nullptr) {
      outcome.actual.append(", the body is ").append(show(*subject.parent, 80));
    }
  }
  each(outcome);
}

void judge_value(const FieldRequirement& requirement, const Subject& subject, bool& type_failed, const Each& each) {
  const bool is_type = requirement.assertion == Assertion::type;
  if (type_failed && !is_type && requirement.assertion != Assertion::null) return;
  FieldOutcome outcome{&requirement, true, {}, subject.value, {}};
  outcome.holds = requirement.assertion == Assertion::null ? !subject.value->is_null()
                                                           : requirement.schema->accepts(*subject.value);
  if (!outcome.holds) {
    outcome.pointer = pointer_of(requirement.pointer, subject.indices);
    if (requirement.schema) {
      narrow(outcome, *requirement.schema);
    } else {
      outcome.actual = "null";
    }
    type_failed = type_failed || is_type;
  }
  each(outcome);
}

/// All requirements of one pointer on one value. A null that its type allows has nothing further to prove.
void judge_subject(Group group, const Subject& subject, const Each& each) {
  bool type_failed = false;
  bool allowed_null = false;
  for (const FieldRequirement& requirement : group) {
    if (requirement.assertion == Assertion::present || requirement.assertion == Assertion::nullable_absent) {
      judge_presence(requirement, subject, each);
    } else if (subject.value != nullptr && !allowed_null) {
      judge_value(requirement, subject, type_failed, each);
      allowed_null = subject.value->is_null() && requirement.assertion == Assertion::type && !type_failed;
    }
  }
}

/// Meets every value that a pointer stands for.
class Walker {
 public:
  Walker(Group group, const Each& each) : group_(group), each_(each) {}

  void walk(const Json* parent, const Json* value, std::string_view rest) {
    while (!rest.empty() && value != nullptr && !is_star(rest)) {
      const std::size_t length = std::min(rest.find('/', 1), rest.size());
      parent = value;
      value = find_pointer(*value, rest.substr(0, length));
      rest.remove_prefix(length);
    }
    if (rest.empty()) return judge_subject(group_, {parent, value, indices_}, each_);
    const auto* array = value == nullptr ? nullptr : value->get_ptr<const Json::array_t*>();
    if (array == nullptr) return;
    for (std::size_t i = 0; i < array->size(); ++i) {
      indices_.push_back(i);
      walk(value, &(*array)[i], rest.substr(2));
      indices_.pop_back();
    }
  }

 private:
  Group group_;
  const Each& each_;
  std::vector<std::size_t> indices_;
};

}  // namespace

void judge_fields(Group requirements, std::string_view object, const Json& root, const Each& each) {
  for (std::size_t first = 0; first < requirements.size();) {
    const FieldRequirement& one = requirements[first];
    std::size_t end = first + 1;
    while (end < requirements.size() && requirements[end].pointer == one.pointer &&
           requirements[end].object == one.object)
      ++end;
    if (one.object == object) Walker(requirements.subspan(first, end - first), each).walk(nullptr, &root, one.pointer);
    first = end;
  }
}

}  // namespace vidspec::core
