#pragma once
// What the readers of requests say when something is not as it must be. All are problems before the state machine was
// asked, and none is stored under an idempotency key: the corrected request may use the key again.
//
//   400 body-missing, json-invalid, member-missing, member-invalid, unknown-member, parameter-invalid,
//       unknown-parameter, header-invalid, idempotency-key-missing, idempotency-key-invalid
//   412 precondition-failed      If-Match names nothing that could be current
//   413 body-too-large           past 256 KiB
//   415 unsupported-media-type   not application/json
//   422 out-of-range             of the right type, but too much or too little
//   422 money-invalid            not whole minor units of an ISO 4217 currency
//   428 precondition-required    If-Match is required here

#include <expected>
#include <optional>

#include "base/result.hpp"
#include "carts_orders/machine/answer.hpp"

namespace aisle::server::shop_api {

/// What was read, or the problem to answer instead.
template <class T>
using Read = std::expected<T, shop::Answer>;
/// Nothing when all is well.
using Fault = std::optional<shop::Answer>;

/// A problem about one member of a body: `member` is its path ("lines[2].sku"), empty for the whole body; the place is
/// where it stands.
shop::Answer member_problem(int status, std::string_view code, std::string_view detail, std::string_view member,
                            Position where);

}  // namespace aisle::server::shop_api
