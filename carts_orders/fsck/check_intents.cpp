// Which provider's intent belongs to which attempt of which order, both ways.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

std::string key_of(const PaymentAttempt& attempt) { return attempt.provider + ':' + attempt.intent; }

void check_intent(const ShopContents& contents, const Intent& intent, FsckReport& report) {
  const auto order = contents.find<Order>(intent.order);
  const bool is_known = order && std::ranges::any_of(order->payments, [&](const PaymentAttempt& attempt) {
    return attempt.number == intent.attempt && key_of(attempt) == intent.key;
  });
  if (is_known) return;
  report.add("I6", fmt::format("Intent {} belongs to payment {} of order {}, which does not know of it.", intent.key, intent.attempt, to_string(intent.order)));
}

void check_attempts(const ShopContents& contents, const Order& order, FsckReport& report) {
  std::set<std::int32_t> numbers;
  for (const PaymentAttempt& attempt : order.payments) {
    if (!numbers.insert(attempt.number).second) {
      report.add("I6", fmt::format("Order {} has two payments of number {}.", to_string(order.key), attempt.number));
    }
    if (attempt.intent.empty()) continue;
    const auto intent = contents.find<Intent>(key_of(attempt));
    if (intent && intent->order == order.key && intent->attempt == attempt.number) continue;
    report.add("I6", fmt::format("Webhooks of intent {} would not find payment {} of order {}.", key_of(attempt), attempt.number, to_string(order.key)));
  }
}

}  // namespace

void check_intents(const ShopContents& contents, FsckReport& report) {
  for (const auto& [key, intent] : contents.of<Intent>()) check_intent(contents, *intent, report);
  for (const auto& [id, order] : contents.of<Order>()) check_attempts(contents, *order, report);
}

}  // namespace aisle::shop::fsck
