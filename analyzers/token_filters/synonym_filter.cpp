#include "analyzers/token_filters/synonym_filter.hpp"

#include <algorithm>
#include <compare>

namespace aisle::analyzers {
namespace {

using Match = SynonymRules::Match;

bool shares_position(std::span<const Token> tokens, std::size_t i) {
  return (i > 0 && tokens[i - 1].position == tokens[i].position) ||
         (i + 1 < tokens.size() && tokens[i + 1].position == tokens[i].position);
}

// Walks the tokens: `matched(phrase, entry)` for phrases with a rule, `stacked(token, entry)` for a token
// with a rule that shares its position with others, `plain(token)` for the rest.
template <class Matched, class Stacked, class Plain>
void walk(std::span<const Token> tokens, const SynonymRules& rules, const Matched& matched,
          const Stacked& stacked, const Plain& plain) {
  for (std::size_t i = 0; i < tokens.size();) {
    if (shares_position(tokens, i)) {
      const Match match = rules.longest_match(tokens.subspan(i, 1));
      match.entry ? stacked(tokens[i], *match.entry) : plain(tokens[i]);
      ++i;
      continue;
    }
    const Match match = rules.longest_match(tokens.subspan(i));
    // A phrase that ends on one of several stacked tokens would leave the others without a place.
    if (match.entry && !shares_position(tokens, i + match.length - 1)) {
      matched(tokens.subspan(i, match.length), *match.entry);
      i += match.length;
    } else {
      plain(tokens[i++]);
    }
  }
}

Token make_synonym(std::string_view term, const Token& first, const Token& last, std::uint32_t position,
                   std::uint32_t position_length) {
  return {term, first.start_offset, last.end_offset, position, position_length, TokenType::synonym};
}

// Terms that lie over later tokens belong behind those at the same position. Stable, by a key that holds the
// order.
void sort_by_position(std::vector<Token>& tokens) {
  struct Key {
    std::uint32_t position;
    bool synonym;
    std::uint32_t order;
    auto operator<=>(const Key&) const = default;
  };
  std::vector<Key> keys;
  keys.reserve(tokens.size());
  for (const Token& token : tokens) {
    keys.push_back(
        {token.position, token.type == TokenType::synonym, static_cast<std::uint32_t>(keys.size())});
  }
  if (std::is_sorted(keys.begin(), keys.end())) return;
  std::sort(keys.begin(), keys.end());
  std::vector<Token> sorted;
  sorted.reserve(tokens.size());
  for (const Key& key : keys) sorted.push_back(tokens[key.order]);
  tokens.swap(sorted);
}

/// Writes the output of one filter run; `shift_` is how far positions have moved so far.
class Writer {
 public:
  explicit Writer(TokenStream& stream) : out_(stream.spare()), stream_(stream) {}

  void plain(Token token) {
    token.position = moved(token.position);
    out_.push_back(token);
  }

  // Single terms beside a token that shares its position with others.
  void stacked(const Token& token, const SynonymEntry& entry) {
    for (const Phrase& phrase : entry.outputs) {
      if (phrase.size() == 1) out_.push_back(make_synonym(phrase[0], token, token, moved(token.position), 1));
    }
    const bool replaced = !entry.keep_original && !entry.outputs.empty() && entry.outputs[0].size() == 1;
    if (!replaced) plain(token);
  }

  void graph(std::span<const Token> phrase, const SynonymEntry& entry);
  void flat(std::span<const Token> phrase, const SynonymEntry& entry);

  void finish(bool sort) {
    if (sort) sort_by_position(out_);
    std::uint32_t end = moved(stream_.end_position());
    for (const Token& token : out_) end = std::max(end, token.position + 1);
    stream_.swap_in_spare();
    stream_.set_end_position(end);
  }

 private:
  std::uint32_t moved(std::uint32_t position) const {
    return static_cast<std::uint32_t>(static_cast<std::int64_t>(position) + shift_);
  }

  std::vector<Token>& out_;
  TokenStream& stream_;
  std::int64_t shift_ = 0;
};

// Nodes are numbered so that every wording of several terms has its inner nodes in a row, in the order of the
// wordings, the original's last; all meet again at `end`.
void Writer::graph(std::span<const Token> phrase, const SynonymEntry& entry) {
  const std::uint32_t start = moved(phrase.front().position);
  std::size_t inner = entry.keep_original ? phrase.size() - 1 : 0;
  for (const Phrase& output : entry.outputs) inner += output.size() - 1;
  const auto end = static_cast<std::uint32_t>(start + inner + 1);

  std::uint32_t next_node = start + 1;
  auto first_length = [&](std::size_t size) {
    if (size == 1) return end - start;
    const std::uint32_t length = next_node - start;
    next_node += static_cast<std::uint32_t>(size - 1);
    return length;
  };
  for (const Phrase& output : entry.outputs) {
    out_.push_back(
        make_synonym(output[0], phrase.front(), phrase.back(), start, first_length(output.size())));
  }
  if (entry.keep_original) {
    out_.push_back(phrase.front());
    out_.back().position = start;
    out_.back().position_length = first_length(phrase.size());
  }

  std::uint32_t node = start + 1;
  for (const Phrase& output : entry.outputs) {
    for (std::size_t i = 1; i < output.size(); ++i, ++node) {
      const std::uint32_t length = i + 1 == output.size() ? end - node : 1;
      out_.push_back(make_synonym(output[i], phrase.front(), phrase.back(), node, length));
    }
  }
  for (std::size_t i = 1; entry.keep_original && i < phrase.size(); ++i, ++node) {
    out_.push_back(phrase[i]);
    out_.back().position = node;
    out_.back().position_length = i + 1 == phrase.size() ? end - node : 1;
  }
  shift_ += static_cast<std::int64_t>(end - start) - static_cast<std::int64_t>(phrase.size());
}

void Writer::flat(std::span<const Token> phrase, const SynonymEntry& entry) {
  const std::uint32_t start = moved(phrase.front().position);
  if (entry.keep_original) {
    for (const Token& token : phrase) plain(token);
  }
  std::size_t longest = 0;
  for (const Phrase& output : entry.outputs) {
    longest = std::max(longest, output.size());
    for (std::size_t i = 0; i < output.size(); ++i) {
      const Token& under = phrase[std::min(i, phrase.size() - 1)];
      const bool last = i + 1 == output.size();
      const bool whole = entry.keep_original && output.size() == 1;
      out_.push_back(make_synonym(output[i], under, last ? phrase.back() : under,
                                  start + static_cast<std::uint32_t>(i),
                                  whole ? static_cast<std::uint32_t>(phrase.size()) : 1));
    }
  }
  const std::size_t advance = entry.keep_original ? phrase.size() : std::min(phrase.size(), longest);
  shift_ += static_cast<std::int64_t>(advance) - static_cast<std::int64_t>(phrase.size());
}

}  // namespace

void SynonymGraphFilter::apply(TokenStream& stream) const {
  Writer writer(stream);
  walk(
      stream.tokens(), *rules_, [&](auto phrase, const SynonymEntry& entry) { writer.graph(phrase, entry); },
      [&](const Token& token, const SynonymEntry& entry) { writer.stacked(token, entry); },
      [&](const Token& token) { writer.plain(token); });
  writer.finish(false);
}

void FlatSynonymFilter::apply(TokenStream& stream) const {
  Writer writer(stream);
  walk(
      stream.tokens(), *rules_, [&](auto phrase, const SynonymEntry& entry) { writer.flat(phrase, entry); },
      [&](const Token& token, const SynonymEntry& entry) { writer.stacked(token, entry); },
      [&](const Token& token) { writer.plain(token); });
  writer.finish(true);
}

}  // namespace aisle::analyzers
