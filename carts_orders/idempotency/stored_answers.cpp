#include "carts_orders/idempotency/stored_answers.hpp"

namespace aisle::shop {
namespace {

bool is_kept(int status) {
  return status != 400 && status != 401 && status != 403 && status != 413 && status != 429 && status != 503;
}

/// Checkouts outlive the retries of payment providers.
EpochMillis life_of(const Transaction& tx) {
  const auto* order = std::get_if<OrderCommand>(&tx.request().command);
  const bool checkout = order != nullptr && std::holds_alternative<Checkout>(*order);
  return checkout ? tx.settings().order_answer_life : tx.settings().answer_life;
}

}  // namespace

std::optional<Answer> replay(Transaction& tx) {
  const auto& asked = tx.request().idempotency;
  if (!asked) return std::nullopt;
  const auto stored = tx.find<StoredAnswer>(asked->key);
  if (!stored || stored->expires_at <= tx.now()) return std::nullopt;
  if (stored->fingerprint != asked->fingerprint) {
    return problem(422, "idempotency-key-reused",
                   "This Idempotency-Key was used for a request with another path or body; use a new key for a new request.");
  }
  Answer answer{.status = stored->status, .body = stored->body, .headers = stored->headers};
  return std::move(answer).with("Idempotency-Replayed", "true");
}

void remember(Transaction& tx, const Answer& answer) {
  const auto& asked = tx.request().idempotency;
  if (!asked || !is_kept(answer.status)) return;
  tx.put(StoredAnswer{.key = asked->key,
                      .fingerprint = asked->fingerprint,
                      .status = answer.status,
                      .body = answer.body,
                      .headers = answer.headers,
                      .created_at = tx.now(),
                      .expires_at = tx.now() + life_of(tx)});
}

}  // namespace aisle::shop
