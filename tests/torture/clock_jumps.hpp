#pragma once
// Somebody sets the machine's clock while leases run, or while the shop is closed.

#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

/// Each jump, forwards and back, from a second to twelve years, in a shop of its own below `options.directory`:
///   while a lease runs     it ends when it should by the clock that nobody can set, within a second
///   while the shop is closed  time never goes back: what was expired stays so; a lease ends at the latest a lease and a
///                          second after the restart
///   a guest cart           is there 30 days less a minute later, and gone a minute after 30 days
/// Logs "passed <scenario>" and "broken <sentence>". Returns an exit code: 3 when something is broken.
int run_clock_jumps(const TortureOptions& options);

}  // namespace aisle::torture
