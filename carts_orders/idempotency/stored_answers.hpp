#pragma once
// A retry gets the first answer: draft-ietf-httpapi-idempotency-key-header.

#include <optional>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The answer that was stored under the request's key, marked `Idempotency-Replayed: true`; a 422 when the key was used
/// for another request; nothing when the request is new, has no key, or its key's time is over.
std::optional<Answer> replay(Transaction& tx);

/// Stores the answer of a request with a key, in the same commit as its effect. What the caller could not have meant
/// (400, 401, 403, 413, 429, 503) is not stored: the corrected request may use the key.
void remember(Transaction& tx, const Answer& answer);

}  // namespace aisle::shop
