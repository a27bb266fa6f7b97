#include "analyzers/tokenizers/standard_tokenizer.hpp"

#include <algorithm>
#include <bit>
#include <span>
#include <vector>

#include "analyzers/tokenizers/ascii_classes.hpp"
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

namespace {

// Where words begin and end in an ASCII text: positions that take turns, found 64 characters at a time.
class AsciiWordScan {
 public:
  // The positions; valid until the next call.
  std::span<const std::uint32_t> scan(std::string_view text) {
    const std::size_t chunks = (text.size() + 63) / 64;
    if (classes_.size() < chunks + 1) {
      classes_.resize(chunks + 1);
      edges_.resize(64 * (chunks + 1));
    }
    classify_ascii(text.data(), text.size(), classes_.data());
    classes_[chunks] = {};
    std::uint32_t* edge = edges_.data();
    AsciiClassBits before;
    std::uint64_t word_before = 0;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      const std::uint64_t words = words_of(before, classes_[chunk], classes_[chunk + 1]);
      std::uint64_t changes = words ^ (words << 1 | word_before);
      for (; changes != 0; changes &= changes - 1) {
        *edge++ = static_cast<std::uint32_t>(64 * chunk + static_cast<std::size_t>(std::countr_zero(changes)));
      }
      before = classes_[chunk];
      word_before = words >> 63;
    }
    if (word_before != 0) *edge++ = static_cast<std::uint32_t>(text.size());
    return std::span(edges_).first(static_cast<std::size_t>(edge - edges_.data()));
  }

  // The kinds of characters in [begin, end) of the text scanned last.
  std::uint8_t kinds(std::uint32_t begin, std::uint32_t end) const {
    std::uint8_t kinds = 0;
    for (std::uint32_t at = begin; at < end && kinds != (kLetter | kDigit); ++at) {
      if (classes_[at / 64].letters >> (at % 64) & 1) kinds |= kLetter;
      if (classes_[at / 64].digits >> (at % 64) & 1) kinds |= kDigit;
      if (kinds & kLetter) break;  // letters decide
    }
    return kinds;
  }

 private:
  // Characters of words, with the mid characters that two of their kind enclose.
  static std::uint64_t words_of(const AsciiClassBits& before, const AsciiClassBits& here, const AsciiClassBits& after) {
    const auto enclosed = [](std::uint64_t last, std::uint64_t own, std::uint64_t next) {
      return (own << 1 | last >> 63) & (own >> 1 | next << 63);
    };
    return here.words | (here.mid_letters & enclosed(before.letters, here.letters, after.letters)) |
           (here.mid_numbers & enclosed(before.digits, here.digits, after.digits));
  }

  std::vector<AsciiClassBits> classes_;  // of the text, and one of nothing
  std::vector<std::uint32_t> edges_;
};

}  // namespace

void StandardTokenizer::tokenize_ascii(std::string_view text, TokenStream& out) const {
  constexpr std::size_t kLongText = 1 << 16;  // scratch for longer ones would stay with the thread
  if (text.size() > kLongText) return tokenize_ascii_slowly(text, out);
  thread_local AsciiWordScan scan;
  const std::span<const std::uint32_t> edges = scan.scan(text);
  std::vector<Token>& tokens = out.mutable_tokens();
  tokens.reserve(edges.size() / 2);
  std::uint32_t position = 0;
  for (std::size_t i = 0; i + 1 < edges.size(); i += 2) {
    const std::uint32_t begin = edges[i];
    const std::uint32_t end = edges[i + 1];
    if (end - begin > max_token_length_) {
      tokens.clear();
      return tokenize_ascii_slowly(text, out);
    }
    const std::uint8_t kinds = scan.kinds(begin, end);
    if (kinds != 0) tokens.push_back({text.substr(begin, end - begin), begin, end, position++, 1, type_of_word(kinds)});
  }
  out.set_end_position(position);
}

void StandardTokenizer::tokenize_ascii_slowly(std::string_view text, TokenStream& out) const {
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
