#pragma once
// What a document's unknown fields should be mapped to: collected while it is parsed, then merged by the caller.

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loaders/mapping/document_plan.hpp"
#include "loaders/mapping/scalar_coercion.hpp"

namespace aisle::loaders {

/// The additions of one document. Not thread-safe.
class DynamicFields {
 public:
  bool empty() const { return fields_.empty(); }
  bool knows(std::string_view path) const { return known_.contains(path); }

  /// A new field with this first value: date or number detection, templates, then the defaults. No-op when known.
  void add_scalar(const DynamicRules& rules, std::string_view path, const Scalar& value);
  /// A new object. True when its members should be looked at now: it is a plain object rather than what a template
  /// says, which is only known after the merge.
  bool add_object(const DynamicRules& rules, std::string_view path);

  /// A body for Mapping::merge.
  std::string to_json() const;

 private:
  void add(std::string_view path, std::string mapping);
  std::vector<std::pair<std::string, std::string>> fields_;  // path, mapping as JSON; in the order found
  std::set<std::string, std::less<>> known_;
};

}  // namespace aisle::loaders
