#include "server/http/request.hpp"

#include <algorithm>
#include <array>

#include "server/http/sole_owner.hpp"

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

/// An idle connection keeps some memory for its next request, but not what one large request needed.
void empty_keeping(std::string& text, std::size_t most_bytes) {
  if (text.capacity() > most_bytes) std::string().swap(text);
  text.clear();
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

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

void CancelToken::renew() {
  if (sole_owner(state_)) {
    state_->store(false, std::memory_order_relaxed);
  } else {
    state_ = std::make_shared<std::atomic<bool>>(false);
  }
}

void Request::clear() {
  constexpr std::size_t kMostHeadersKept = 32;
  if (headers.size() > kMostHeadersKept) headers.clear();
  for (auto& [name, value] : headers) {
    empty_keeping(name, 64);
    empty_keeping(value, 256);
  }
  empty_keeping(uri, 256);
  empty_keeping(body, 4u << 10);
  request_id.clear();
  path.clear();
  query.clear();
  path_parameters.clear();
  route = {};
  method = Method::get;
  cancel.renew();
  deadline = std::chrono::steady_clock::time_point::max();
}

std::string_view Request::query_value(std::string_view name) const { return or_empty(find(query, name)); }
bool Request::has_query(std::string_view name) const { return find(query, name) != nullptr; }
std::string_view Request::header(std::string_view name) const { return or_empty(find_header(headers, name)); }
bool Request::has_header(std::string_view name) const { return find_header(headers, name) != nullptr; }
std::string_view Request::param(std::string_view name) const { return or_empty(find(path_parameters, name)); }

}  // namespace aisle::server::http
