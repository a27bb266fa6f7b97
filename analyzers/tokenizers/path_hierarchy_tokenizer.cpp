#include "analyzers/tokenizers/path_hierarchy_tokenizer.hpp"

#include <algorithm>
#include <vector>

namespace aisle::analyzers {

// A path of n elements has n terms, together quadratic in its length; beyond this many the rest is one
// element.
constexpr std::size_t kMostElements = 4096;

void PathHierarchyTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  if (text.empty()) return;
  options_.reverse ? tokenize_backward(text, out) : tokenize_forward(text, out);
  if (!out.tokens().empty()) out.set_end_position(1);
  if (options_.replacement != options_.delimiter) replace_delimiters(text, out);
}

void PathHierarchyTokenizer::tokenize_forward(std::string_view text, TokenStream& out) const {
  const std::string& delimiter = options_.delimiter;
  // A delimiter that is the first character belongs to the first element.
  std::size_t begin = 0;
  for (std::uint32_t skipped = 0; skipped < options_.skip; ++skipped) {
    begin = text.find(delimiter, begin == 0 && skipped == 0 ? 1 : begin + delimiter.size());
    if (begin == std::string_view::npos) return;
  }
  std::size_t from = begin + 1;
  for (std::size_t elements = 1; elements < kMostElements; ++elements) {
    const std::size_t end = text.find(delimiter, from);
    if (end == std::string_view::npos) break;
    add(text, begin, end, out);
    from = end + delimiter.size();
  }
  add(text, begin, text.size(), out);
}

void PathHierarchyTokenizer::tokenize_backward(std::string_view text, TokenStream& out) const {
  const std::string& delimiter = options_.delimiter;
  std::vector<std::size_t> bounds{0};
  for (std::size_t at = text.find(delimiter); at != std::string_view::npos; at = text.find(delimiter, at)) {
    at += delimiter.size();
    bounds.push_back(at);
  }
  if (bounds.back() != text.size()) bounds.push_back(text.size());
  if (bounds.size() < options_.skip + std::size_t{2}) return;
  const std::size_t last = bounds.size() - 1 - options_.skip;
  const std::size_t first = last > kMostElements ? last - kMostElements : 0;
  for (std::size_t i = first; i < last; ++i) add(text, bounds[i], bounds[last], out);
}

void PathHierarchyTokenizer::add(std::string_view text, std::size_t begin, std::size_t end,
                                 TokenStream& out) const {
  out.mutable_tokens().push_back({text.substr(begin, end - begin), static_cast<std::uint32_t>(begin),
                                  static_cast<std::uint32_t>(end), 0, 1, TokenType::word});
}

// Replaces once in the whole text and moves the terms over, since together they are far longer than the text.
void PathHierarchyTokenizer::replace_delimiters(std::string_view text, TokenStream& out) const {
  std::string replaced;
  std::vector<std::size_t> behind_delimiters;  // where each ends in `text`
  std::size_t copied = 0;
  for (std::size_t at; (at = text.find(options_.delimiter, copied)) != std::string_view::npos;) {
    replaced.append(text.substr(copied, at - copied)).append(options_.replacement);
    copied = at + options_.delimiter.size();
    behind_delimiters.push_back(copied);
  }
  replaced.append(text.substr(copied));
  const std::string_view whole = out.intern(replaced);
  auto moved = [&](std::size_t offset) {
    auto before = std::upper_bound(behind_delimiters.begin(), behind_delimiters.end(), offset);
    const auto count = static_cast<std::size_t>(before - behind_delimiters.begin());
    return offset + count * options_.replacement.size() - count * options_.delimiter.size();
  };
  for (Token& token : out.mutable_tokens()) {
    const std::size_t begin = moved(token.start_offset);
    token.term = whole.substr(begin, moved(token.end_offset) - begin);
  }
}

}  // namespace aisle::analyzers
