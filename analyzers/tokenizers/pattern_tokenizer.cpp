#include "analyzers/tokenizers/pattern_tokenizer.hpp"

namespace aisle::analyzers {

void PatternTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  auto add = [&](std::size_t begin, std::size_t end) {
    if (begin == end) return;
    const auto position = static_cast<std::uint32_t>(out.tokens().size());
    out.mutable_tokens().push_back({text.substr(begin, end - begin), static_cast<std::uint32_t>(begin),
                                    static_cast<std::uint32_t>(end), position, 1, TokenType::word});
  };
  std::size_t behind = 0;
  pattern_.for_each_match(text, group_ < 0 ? 0 : group_, [&](std::size_t begin, std::size_t end) {
    group_ < 0 ? add(behind, begin) : add(begin, end);
    behind = end;
  });
  if (group_ < 0) add(behind, text.size());
  out.set_end_position(static_cast<std::uint32_t>(out.tokens().size()));
}

}  // namespace aisle::analyzers
