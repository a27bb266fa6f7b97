#pragma once
// What can be asked of carts. Each has a handler of its own in this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "carts_orders/id.hpp"

namespace aisle::shop {

/// A version that must still be current (If-Match); none: any.
using ExpectedVersion = std::optional<std::uint64_t>;

/// POST /carts: a guest cart, or the shopper's own (created once, then found again). The token of a guest cart is in
/// the answer once; only its SHA-256 is kept.
struct CreateCart {};

/// PUT /carts/{id}/lines/{sku}: the quantity is absolute, 0 removes.
struct PutLine {
  Id cart;
  std::string sku;
  std::int64_t quantity = 0;
  std::optional<std::string> attributes;  ///< JSON object; none: as it was
  ExpectedVersion if_match;
};

/// POST /carts/{id}/lines: adds to what is there.
struct AddLine {
  Id cart;
  std::string sku;
  std::int64_t quantity = 0;
  std::optional<std::string> attributes;
  ExpectedVersion if_match;
};

/// DELETE /carts/{id}/lines/{sku}; a line that is not there is success.
struct RemoveLine {
  Id cart;
  std::string sku;
  ExpectedVersion if_match;
};

/// DELETE /carts/{id}/lines.
struct ClearCart {
  Id cart;
  ExpectedVersion if_match;
};

enum class MergeStrategy : std::uint8_t { max, sum, replace };

/// POST /carts/mine/merge: the guest cart's lines go to the shopper's own cart, once. Never fails for a limit: what is
/// cut is reported in `adjusted`.
struct MergeCarts {
  Id guest_cart;
  std::string guest_token_hash;
  MergeStrategy strategy = MergeStrategy::max;
};

/// Internal: guest carts whose time is over.
struct ExpireCart {
  Id cart;
};

using CartCommand = std::variant<CreateCart, PutLine, AddLine, RemoveLine, ClearCart, MergeCarts, ExpireCart>;

}  // namespace aisle::shop
