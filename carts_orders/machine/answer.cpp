#include "carts_orders/machine/answer.hpp"

#include <string>

namespace aisle::shop {
namespace {

/// "insufficient-stock" -> "Insufficient stock".
std::string title_of(std::string_view code) {
  std::string title(code);
  for (char& c : title) {
    if (c == '-') c = ' ';
  }
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

bool is_retryable(int status) { return status == 429 || status >= 500; }

}  // namespace

std::string etag(std::uint64_t version) { return '"' + std::to_string(version) + '"'; }

namespace detail {

void begin_problem(JsonWriter& json, int status, std::string_view code, std::string_view detail) {
  json.begin_object();
  json.field("type", std::string_view("/problems/" + std::string(code)));
  json.field("title", std::string_view(title_of(code)));
  json.field("status", status);
  json.field("detail", detail);
  json.field("code", code);
  json.field("retryable", is_retryable(status));
}

}  // namespace detail

Answer problem(int status, std::string_view code, std::string_view detail) {
  return problem(status, code, detail, [](JsonWriter&) {});
}

}  // namespace aisle::shop
