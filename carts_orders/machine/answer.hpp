#pragma once
// What the state machine answers: an HTTP answer as plain values, so that it can be stored in the same commit as the
// effect and be sent again byte for byte.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json/json_writer.hpp"

namespace aisle::shop {

struct Answer {
  int status = 200;
  std::string body;
  /// Beside Content-Type: "application/problem+json" from 400 on, else "application/json". ETag, Location, Retry-After.
  std::vector<std::pair<std::string, std::string>> headers;

  bool failed() const { return status >= 400; }
  Answer&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

/// `"7"`: a version as a strong entity tag.
std::string etag(std::uint64_t version);

/// An RFC 9457 problem: type `/problems/<code>`, title, status, detail, code, retryable; `more` adds members.
/// `code` is stable and lower-case with dashes ("insufficient-stock"); `detail` is a sentence for a person that names
/// what, where and what to do.
template <class More>
Answer problem(int status, std::string_view code, std::string_view detail, More&& more);
Answer problem(int status, std::string_view code, std::string_view detail);

namespace detail {
void begin_problem(JsonWriter& json, int status, std::string_view code, std::string_view detail);
}

template <class More>
Answer problem(int status, std::string_view code, std::string_view detail, More&& more) {
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  detail::begin_problem(json, status, code, detail);
  more(json);
  json.end_object();
  return answer;
}

}  // namespace aisle::shop
