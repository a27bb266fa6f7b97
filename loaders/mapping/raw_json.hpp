#pragma once
// Walking JSON text without parsing it: for copying parts of sources that were validated when they came in.
//
// Bounds-safe on any bytes; on text that is no JSON the result is unspecified but ends.

#include <cstddef>
#include <string>
#include <string_view>

namespace aisle::loaders {

/// A place in a text. Each function moves past what it names and says whether it was there.
class RawJson {
 public:
  explicit RawJson(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }
  /// The next byte after blanks; 0 at the end.
  char peek() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char wanted) {
    if (peek() != wanted || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  /// A string with its quotes.
  bool take_string(std::string_view& quoted);
  /// A whole value, however deep, without recursion.
  bool take_value(std::string_view& value);

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  bool skip_string();
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The characters of a quoted string; `unescaped` holds them where the text has escapes.
std::string_view unquoted(std::string_view quoted, std::string& unescaped);

}  // namespace aisle::loaders
