#include "loaders/synthetic/invented_words.hpp"

#include <algorithm>

#include "loaders/synthetic/word_lists.hpp"

namespace aisle::loaders {

namespace {

std::vector<std::string> split_at(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(separators), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

}  // namespace

std::vector<std::string> words_of(std::string_view text) { return split_at(text, " \n"); }
std::vector<std::string> parts_of(std::string_view list) { return split_at(list, ";"); }

std::string capitalize(std::string word) {
  if (!word.empty()) word.front() = upper(word.front());
  return word;
}

void append_capitalized(std::string_view words, std::string& out) {
  bool at_begin = true;
  for (const char c : words) {
    out += at_begin ? upper(c) : c;
    at_begin = c == ' ';
  }
}

WordInventor::WordInventor(Random& random)
    : random_(random), onsets_(words_of(kOnsets)), clusters_(words_of(kOnsetClusters)), vowels_(words_of(kVowels)),
      vowel_pairs_(words_of(kVowelPairs)), codas_(words_of(kCodas)), unwanted_(words_of(kUnwanted)) {}

// Mostly open syllables of one consonant and one vowel, which is what makes a name easy to say.
std::string WordInventor::attempt() {
  std::string word;
  const int syllables = random_.chance(45) ? 2 : 3;
  for (int i = 0; i < syllables; ++i) {
    if (i > 0 || random_.chance(85)) word += random_.pick(i == 0 && random_.chance(30) ? clusters_ : onsets_);
    word += random_.pick(random_.chance(15) ? vowel_pairs_ : vowels_);
    if (random_.chance(i + 1 == syllables ? 50 : 15)) word += random_.pick(codas_);
  }
  return word;
}

std::string WordInventor::invent() {
  for (;;) {
    auto word = attempt();
    const bool rude = std::ranges::any_of(unwanted_, [&](const auto& part) { return word.find(part) != std::string::npos; });
    if (word.size() >= 4 && word.size() <= 11 && !rude && taken_.insert(word).second) return word;
  }
}

}  // namespace aisle::loaders
