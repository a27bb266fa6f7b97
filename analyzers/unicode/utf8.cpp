#include "analyzers/unicode/utf8.hpp"

#include <algorithm>

namespace aisle::analyzers {
namespace {

// Sums over bytes, so that compilers vectorise them: a character takes one unit, or two if its lead byte says
// four.
std::uint32_t units_between(const char* from, const char* to) {
  std::uint32_t units = 0;
  for (; from != to; ++from) {
    const auto byte = static_cast<unsigned char>(*from);
    units += static_cast<std::uint32_t>((byte & 0xC0) != 0x80) + static_cast<std::uint32_t>(byte >= 0xF0);
  }
  return units;
}

// How far a broken sequence reaches: its lead and the continuation bytes that could still have belonged to
// it.
std::size_t broken_length(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t wanted = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
  auto second_fits = [&](unsigned char second) {
    if (lead == 0xE0) return second >= 0xA0;
    if (lead == 0xED) return second < 0xA0;
    if (lead == 0xF0) return second >= 0x90;
    if (lead == 0xF4) return second < 0x90;
    return true;
  };
  std::size_t length = 1;
  while (length < wanted && at + length < text.size() && is_continuation(text[at + length]) &&
         (length > 1 || second_fits(static_cast<unsigned char>(text[at + 1])))) {
    ++length;
  }
  return length;
}

}  // namespace

TextFacts scan_facts(std::string_view text) {
  // Blocks without an early exit inside, so that the loop vectorises; stops at the first block that is not
  // ASCII.
  TextFacts facts;
  constexpr std::size_t kBlock = 256;
  for (std::size_t begin = 0; begin < text.size(); begin += kBlock) {
    const std::size_t end = std::min(text.size(), begin + kBlock);
    unsigned char high = 0;
    unsigned char upper = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      high |= byte;
      upper |= static_cast<unsigned char>(static_cast<unsigned char>(byte - 'A') < 26);
    }
    facts.has_upper |= upper != 0;
    if (high & 0x80) return facts.ascii = false, facts;
  }
  return facts;
}

char* encode(char32_t point, char* to) {
  auto put = [&](char32_t bits) { *to++ = static_cast<char>(static_cast<unsigned char>(bits)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
  return to;
}

void append_code_point(char32_t point, std::string& to) {
  char bytes[4];
  to.append(bytes, encode(point, bytes));
}

std::size_t valid_sequence(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t wanted = sequence_length(text[at]);
  return broken_length(text, at) == wanted ? wanted : 0;
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = valid_sequence(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string replace_invalid_utf8(std::string_view text) {
  std::string sound;
  sound.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = valid_sequence(text, at);
    if (length != 0) {
      sound.append(text, at, length);
      at += length;
    } else {
      append_code_point(kReplacement, sound);
      at += broken_length(text, at);
    }
  }
  return sound;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (char byte : text) count += static_cast<std::size_t>(!is_continuation(byte));
  return count;
}

std::uint32_t utf16_length(std::string_view text) {
  return units_between(text.data(), text.data() + text.size());
}

void Utf16Offsets::reset(std::string_view text) {
  text_ = text;
  units_before_block_.clear();
  std::uint32_t units = 0;
  for (std::size_t begin = 0; begin <= text.size(); begin += kBlockBytes) {
    units_before_block_.push_back(units);
    const std::size_t end = std::min<std::size_t>(text.size(), begin + kBlockBytes);
    units += units_between(text.data() + begin, text.data() + end);
  }
}

std::uint32_t Utf16Offsets::to_utf16(std::uint32_t byte_offset) const {
  std::size_t at = std::min<std::size_t>(byte_offset, text_.size());
  while (at > 0 && at < text_.size() && is_continuation(text_[at])) --at;
  const std::size_t block = at / kBlockBytes;
  return units_before_block_[block] + units_between(text_.data() + block * kBlockBytes, text_.data() + at);
}

}  // namespace aisle::analyzers
