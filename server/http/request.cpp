#include "server/http/request.hpp"

#include <algorithm>
#include <array>

namespace aisle::server::http {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET",    "HEAD",    "POST",  "PUT",
                                                      "DELETE", "OPTIONS", "PATCH", "OTHER"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const std::string* find(const std::vector<NameValue>& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return &value;
  }
  return nullptr;
}

const std::string* find_header(const std::vector<NameValue>& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return &value;
  }
  return nullptr;
}

std::string_view or_empty(const std::string* value) { return value ? std::string_view(*value) : ""; }

}  // namespace

std::string_view to_string(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

Method method_from(std::string_view word) {
  for (std::size_t i = 0; i + 1 < kMethods.size(); ++i) {
    if (kMethods[i] == word) return static_cast<Method>(i);
  }
  return Method::other;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Request::query_value(std::string_view name) const { return or_empty(find(query, name)); }
bool Request::has_query(std::string_view name) const { return find(query, name) != nullptr; }
std::string_view Request::header(std::string_view name) const { return or_empty(find_header(headers, name)); }
bool Request::has_header(std::string_view name) const { return find_header(headers, name) != nullptr; }
std::string_view Request::param(std::string_view name) const { return or_empty(find(path_parameters, name)); }

}  // namespace aisle::server::http
