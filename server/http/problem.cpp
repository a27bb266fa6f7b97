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

}  // namespace aisle::server::http
