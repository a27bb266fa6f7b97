#pragma once
// Words that sound like brands and never were any, as far as a dice can tell.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "loaders/synthetic/random.hpp"

namespace aisle::loaders {

/// Lower-case ASCII words of two or three syllables, all different over the object's life, none of them rude.
class WordInventor {
 public:
  explicit WordInventor(Random& random);
  /// Words that shall not come up.
  void forbid(std::string_view word) { taken_.emplace(word); }
  std::string invent();

 private:
  std::string attempt();
  Random& random_;
  std::vector<std::string> onsets_, clusters_, vowels_, vowel_pairs_, codas_, unwanted_;
  std::unordered_set<std::string> taken_;
};

/// The words of a text, and the parts of a list divided by `;`.
std::vector<std::string> words_of(std::string_view text);
std::vector<std::string> parts_of(std::string_view list);
/// "aurel" -> "Aurel".
std::string capitalize(std::string word);
/// Appends "over ear headphones" as "Over Ear Headphones".
void append_capitalized(std::string_view words, std::string& out);

}  // namespace aisle::loaders
