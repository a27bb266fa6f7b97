#include "analyzers/token_filters/stemmer_filter.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <cassert>
#include <vector>

namespace aisle::analyzers {
namespace {

struct DeleteStemmer {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, DeleteStemmer>;

std::optional<std::size_t> number_of(std::string_view algorithm) {
  const char** names = sb_stemmer_list();
  for (std::size_t i = 0; names[i] != nullptr; ++i) {
    if (algorithm == names[i]) return i;
  }
  return std::nullopt;
}

sb_stemmer& stemmer_of_this_thread(std::size_t number, const std::string& algorithm) {
  thread_local std::vector<Stemmer> stemmers;
  if (stemmers.size() <= number) stemmers.resize(number + 1);
  if (!stemmers[number]) {
    stemmers[number].reset(sb_stemmer_new(algorithm.c_str(), nullptr));
    assert(stemmers[number] && "a listed algorithm exists");
  }
  return *stemmers[number];
}

// Stemmers are quadratic in places; nothing that long is a word.
constexpr std::size_t kLongestWord = 1024;

std::string lowered(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; });
  return lower;
}

}  // namespace

StemmerFilter::StemmerFilter(std::string algorithm)
    : algorithm_(std::move(algorithm)), number_(number_of(algorithm_).value_or(0)) {
  assert(has_algorithm(algorithm_) && "callers ask has_algorithm first");
}

bool StemmerFilter::has_algorithm(std::string_view name) {
  return number_of(name).has_value();
}

void StemmerFilter::apply(TokenStream& stream) const {
  sb_stemmer& stemmer = stemmer_of_this_thread(number_, algorithm_);
  for (Token& token : stream.mutable_tokens()) {
    if (token.keyword || token.term.empty() || token.term.size() > kLongestWord) continue;
    const auto* stem = sb_stemmer_stem(&stemmer, reinterpret_cast<const sb_symbol*>(token.term.data()),
                                       static_cast<int>(token.term.size()));
    if (stem == nullptr) continue;  // out of memory in libstemmer: the word itself is the best stem left
    const std::string_view found(reinterpret_cast<const char*>(stem),
                                 static_cast<std::size_t>(sb_stemmer_length(&stemmer)));
    // Most stems are the word cut short, and need no copy.
    token.term = token.term.starts_with(found) ? token.term.substr(0, found.size()) : stream.intern(found);
  }
}

std::optional<std::string> stemmer_algorithm(std::string_view language) {
  std::string name = lowered(language);
  if (name == "english" || name == "porter" || name == "light_english" || name == "lightenglish" ||
      name == "kstem" || name == "lovins") {
    return "porter";
  }
  if (name == "porter2") return "english";
  if (name == "brazilian") return "portuguese";
  if (name == "light_nynorsk" || name == "minimal_nynorsk") return "norwegian";
  for (std::string_view prefix : {"light_", "minimal_"}) {
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  }
  for (std::string_view suffix : {"2", "_kp", "_rslp"}) {
    if (name.ends_with(suffix)) name.erase(name.size() - suffix.size());
  }
  if (number_of(name)) return name;
  return std::nullopt;
}

std::optional<std::string> snowball_algorithm(std::string_view language) {
  std::string name = lowered(language);
  if (name == "german2") name = "german";
  if (name == "kp") name = "dutch";
  if (name == "lovins") name = "porter";
  if (number_of(name)) return name;
  return std::nullopt;
}

}  // namespace aisle::analyzers
