#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/mapping/scalar_coercion.hpp"

namespace aisle::loaders {

/// A completion field's value as an object: its inputs and their weight, in any order. Views the document.
struct CompletionObject {
  std::vector<std::string_view> inputs;
  std::uint32_t weight = 1;
  std::string fault;  ///< the first, in Elasticsearch's words; empty: none

  /// A member with a scalar; null for JSON's null.
  void take(std::string_view name, const Scalar* value);
  /// A member whose value is no scalar.
  void refuse(std::string_view name);

 private:
  void take_weight(const Scalar& value);
  void fail(std::string what) {
    if (fault.empty()) fault = std::move(what);
  }
};

}  // namespace aisle::loaders
