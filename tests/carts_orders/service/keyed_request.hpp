#pragma once
// A request whose answer is stored, whatever it is: the smallest thing that changes the shop.

#include <string>
#include <utility>

#include "carts_orders/machine/command.hpp"

namespace aisle::shop {

inline Request keyed_request(std::string key, std::string fingerprint = "one body") {
  return {.principal = {.kind = Principal::Kind::shopper, .subject = "anna"},
          .command = CartCommand{CreateCart{}},
          .idempotency = IdempotencyKey{.key = std::move(key), .fingerprint = std::move(fingerprint)}};
}

/// A request that changes nothing: the answer is a refusal and is not stored.
inline Request idle_request() {
  return {.principal = {.kind = Principal::Kind::internal}, .command = JobCommand{FinishJob{.job = 4711}}};
}

}  // namespace aisle::shop
