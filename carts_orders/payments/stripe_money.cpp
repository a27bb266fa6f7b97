#include "carts_orders/payments/stripe_money.hpp"

#include <algorithm>

namespace aisle::shop {
namespace {

/// ISK and UGX have no decimals but are sent as if they had two; MGA has two and is sent as if it had none.
int stripe_exponent(Currency currency) {
  const std::string_view code = currency.code();
  if (code == "ISK" || code == "UGX") return 2;
  if (code == "MGA") return 0;
  return currency.exponent();
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

/// `amount` with `from` decimals, with `to` decimals; nothing when digits would be lost.
std::optional<std::int64_t> rescale(std::int64_t amount, int from, int to) {
  if (to <= from) {
    const std::int64_t divisor = power_of_ten(from - to);
    if (amount % divisor != 0) return std::nullopt;
    return amount / divisor;
  }
  const std::int64_t factor = power_of_ten(to - from);
  if (amount > kMaxAmount / factor || amount < -kMaxAmount / factor) return std::nullopt;
  return amount * factor;
}

std::string upper(std::string_view code) {
  std::string text(code.substr(0, 8));
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

}  // namespace

std::optional<std::int64_t> stripe_amount(const Money& money) {
  if (money.currency.exponent() == 3 && money.amount % 10 != 0) return std::nullopt;
  return rescale(money.amount, money.currency.exponent(), stripe_exponent(money.currency));
}

std::optional<Money> money_from_stripe(std::int64_t amount, std::string_view code) {
  const auto currency = Currency::find(upper(code));
  if (!currency || amount > kMaxAmount || amount < -kMaxAmount) return std::nullopt;
  const auto ours = rescale(amount, stripe_exponent(*currency), currency->exponent());
  if (!ours) return std::nullopt;
  return Money{*ours, *currency};
}

}  // namespace aisle::shop
