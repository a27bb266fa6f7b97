#pragma once
// Amounts as Stripe counts them: ISO 4217 minor units, but for the currencies listed under "Supported currencies".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "carts_orders/money/money.hpp"

namespace aisle::shop {

/// Nothing when Stripe cannot charge that amount: tenths of a fils (KWD must be whole tens), parts of an ariary.
std::optional<std::int64_t> stripe_amount(const Money& money);
/// Back into our minor units; `code` in any case. Nothing for unknown currencies and amounts that do not fit.
std::optional<Money> money_from_stripe(std::int64_t amount, std::string_view code);

}  // namespace aisle::shop
