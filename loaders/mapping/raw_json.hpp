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
  char peek();
  bool take(char wanted);
  /// A string with its quotes.
  bool take_string(std::string_view& quoted);
  /// A whole value, however deep, without recursion.
  bool take_value(std::string_view& value);

 private:
  bool skip_string();
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The characters of a quoted string; `unescaped` holds them where the text has escapes.
std::string_view unquoted(std::string_view quoted, std::string& unescaped);

}  // namespace aisle::loaders
