#pragma once
// Stemming by libstemmer's algorithms.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Replaces terms by their stems; terms marked as keywords stay.
///
/// libstemmer's objects belong to one thread each, so every thread makes its own on first use and keeps it.
class StemmerFilter final : public TokenFilter {
 public:
  /// REQUIRES: a name for which `has_algorithm` holds ("porter", "english", "german").
  explicit StemmerFilter(std::string algorithm);
  static bool has_algorithm(std::string_view name);
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  std::string algorithm_;
  std::size_t number_;  // the algorithm's slot among each thread's stemmers
};

/// libstemmer's algorithm for a `language` of Elasticsearch's `stemmer` filter; nothing if there is none
/// near.
///
/// "english" is Porter's first stemmer and "porter2" Snowball's English, as in Elasticsearch. The languages
/// that Elasticsearch stems by other means get the nearest: light_*, minimal_* and *2 variants the language's
/// Snowball stemmer, "light_english" (KStem) and "lovins" Porter's first, "brazilian" Portuguese, "dutch_kp"
/// Dutch.
std::optional<std::string> stemmer_algorithm(std::string_view language);

/// The same for the `language` of a `snowball` filter or analyzer ("English", "German2", any case).
std::optional<std::string> snowball_algorithm(std::string_view language);

}  // namespace aisle::analyzers
