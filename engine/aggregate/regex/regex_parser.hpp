#pragma once
// The syntax tree of a Lucene regular expression: Lucene's own recursive descent, with bounds.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace aisle::engine {

struct RegexNode {
  enum class Kind : std::uint8_t { empty_text, nothing, ranges, concat, alternatives, repeat };
  struct Range {
    char32_t low = 0;
    char32_t high = 0;
  };
  static constexpr std::uint32_t kUnbounded = ~0U;

  Kind kind = Kind::empty_text;
  std::vector<Range> ranges;                            ///< sorted, apart
  std::vector<std::unique_ptr<RegexNode>> children;     ///< concat, alternatives, repeat (one)
  std::uint32_t min = 0;                                ///< repeat
  std::uint32_t max = kUnbounded;
};

/// Errors: invalid_argument. Recursion is bounded by a fixed depth of parentheses.
Result<std::unique_ptr<RegexNode>> parse_lucene_regex(std::string_view pattern);

/// The code point at text[at], which moves past it; a byte that begins no sound sequence is taken as itself.
char32_t next_code_point(std::string_view text, std::size_t& at);

}  // namespace aisle::engine
