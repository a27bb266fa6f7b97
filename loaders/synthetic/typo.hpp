#pragma once
// How shoppers misspell.

#include <string>

#include "loaders/synthetic/random.hpp"

namespace aisle::loaders {

/// `word` with one or two slips: a letter left out, doubled, replaced by its neighbour on the keyboard, or two swapped.
/// Differs from `word`; its first letter stays, as it nearly always does. REQUIRES: at least four ASCII letters.
std::string misspell(const std::string& word, Random& random);

}  // namespace aisle::loaders
