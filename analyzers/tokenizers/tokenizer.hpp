#pragma once
// The interface of tokenizers.

#include <string_view>

#include "analyzers/token_stream.hpp"

namespace aisle::analyzers {

/// Cuts text into tokens. Implementations are immutable and thread-safe.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Appends the tokens of `text` to an empty `out` and sets its end position. Offsets are bytes of `text`
  /// here; the analyzer turns them into UTF-16 code units of the original. REQUIRES: valid UTF-8. Terms may
  /// point into `text`, which lives as long as the stream's arena.
  virtual void tokenize(std::string_view text, TokenStream& out) const = 0;

  /// The same for text that is known to be ASCII; a chance to be faster.
  virtual void tokenize_ascii(std::string_view text, TokenStream& out) const { tokenize(text, out); }

  /// Whether ASCII letters are cut alike in upper and lower case, so that lower-casing may go first.
  virtual bool ignores_case() const { return false; }
};

}  // namespace aisle::analyzers
