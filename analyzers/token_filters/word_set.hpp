#pragma once
// A set of words to ask with views.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/hash.hpp"

namespace aisle::analyzers {

struct WordHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view word) const { return hash64(word); }
};

/// Immutable once built. With `ignore_case`, words and questions are lower-cased.
class WordSet {
 public:
  WordSet() = default;
  WordSet(const std::vector<std::string>& words, bool ignore_case);
  bool contains(std::string_view word) const;
  bool empty() const { return words_.empty(); }

 private:
  std::unordered_set<std::string, WordHash, std::equal_to<>> words_;
  bool ignore_case_ = false;
  std::size_t longest_ = 0;
};

}  // namespace aisle::analyzers
