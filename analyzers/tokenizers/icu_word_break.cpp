#include "analyzers/tokenizers/icu_word_break.hpp"

#include <fmt/format.h>
#include <unicode/rbbi.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

// ICU reports the greatest number among the rules that match at the same length, so the numbers are in the
// order in which Lucene's grammar prefers its rules. Names of properties as in UAX #29 and UTS #51.
constexpr const char* kRules = R"(
!!quoted_literals_only;
$Ext       = [\p{Word_Break=Format}\p{Word_Break=Extend}\p{Word_Break=ZWJ}];
$Sel       = [\uFE0E\uFE0F];
$ExtNoSel  = [$Ext - $Sel];
$ZWJ       = [\p{Word_Break=ZWJ}];
$KeyBase   = [0-9 \u0023 \u002A];
$Modifier  = [\p{Emoji_Modifier}];
$ModBase   = [\p{Emoji_Modifier_Base}];
$Regional  = [\p{Regional_Indicator}];
$EmojiChar = [\p{Extended_Pictographic} [\p{Emoji} - $Regional - $KeyBase - $Modifier]];
$TagSpec   = [\U000E0020-\U000E007E];
$TagTerm   = \U000E007F;
$AHLetter  = [\p{Word_Break=ALetter}\p{Word_Break=Hebrew_Letter}];
$Hebrew    = [\p{Word_Break=Hebrew_Letter}];
$Numeric   = [\p{Word_Break=Numeric}[\p{Block=Halfwidth_And_Fullwidth_Forms} & \p{Nd}]];
$Katakana  = [\p{Word_Break=Katakana}];
$HangulL   = [\p{Script=Hangul} & $AHLetter];
$MidLetter = [\p{Word_Break=MidLetter}\p{Word_Break=MidNumLet}\p{Word_Break=Single_Quote}];
$MidNum    = [\p{Word_Break=MidNum}\p{Word_Break=MidNumLet}\p{Word_Break=Single_Quote}];
$Connector = [\p{Word_Break=ExtendNumLet}];
$SQuote    = [\p{Word_Break=Single_Quote}];
$DQuote    = [\p{Word_Break=Double_Quote}];
$Han       = [\p{Script=Han}];
$Hiragana  = [\p{Script=Hiragana}];
$Complex   = [\p{Line_Break=Complex_Context}];

$LE = $AHLetter $Ext*;
$BE = $Hebrew $Ext*;
$NE = $Numeric $Ext*;
$KE = $Katakana $Ext*;
$MLE = $MidLetter $Ext*;
$MNE = $MidNum $Ext*;
$CE = $Connector $Ext*;
$SQE = $SQuote $Ext*;
$DQE = $DQuote $Ext*;
$Emo = ($ZWJ* $EmojiChar $ExtNoSel* \uFE0F?) | (($ZWJ* $ModBase $ExtNoSel*)? $Modifier $ExtNoSel*);
$Numbers = $NE (($CE* | $MNE) $NE)*;
$Letters = $LE (($CE* | $MLE) $LE)*;
$Kana = $KE ($CE* $KE)*;
$Run = $Kana | (($BE ($SQE | $DQE $BE)) | $Numbers | $Letters)+;

.;
$Emo (($ZWJ $Emo)* | $TagSpec+ $TagTerm) {90};
$KeyBase $ExtNoSel* \uFE0F? \u20E3 $ExtNoSel* {90};
$Regional $Ext* $Regional $Ext* {90};
$CE* $Numbers $CE* {80};
($HangulL $Ext*)+ {70};
$KE+ {60};
$CE* $Run ($CE+ $Run)* $CE* {50};
($Complex $Ext*)+ {40};
$Han $Ext* {30};
$Hiragana $Ext* {20};
)";

TokenType type_of(int status) {
  switch (status) {
    case 90:
      return TokenType::emoji;
    case 80:
      return TokenType::num;
    case 70:
      return TokenType::hangul;
    case 60:
      return TokenType::katakana;
    case 40:
      return TokenType::southeast_asian;
    case 30:
      return TokenType::ideographic;
    case 20:
      return TokenType::hiragana;
    default:
      return TokenType::alphanum;
  }
}

const icu::RuleBasedBreakIterator& prototype() {
  static const std::unique_ptr<const icu::RuleBasedBreakIterator> compiled = [] {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    auto iterator =
        std::make_unique<icu::RuleBasedBreakIterator>(icu::UnicodeString::fromUTF8(kRules), where, status);
    if (U_FAILURE(status)) {
      throw std::runtime_error(fmt::format("ICU cannot compile the word-break rules: {} at line {} column {}",
                                           u_errorName(status), where.line, where.offset));
    }
    return iterator;
  }();
  return *compiled;
}

/// One thread's iterator over one stretch of text.
class WordIterator {
 public:
  WordIterator() : iterator_(prototype().clone()) {}
  ~WordIterator() { utext_close(&text_); }
  WordIterator(const WordIterator&) = delete;
  WordIterator& operator=(const WordIterator&) = delete;

  void open(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
    iterator_->setText(&text_, status);
    if (U_FAILURE(status))
      throw std::runtime_error(fmt::format("ICU cannot read a text: {}", u_errorName(status)));
    iterator_->first();
  }
  /// The end of the next stretch, word or not; negative at the end.
  std::int32_t next() { return iterator_->next(); }
  int status() const { return iterator_->getRuleStatus(); }

 private:
  std::unique_ptr<icu::RuleBasedBreakIterator> iterator_;
  UText text_ = UTEXT_INITIALIZER;
};

// The bytes of at most `max_units` code units, but of one character at least.
std::size_t bytes_within(std::string_view text, std::uint32_t max_units) {
  std::size_t at = 0;
  for (std::uint32_t units = 0; at < text.size();) {
    const std::size_t length = sequence_length(text[at]);
    units += length == 4 ? 2 : 1;
    if (units > max_units && at > 0) break;
    at += length;
  }
  return at;
}

}  // namespace

void for_each_icu_word(std::string_view text, std::uint32_t max_units,
                       const std::function<void(std::size_t, std::size_t, TokenType)>& visit) {
  thread_local WordIterator iterator;
  std::size_t base = 0;
  while (base < text.size()) {
    iterator.open(text.substr(base));
    std::size_t begin = base;
    bool overlong = false;
    for (std::int32_t next = iterator.next(); next >= 0; next = iterator.next()) {
      const std::size_t end = base + static_cast<std::size_t>(next);
      const std::string_view word = text.substr(begin, end - begin);
      overlong = word.size() > max_units && utf16_length(word) > max_units;
      if (overlong) break;
      if (const int status = iterator.status(); status != 0) visit(begin, end, type_of(status));
      begin = end;
    }
    base = begin;
    if (!overlong) break;
    // Let the rules see no more than the limit allows, take the first match, and start anew behind it.
    iterator.open(text.substr(base, bytes_within(text.substr(base), max_units)));
    const std::size_t end = base + static_cast<std::size_t>(iterator.next());
    if (const int status = iterator.status(); status != 0) visit(base, end, type_of(status));
    base = end;
  }
}

}  // namespace aisle::analyzers
