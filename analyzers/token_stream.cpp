#include "analyzers/token_stream.hpp"

#include <algorithm>
#include <cstring>

namespace aisle::analyzers {

void TokenStream::clear() {
  tokens_.clear();
  spare_.clear();
  end_position_ = 0;
  end_offset_ = 0;
  used_ = 0;
  // Chunks grow, so the last is the one most worth keeping, unless one huge text made it huge.
  if (chunks_.size() > 1) {
    std::swap(chunks_.front(), chunks_.back());
    chunks_.resize(1);
  }
  if (!chunks_.empty() && chunks_.front().size > kKeptBytes) chunks_.clear();
  if (tokens_.capacity() * sizeof(Token) > kKeptBytes * 4) std::vector<Token>().swap(tokens_);
  if (spare_.capacity() * sizeof(Token) > kKeptBytes * 4) std::vector<Token>().swap(spare_);
}

std::string_view TokenStream::intern(std::string_view text) {
  if (text.empty()) return {};
  char* room = allocate(text.size());
  std::memcpy(room, text.data(), text.size());
  return {room, text.size()};
}

char* TokenStream::allocate(std::size_t size) {
  if (chunks_.empty() || chunks_.back().size - used_ < size) add_chunk(size);
  char* room = chunks_.back().bytes.get() + used_;
  used_ += size;
  return room;
}

std::vector<Token>& TokenStream::spare() {
  spare_.clear();
  return spare_;
}

void TokenStream::add_chunk(std::size_t at_least) {
  std::size_t doubled = chunks_.empty() ? kFirstChunkBytes : std::min(chunks_.back().size * 2, kKeptBytes);
  std::size_t size = std::max(at_least, doubled);
  chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  used_ = 0;
}

}  // namespace aisle::analyzers
