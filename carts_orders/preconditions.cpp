#include "carts_orders/preconditions.hpp"

namespace aisle::shop {

std::optional<Answer> check_version(ExpectedVersion expected, std::uint64_t current) {
  if (!expected || *expected == current) return std::nullopt;
  Answer answer = problem(412, "version-mismatch",
                          "If-Match names version " + std::to_string(*expected) + ", but the current one is " +
                              std::to_string(current) + "; read it again, then decide.",
                          [&](JsonWriter& json) { json.field("version", current); });
  return std::move(answer).with("ETag", etag(current));
}

}  // namespace aisle::shop
