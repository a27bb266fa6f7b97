#pragma once
// Lucene's word-break grammar, run by ICU.

#include <functional>
#include <string_view>

#include "analyzers/token.hpp"

namespace aisle::analyzers {

/// Calls `visit(begin, end, type)` for every word of `text` (bytes), in order.
///
/// The rules are those of Lucene's StandardTokenizer (UAX #29 with one token per ideograph and hiragana, runs
/// of Katakana, Hangul and of the scripts that need a dictionary, and emoji sequences), given to ICU's
/// rule-based break iterator; ICU's own word rules would differ: since CLDR 42 they break at ':', and they
/// segment Chinese, Japanese and Thai by dictionary. A word longer than `max_units` UTF-16 code units is cut
/// as Lucene's scanner does, which sees no further than that. REQUIRES: valid UTF-8; max_units >= 1. About 50
/// MB/s: for what the table-driven scanner cannot decide.
void for_each_icu_word(std::string_view text, std::uint32_t max_units,
                       const std::function<void(std::size_t begin, std::size_t end, TokenType type)>& visit);

}  // namespace aisle::analyzers
