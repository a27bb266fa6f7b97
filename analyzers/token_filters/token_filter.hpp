#pragma once
// The interface of token filters.

#include "analyzers/token_stream.hpp"

namespace aisle::analyzers {

/// Rewrites a whole stream: changes, drops or adds tokens. Implementations are immutable and thread-safe.
///
/// Tokens come in order of position and must leave so. Positions are absolute, so a dropped token leaves its
/// gap.
class TokenFilter {
 public:
  virtual ~TokenFilter() = default;
  virtual void apply(TokenStream& stream) const = 0;

  /// Whether this is plain lower-casing, which an analyzer may do to a whole ASCII text at once.
  virtual bool is_plain_lowercase() const { return false; }
  /// Whether what becomes of a token depends on its term and keyword mark alone, and stays at its position.
  virtual bool looks_at_one_token() const { return false; }
  /// Whether synonym rules may be analysed through it: filters that stack or join tokens say no.
  virtual bool can_parse_synonyms() const { return true; }
  /// Synonym rules skip it altogether (another synonym filter).
  virtual bool skipped_for_synonyms() const { return false; }
};

}  // namespace aisle::analyzers
