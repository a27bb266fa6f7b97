#include "analyzers/unicode/regex.hpp"

#include <fmt/format.h>
#include <unicode/regex.h>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

// In ICU's units, each some thousand steps of its engine; and bytes of its backtracking stack.
constexpr std::int32_t kTimeLimit = 500;
constexpr std::int32_t kStackLimitBytes = 4 << 20;

std::uint32_t flags_of(std::string_view names) {
  std::uint32_t flags = 0;
  auto has = [names](std::string_view name) { return names.find(name) != std::string_view::npos; };
  if (has("CASE_INSENSITIVE")) flags |= UREGEX_CASE_INSENSITIVE;
  if (has("MULTILINE")) flags |= UREGEX_MULTILINE;
  if (has("DOTALL")) flags |= UREGEX_DOTALL;
  if (has("COMMENTS")) flags |= UREGEX_COMMENTS;
  if (has("UNIX_LINES")) flags |= UREGEX_UNIX_LINES;
  if (has("LITERAL")) flags |= UREGEX_LITERAL;
  return flags;
}

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

/// Follows UTF-16 indexes that only grow through the UTF-8 text they belong to.
class ByteCursor {
 public:
  explicit ByteCursor(std::string_view text) : text_(text) {}
  std::size_t at(std::int32_t unit) {
    while (units_ < unit && bytes_ < text_.size()) {
      const std::size_t length = sequence_length(text_[bytes_]);
      units_ += length == 4 ? 2 : 1;
      bytes_ += length;
    }
    return bytes_;
  }

 private:
  std::string_view text_;
  std::int32_t units_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

struct Regex::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
  std::int32_t groups = 0;

  std::unique_ptr<icu::RegexMatcher> matcher(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> made(pattern->matcher(text, status));
    made->setTimeLimit(kTimeLimit, status);
    made->setStackLimit(kStackLimitBytes, status);
    return made;
  }
};

Regex::Regex(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::compile(std::string_view pattern, std::string_view flags) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  auto compiled = std::make_unique<Compiled>();
  compiled->pattern.reset(icu::RegexPattern::compile(utf16(pattern), flags_of(flags), where, status));
  if (U_FAILURE(status)) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("invalid regular expression [{}] near index {}", pattern, where.offset),
                 "illegal_argument_exception");
  }
  compiled->groups = compiled->matcher(icu::UnicodeString())->groupCount();
  return Regex(std::move(compiled));
}

std::int32_t Regex::groups() const {
  return compiled_->groups;
}

void Regex::for_each_match(std::string_view text, std::int32_t group,
                           const std::function<void(std::size_t, std::size_t)>& visit) const {
  const icu::UnicodeString wide = utf16(text);
  auto matcher = compiled_->matcher(wide);
  ByteCursor cursor(text);
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t behind = 0;
  while (matcher->find(status) && U_SUCCESS(status)) {
    const std::int32_t begin = matcher->start(group, status);
    const std::int32_t end = matcher->end(group, status);
    // A group in a look-behind may lie before an earlier match; such a match gives nothing.
    if (begin < behind || U_FAILURE(status)) continue;
    behind = end;
    const std::size_t begin_byte = cursor.at(begin);
    visit(begin_byte, cursor.at(end));
  }
}

void Regex::for_each_replacement(
    std::string_view text, std::string_view replacement, bool all,
    const std::function<void(std::size_t, std::size_t, std::string_view)>& visit) const {
  const icu::UnicodeString wide = utf16(text);
  const icu::UnicodeString wide_replacement = utf16(replacement);
  auto matcher = compiled_->matcher(wide);
  ByteCursor cursor(text);
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t copied = 0;
  while (matcher->find(status) && U_SUCCESS(status)) {
    const std::int32_t begin = matcher->start(status);
    const std::int32_t end = matcher->end(status);
    icu::UnicodeString filled;
    matcher->appendReplacement(filled, wide_replacement, status);
    if (U_FAILURE(status)) return;     // a reference to a group that does not exist
    filled.remove(0, begin - copied);  // the text before the match, which comes first
    copied = end;
    std::string bytes;
    filled.toUTF8String(bytes);
    const std::size_t begin_byte = cursor.at(begin);
    visit(begin_byte, cursor.at(end), bytes);
    if (!all) return;
  }
}

bool Regex::matches(std::string_view text) const {
  const icu::UnicodeString wide = utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  return compiled_->matcher(wide)->matches(status) && U_SUCCESS(status);
}

}  // namespace aisle::analyzers
