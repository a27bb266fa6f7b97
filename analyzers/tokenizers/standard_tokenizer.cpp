#include "analyzers/tokenizers/standard_tokenizer.hpp"

#include <algorithm>

#include "analyzers/tokenizers/icu_word_break.hpp"
#include "analyzers/tokenizers/word_class.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

using namespace word_class;

TokenType type_of_word(std::uint8_t kinds) {
  return kinds & kLetter ? TokenType::alphanum : TokenType::num;
}

// Whether a mid character stays inside a word, given the classes around it.
bool joins(std::uint8_t before, std::uint8_t mid, std::uint8_t after) {
  return ((mid & kMidLetter) && (before & after & kLetter)) ||
         ((mid & kMidNumber) && (before & after & kDigit));
}

struct AsciiWord {
  const char* end;
  std::uint8_t kinds;  // the classes of all its characters
};

// The longest word that starts at `from`, which is a word character, and ends at or before `limit`.
AsciiWord scan_ascii_word(const char* from, const char* limit) {
  auto class_of = [](char c) { return kAsciiWordClasses[static_cast<unsigned char>(c)]; };
  std::uint8_t kinds = 0;
  std::uint8_t last = 0;
  for (;;) {
    std::uint8_t now = 0;
    while (from < limit && ((now = class_of(*from)) & kWord)) {
      kinds |= now;
      last = now;
      ++from;
    }
    if (from + 1 >= limit || !(now & (kMidLetter | kMidNumber)) || !joins(last, now, class_of(from[1])))
      break;
    ++from;
  }
  return {from, kinds};
}

// Cuts a stretch without ICU; false, with nothing left behind, if it holds a character that needs it.
class StretchScanner {
 public:
  StretchScanner(std::string_view text, std::uint32_t max_units, TokenStream& out)
      : text_(text), max_units_(max_units), tokens_(out.mutable_tokens()) {}

  bool scan(std::size_t begin, std::size_t end, std::uint32_t& position) {
    const std::size_t kept_tokens = tokens_.size();
    const std::uint32_t kept_position = position;
    at_ = begin;
    while (at_ < end) {
      if (!scan_one(end, position)) {
        tokens_.resize(kept_tokens);
        position = kept_position;
        return false;
      }
    }
    return true;
  }

 private:
  bool scan_one(std::size_t end, std::uint32_t& position) {
    const std::size_t begin = at_;
    const std::uint8_t first = class_at(at_);
    if (first & kComplex) return false;
    if (first & kSingle) return emit(begin, single_type(first), position), true;
    if (!(first & kWord)) return true;
    std::uint8_t kinds = first;
    std::uint8_t last = first;
    while (at_ < end) {
      std::size_t next = at_;
      const std::uint8_t now = class_at(next);
      if (now & kComplex) return false;
      if (now & kWord) {
        kinds |= now;
        last = now;
      } else {
        if (!(now & (kMidLetter | kMidNumber)) || next >= end) break;
        const std::uint8_t after = class_at(next);
        if (after & kComplex) return false;
        if (!joins(last, now, after)) break;
        kinds |= after;
        last = after;
      }
      at_ = next;
      if (at_ - begin > max_units_) return false;  // perhaps overlong: the other way knows how to cut
    }
    if (kinds & (kLetter | kDigit)) emit(begin, type_of_word(kinds), position);
    return true;
  }

  // Moves `at` behind the character there.
  std::uint8_t class_at(std::size_t& at) const { return word_class_of(next_code_point(text_, at)); }

  static TokenType single_type(std::uint8_t single) {
    if ((single & kSingle) == kEmoji) return TokenType::emoji;
    return single & kIdeograph ? TokenType::ideographic : TokenType::hiragana;
  }

  void emit(std::size_t begin, TokenType type, std::uint32_t& position) {
    tokens_.push_back({text_.substr(begin, at_ - begin), static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(at_), position++, 1, type});
  }

  std::string_view text_;
  std::uint32_t max_units_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
};

}  // namespace

StandardTokenizer::StandardTokenizer(std::uint32_t max_token_length) : max_token_length_(max_token_length) {}

void StandardTokenizer::tokenize_ascii(std::string_view text, TokenStream& out) const {
  std::vector<Token>& tokens = out.mutable_tokens();
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  std::uint32_t position = 0;
  for (const char* at = begin; at < end;) {
    if (!(kAsciiWordClasses[static_cast<unsigned char>(*at)] & kWord)) {
      ++at;
      continue;
    }
    const char* limit = at + std::min<std::size_t>(static_cast<std::size_t>(end - at), max_token_length_);
    const AsciiWord word = scan_ascii_word(at, limit);
    if (word.kinds & (kLetter | kDigit)) {
      tokens.push_back({{at, static_cast<std::size_t>(word.end - at)},
                        static_cast<std::uint32_t>(at - begin),
                        static_cast<std::uint32_t>(word.end - begin),
                        position++,
                        1,
                        type_of_word(word.kinds)});
      at = word.end;
    } else {
      // Connectors alone are no word; but cut off by the limit, they may still begin one a character later.
      at = word.end == limit && limit < end ? at + 1 : word.end;
    }
  }
  out.set_end_position(position);
}

void StandardTokenizer::tokenize(std::string_view text, TokenStream& out) const {
  std::uint32_t position = 0;
  StretchScanner scanner(text, max_token_length_, out);
  for (std::size_t begin = 0; begin < text.size();) {
    // No word spans a space, so stretches between spaces are independent.
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (!scanner.scan(begin, end, position)) {
      for_each_icu_word(text.substr(begin, end - begin), max_token_length_,
                        [&](std::size_t from, std::size_t to, TokenType type) {
                          out.mutable_tokens().push_back(
                              {text.substr(begin + from, to - from), static_cast<std::uint32_t>(begin + from),
                               static_cast<std::uint32_t>(begin + to), position++, 1, type});
                        });
    }
    begin = end + 1;
  }
  out.set_end_position(position);
}

}  // namespace aisle::analyzers
