#include "engine/suggest/completion_ranges.hpp"

#include <algorithm>
#include <string>

#include "engine/suggest/edit_distance.hpp"
#include "engine/suggest/prefix_automaton.hpp"

namespace aisle::engine {
namespace {

std::u32string letters_of(std::string_view text, bool by_code_points) {
  if (by_code_points) return code_points(text);
  std::u32string letters;
  for (const char c : text) letters.push_back(static_cast<unsigned char>(c));
  return letters;
}

/// Bytes of the letter that begins at `at`.
std::size_t letter_size(std::string_view text, std::size_t at, bool by_code_points) {
  std::size_t size = 1;
  while (by_code_points && at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

/// Depth first over the beginnings of the terms.
class NearWalk {
 public:
  NearWalk(const FieldIndex& index, std::u32string_view pattern, const CompletionEdits& edits,
           std::vector<CompletionRange>& ranges)
      : index_(index),
        pattern_(pattern),
        edits_(edits),
        automaton_(pattern, edits.max_edits, edits.transpositions),
        ranges_(ranges) {}

  void walk() { visit(0, index_.term_count(), 0, 0, automaton_.start(), true); }

 private:
  /// Terms [first, last) agree in `bytes` bytes, `letters` letters; `agrees`: those are the pattern's.
  void visit(std::uint32_t first, std::uint32_t last, std::size_t bytes, std::size_t letters,
             const PrefixAutomaton::State& state, bool agrees) {
    if (automaton_.accepts(state) && letters >= edits_.prefix_length) {
      ranges_.push_back({first, last, static_cast<float>(agrees ? letters : agreed_)});
      return;
    }
    while (first < last) {
      const std::string term = index_.term(TermId{first});
      const std::size_t size = letter_size(term, bytes, edits_.by_code_points);
      std::string with_letter = term.substr(0, bytes + size);
      const std::uint32_t end = std::min(last, index_.prefix_range(with_letter).second);
      // A key's end is a zero byte, which no pattern has.
      if (term[bytes] != '\0') visit_letter(first, end, with_letter, bytes, letters, state, agrees);
      first = end;
    }
  }

  void visit_letter(std::uint32_t first, std::uint32_t last, const std::string& with_letter, std::size_t bytes,
                    std::size_t letters, const PrefixAutomaton::State& state, bool agrees) {
    const char32_t letter = letters_of(std::string_view(with_letter).substr(bytes), edits_.by_code_points).front();
    const bool right = letters < pattern_.size() && pattern_[letters] == letter;
    if (letters < edits_.prefix_length && !right) return;
    const PrefixAutomaton::State next = automaton_.step(state, letter);
    if (automaton_.is_dead(next)) return;
    if (agrees && !right) agreed_ = letters;
    visit(first, last, with_letter.size(), letters + 1, next, agrees && right);
  }

  const FieldIndex& index_;
  std::u32string_view pattern_;
  const CompletionEdits& edits_;
  PrefixAutomaton automaton_;
  std::vector<CompletionRange>& ranges_;
  std::size_t agreed_ = 0;  // letters in which the branch at hand agrees with the pattern, once it disagrees
};

}  // namespace

void add_completions(const FieldIndex& index, std::string_view prefix, std::vector<CompletionRange>& ranges) {
  const auto [first, last] = index.prefix_range(prefix);
  if (first < last) ranges.push_back({first, last, 0.0F});
}

void add_near_completions(const FieldIndex& index, std::string_view prefix, const CompletionEdits& edits,
                          std::vector<CompletionRange>& ranges) {
  const std::u32string pattern = letters_of(prefix, edits.by_code_points);
  if (pattern.empty() || pattern.size() > PrefixAutomaton::kMaxLength) return add_completions(index, prefix, ranges);
  NearWalk(index, pattern, edits, ranges).walk();
}

}  // namespace aisle::engine
