#include "analyzers/token.hpp"

namespace aisle::analyzers {

std::string_view to_string(TokenType type) {
  switch (type) {
    case TokenType::word:
      return "word";
    case TokenType::alphanum:
      return "<ALPHANUM>";
    case TokenType::num:
      return "<NUM>";
    case TokenType::ideographic:
      return "<IDEOGRAPHIC>";
    case TokenType::hiragana:
      return "<HIRAGANA>";
    case TokenType::katakana:
      return "<KATAKANA>";
    case TokenType::hangul:
      return "<HANGUL>";
    case TokenType::southeast_asian:
      return "<SOUTHEAST_ASIAN>";
    case TokenType::emoji:
      return "<EMOJI>";
    case TokenType::synonym:
      return "SYNONYM";
    case TokenType::shingle:
      return "shingle";
  }
  return "word";
}

}  // namespace aisle::analyzers
