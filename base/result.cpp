#include "base/result.hpp"

namespace aisle {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::already_exists: return "already_exists";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::failed_precondition: return "failed_precondition";
    case ErrorCode::resource_exhausted: return "resource_exhausted";
    case ErrorCode::deadline_exceeded: return "deadline_exceeded";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::data_corrupt: return "data_corrupt";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

}  // namespace aisle
