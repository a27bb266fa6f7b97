#pragma once
// UTF-8 by hand, for the loops that must be fast and for bytes that need not be sound.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::analyzers {

inline constexpr char32_t kReplacement = 0xFFFD;

/// What one pass over a text tells.
struct TextFacts {
  bool ascii = true;
  bool has_upper = false;  ///< an ASCII capital is in it
};
TextFacts scan_facts(std::string_view text);

/// Decodes the character at `at` and moves past it. REQUIRES: valid UTF-8, at < text.size().
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const char32_t lead = byte(at++);
  if (lead < 0x80) return lead;
  if (lead < 0xE0) return (lead & 0x1F) << 6 | (byte(at++) & 0x3F);
  if (lead < 0xF0) {
    char32_t point = (lead & 0x0F) << 12 | (byte(at) & 0x3F) << 6 | (byte(at + 1) & 0x3F);
    at += 2;
    return point;
  }
  char32_t point =
      (lead & 0x07) << 18 | (byte(at) & 0x3F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F);
  at += 3;
  return point;
}

/// Bytes of the character that starts with `lead`. REQUIRES: a lead byte of valid UTF-8.
inline std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}
inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Bytes of valid UTF-8 that `point` takes.
inline std::size_t encoded_length(char32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
/// Writes `point` at `to` (room for 4 bytes) and returns the end of what was written.
char* encode(char32_t point, char* to);
void append_code_point(char32_t point, std::string& to);

/// Bytes of the valid character at `at`, or 0 if none starts there (no surrogates, nothing overlong or past
/// U+10FFFF).
std::size_t valid_sequence(std::string_view text, std::size_t at);
bool is_valid_utf8(std::string_view text);
/// A copy in which each maximal broken sequence is one U+FFFD.
std::string replace_invalid_utf8(std::string_view text);

/// Characters of valid UTF-8.
std::size_t count_code_points(std::string_view text);
/// UTF-16 code units of valid UTF-8.
std::uint32_t utf16_length(std::string_view text);

/// Turns byte offsets of one text into UTF-16 code units, each in constant time after one pass.
class Utf16Offsets {
 public:
  /// REQUIRES: valid UTF-8 that outlives its use.
  void reset(std::string_view text);
  /// An offset within a character counts as the character's beginning; one past the end as the end.
  std::uint32_t to_utf16(std::uint32_t byte_offset) const;

 private:
  static constexpr std::uint32_t kBlockBytes = 64;
  std::string_view text_;
  std::vector<std::uint32_t> units_before_block_;
};

}  // namespace aisle::analyzers
