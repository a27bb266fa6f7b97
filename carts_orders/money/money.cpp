#include "carts_orders/money/money.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace aisle::shop {
namespace {

constexpr std::array<std::int64_t, 5> kPowersOfTen{1, 10, 100, 1000, 10000};

std::int64_t scale_of(Currency currency) { return kPowersOfTen[static_cast<std::size_t>(currency.exponent())]; }

std::optional<Money> within_limits(std::int64_t amount, Currency currency) {
  if (amount > kMaxAmount || amount < -kMaxAmount) return std::nullopt;
  return Money{amount, currency};
}

}  // namespace

std::optional<Money> add(const Money& a, const Money& b) {
  std::int64_t sum = 0;
  if (!(a.currency == b.currency) || __builtin_add_overflow(a.amount, b.amount, &sum)) return std::nullopt;
  return within_limits(sum, a.currency);
}

std::optional<Money> subtract(const Money& a, const Money& b) {
  std::int64_t difference = 0;
  if (!(a.currency == b.currency) || __builtin_sub_overflow(a.amount, b.amount, &difference)) return std::nullopt;
  return within_limits(difference, a.currency);
}

std::optional<Money> multiply(const Money& unit, std::int64_t quantity) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(unit.amount, quantity, &product)) return std::nullopt;
  return within_limits(product, unit.currency);
}

std::optional<Money> money_from_units(double units, Currency currency) {
  if (!std::isfinite(units) || units < 0) return std::nullopt;
  // long double carries the decimal price to well below half a minor unit for every amount within the limit.
  const long double scaled = std::nearbyint(static_cast<long double>(units) * static_cast<long double>(scale_of(currency)) * 1e6L) / 1e6L;
  const long double minor = std::nearbyint(scaled);
  if (minor > static_cast<long double>(kMaxAmount)) return std::nullopt;
  return Money{static_cast<std::int64_t>(minor), currency};
}

double units_of(const Money& money) {
  return static_cast<double>(money.amount) / static_cast<double>(scale_of(money.currency));
}

std::string to_string(const Money& money) {
  return fmt::format("{:.{}f} {}", units_of(money), money.currency.exponent(), money.currency.code());
}

}  // namespace aisle::shop
