#include "server/http/problem.hpp"

#include <utility>

namespace aisle::server::http {

Response to_response(shop::Answer answer) {
  return {.status = answer.status,
          .content_type = answer.failed() ? "application/problem+json" : "application/json",
          .body = std::move(answer.body),
          .headers = std::move(answer.headers),
          .compress = true};
}

Response problem_response(int status, std::string_view code, std::string_view detail) {
  return to_response(shop::problem(status, code, detail));
}

std::string printable(std::string_view text) {
  constexpr std::size_t kMostBytes = 80;
  std::string shown(text.substr(0, kMostBytes));
  for (char& c : shown) {
    if (c < 0x20 || c > 0x7E) c = '?';
  }
  return text.size() > kMostBytes ? shown + "..." : shown;
}

}  // namespace aisle::server::http
