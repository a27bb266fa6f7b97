#pragma once
// Where an analyzer puts its tokens: a buffer to use again and again, with room for the terms that were
// rewritten.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "analyzers/token.hpp"

namespace aisle::analyzers {

/// The tokens of one text, in order of position, and an arena for the terms that differ from the text.
///
/// A term may point into the analysed text: tokens are valid until `clear()` and while that text lives. Once
/// it has grown to a text's needs, analysing another allocates nothing. Not thread-safe; keep one per thread.
class TokenStream {
 public:
  TokenStream() = default;
  TokenStream(TokenStream&&) = default;
  TokenStream& operator=(TokenStream&&) = default;

  /// Forgets tokens and terms; keeps up to `kKeptBytes` of memory for the next text.
  void clear();

  std::span<const Token> tokens() const { return tokens_; }
  std::vector<Token>& mutable_tokens() { return tokens_; }

  /// Positions covered from 0, those of tokens that a filter dropped at the end included: the next value of a
  /// multi-valued field starts at `end_position()` plus the analyzer's position increment gap.
  std::uint32_t end_position() const { return end_position_; }
  void set_end_position(std::uint32_t position) { end_position_ = position; }

  /// The original text's length in UTF-16 code units; the next value's offsets start one past it.
  std::uint32_t end_offset() const { return end_offset_; }
  void set_end_offset(std::uint32_t offset) { end_offset_ = offset; }

  /// Copies `text` into the arena. The view lives until `clear()`.
  std::string_view intern(std::string_view text);
  /// `size` bytes of the arena to write a term into; they live until `clear()`. Give back what was too much,
  /// before any other call, with `shrink_last`.
  char* allocate(std::size_t size);
  void shrink_last(std::size_t unused) { used_ -= unused; }

  /// A second, empty buffer for a filter that writes a new list while reading the old one; `swap_in_spare`
  /// makes it the list of tokens.
  std::vector<Token>& spare();
  void swap_in_spare() { tokens_.swap(spare_); }

 private:
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  static constexpr std::size_t kFirstChunkBytes = 4096;
  static constexpr std::size_t kKeptBytes = 1 << 20;

  void add_chunk(std::size_t at_least);

  std::vector<Token> tokens_;
  std::vector<Token> spare_;
  std::uint32_t end_position_ = 0;
  std::uint32_t end_offset_ = 0;
  std::vector<Chunk> chunks_;  // the last one is being filled
  std::size_t used_ = 0;       // of the last chunk
};

}  // namespace aisle::analyzers
