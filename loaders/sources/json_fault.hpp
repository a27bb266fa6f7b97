#pragma once
// A fault in a record's JSON, in the words of an Error.

#include <fmt/format.h>

#include "base/result.hpp"
#include "loaders/sources/json_checker.hpp"

namespace aisle::loaders {

/// The error's position is the record's; the message says how far into it the fault is.
inline Error bad_json(const JsonFault& fault, Position record) {
  return Error(ErrorCode::invalid_argument,
               fmt::format("not valid JSON: {} (at byte {} of the record)", fault.reason, fault.offset), "bad_json")
      .at(record);
}

}  // namespace aisle::loaders
