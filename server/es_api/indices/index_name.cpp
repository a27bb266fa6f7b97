#include "server/es_api/indices/index_name.hpp"

#include <algorithm>
#include <string>

namespace aisle::server::es_api {
namespace {

constexpr std::size_t kMaxNameBytes = 255;
constexpr std::string_view kForbidden = "\\/*?\"<>| ,";

/// Why `name` is not allowed; empty if it is.
std::string fault_of(std::string_view name) {
  if (name.empty()) return "must not be empty";
  if (name.find_first_of(kForbidden) != std::string_view::npos) {
    return "must not contain the following characters [' ','\"','*',',','/','<','>','?','\\','|']";
  }
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    return "must not contain control characters";
  }
  if (name.find('#') != std::string_view::npos) return "must not contain '#'";
  if (name.find(':') != std::string_view::npos) return "must not contain ':'";
  if (name[0] == '_' || name[0] == '-' || name[0] == '+') return "must not start with '_', '-', or '+'";
  if (name.size() > kMaxNameBytes) {
    return "index name is too long, (" + std::to_string(name.size()) + " > " + std::to_string(kMaxNameBytes) + ")";
  }
  if (name == "." || name == "..") return "must not be '.' or '..'";
  return {};
}

}  // namespace

Status check_index_name(std::string_view name) {
  std::string fault = fault_of(name);
  const bool upper = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (fault.empty() && upper) fault = "must be lowercase";
  if (fault.empty()) return {};
  return Error{ErrorCode::invalid_argument, "Invalid index name [" + std::string(name) + "], " + fault, "invalid_index_name", std::string(name)};
}

Status check_alias_name(std::string_view name) {
  const std::string fault = fault_of(name);
  if (fault.empty()) return {};
  return Error{ErrorCode::invalid_argument, "Invalid alias name [" + std::string(name) + "]: " + fault, "invalid_alias_name", std::string(name)};
}

}  // namespace aisle::server::es_api
