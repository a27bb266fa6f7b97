#pragma once
// Money: whole minor units with a currency, and arithmetic that says when it does not fit.

#include <cstdint>
#include <optional>
#include <string>

#include "carts_orders/money/currency.hpp"

namespace aisle::shop {

/// The largest amount that goes in or out as a JSON number, on either side of zero: 2^53 - 1, what a double holds.
inline constexpr std::int64_t kMaxAmount = (std::int64_t{1} << 53) - 1;

struct Money {
  std::int64_t amount = 0;  ///< minor units
  Currency currency;
  friend bool operator==(const Money&, const Money&) = default;
};

/// Nothing when the currencies differ or the sum passes kMaxAmount.
std::optional<Money> add(const Money& a, const Money& b);
std::optional<Money> subtract(const Money& a, const Money& b);
/// Nothing when the product passes kMaxAmount.
std::optional<Money> multiply(const Money& unit, std::int64_t quantity);

/// A catalog's decimal price in minor units, half to even on the shortest decimal text of `units`: 79.99 USD is 7999.
/// Nothing for negative, non-finite and too large prices.
std::optional<Money> money_from_units(double units, Currency currency);
/// The amount in whole units, for a search column: 7999 USD is 79.99.
double units_of(const Money& money);
/// "79.99 USD", "1200 JPY".
std::string to_string(const Money& money);

}  // namespace aisle::shop
