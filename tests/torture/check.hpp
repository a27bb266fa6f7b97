#pragma once
// Was every promise kept? Asks everything again with the same keys, and adds up what the answers say must be there.

#include <string>
#include <vector>

#include "tests/torture/ack_log.hpp"
#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

struct CheckReport {
  std::size_t kept = 0;      ///< promises found as they were given
  std::size_t resolved = 0;  ///< asks of which nobody knew, done now or found done
  std::vector<std::string> broken;  ///< a sentence for each promise that was not kept
};

/// 1. Every acknowledged request is asked again and must give the same answer, byte for byte; every other is asked until
///    it is acknowledged, so that afterwards each has exactly one effect.
/// 2. Then stock must be the sum of those effects, exactly: a lost, doubled or half done one breaks the sum.
/// 3. Reservations, orders and carts must be in a state that the answers allow.
/// No worker may be at work meanwhile. `promises` have an answer each afterwards.
CheckReport check_promises(TortureShop& torture, std::vector<Promise>& promises);

/// Waits until no order of these promises is in between; names those that still are after `seconds`.
std::vector<std::string> unsettled_orders(TortureShop& torture, const std::vector<Promise>& promises, int seconds);

}  // namespace aisle::torture
