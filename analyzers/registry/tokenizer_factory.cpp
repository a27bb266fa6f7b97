#include <map>

#include "analyzers/registry/factories.hpp"
#include "analyzers/tokenizers/char_class_tokenizer.hpp"
#include "analyzers/tokenizers/keyword_tokenizer.hpp"
#include "analyzers/tokenizers/standard_tokenizer.hpp"

namespace aisle::analyzers {
namespace {

using Made = Result<std::shared_ptr<const Tokenizer>>;
using Factory = Made (*)(Parameters&, const BuildContext&);

template <class T, class... Arguments>
Made checked(const Parameters& parameters, Arguments&&... arguments) {
  if (auto status = parameters.status(); !status) return std::move(status).error();
  return Made(std::make_shared<const T>(std::forward<Arguments>(arguments)...));
}

// Longer than any sane token, and what Lucene's scanner can hold at most.
constexpr int kLongestToken = 1024 * 1024;

std::uint32_t max_token_length(Parameters& parameters) {
  const int length = parameters.integer("max_token_length", StandardTokenizer::kDefaultMaxTokenLength, 1);
  if (length > kLongestToken) parameters.fail("maxTokenLength may not exceed " + std::to_string(kLongestToken));
  return static_cast<std::uint32_t>(length);
}

Made make_standard(Parameters& parameters, const BuildContext&) {
  const std::uint32_t length = max_token_length(parameters);
  return checked<StandardTokenizer>(parameters, length);
}
Made make_whitespace(Parameters& parameters, const BuildContext&) {
  const std::uint32_t length = max_token_length(parameters);
  return checked<WhitespaceTokenizer>(parameters, length);
}
Made make_letter(Parameters& parameters, const BuildContext&) { return checked<LetterTokenizer>(parameters); }
Made make_lowercase(Parameters& parameters, const BuildContext&) { return checked<LetterTokenizer>(parameters, true); }
Made make_keyword(Parameters& parameters, const BuildContext&) { return checked<KeywordTokenizer>(parameters); }

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {
      {"standard", make_standard},
      {"whitespace", make_whitespace},
      {"letter", make_letter},
      {"lowercase", make_lowercase},
      {"keyword", make_keyword},
  };
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const Tokenizer>> make_tokenizer(Parameters& parameters, const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const Tokenizer>();
  return found->second(parameters, context);
}

}  // namespace aisle::analyzers
