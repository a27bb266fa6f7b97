#pragma once
// How this folder words and names its failures. `kind` is Elasticsearch's exception name without "_exception".

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::loaders {

/// The mapping's own JSON is wrong.
inline Error mapper_parsing(std::string message, std::string subject = {}) {
  return {ErrorCode::invalid_argument, std::move(message), "mapper_parsing", std::move(subject)};
}

/// A sound mapping that may not be applied: it conflicts, or passes a limit.
inline Error illegal_mapping(std::string message, std::string subject = {}) {
  return {ErrorCode::invalid_argument, std::move(message), "illegal_argument", std::move(subject)};
}

/// `[text]`, which is how Elasticsearch quotes in messages.
inline std::string bracketed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  return out.append("[").append(text).append("]");
}

}  // namespace aisle::loaders
