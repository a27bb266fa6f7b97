#pragma once
// What every DocIterator must do, however it is used.

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine::testing {

struct ExpectedMatch {
  DocId doc{0};
  float score = 0.0F;
};

/// Runs new iterators through next, random advances, bounds, pruning, windows (collected, refined, skipped), and
/// batches (as the leader, and looked up), and compares with the expected matches, exactly. Returns the first fault in
/// words; empty: none. `make` may give null when nothing matches.
std::string find_contract_fault(const std::function<IteratorPtr()>& make, const std::vector<ExpectedMatch>& expected,
                                std::uint32_t doc_count, std::mt19937& random);

}  // namespace aisle::engine::testing
