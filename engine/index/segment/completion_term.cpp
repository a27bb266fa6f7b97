#include "engine/index/segment/completion_term.hpp"

#include <algorithm>

#include "analyzers/analyzer.hpp"

namespace aisle::engine {
namespace {

constexpr char kSeparator = '\x1F';
constexpr char kHole = '\x1E';
constexpr char kEndOfKey = '\0';
constexpr std::size_t kWeightBytes = 4;

void append_weight(std::uint32_t weight, std::string& out) {
  for (std::uint32_t shift = 32; shift > 0; shift -= 8) out.push_back(static_cast<char>(weight >> (shift - 8) & 0xFF));
}

std::uint32_t read_weight(std::string_view bytes) {
  std::uint32_t weight = 0;
  for (std::size_t i = 0; i < kWeightBytes; ++i) weight = weight << 8 | static_cast<unsigned char>(bytes[i]);
  return weight;
}

/// The first `most` UTF-16 units, whole code points only.
std::string_view cut(std::string_view text, std::uint32_t most) {
  std::uint32_t units = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0) == 0x80) continue;
    units += byte >= 0xF0 ? 2 : 1;
    if (units > most) return text.substr(0, at);
  }
  return text;
}

void append_token(std::string_view term, std::string& key) {
  std::copy_if(term.begin(), term.end(), std::back_inserter(key), [](char c) { return c != kEndOfKey; });
}

}  // namespace

std::string encode_completion_input(std::string_view surface, std::uint32_t weight) {
  std::string encoded;
  encoded.reserve(kWeightBytes + surface.size());
  append_weight(weight, encoded);
  encoded += surface;
  return encoded;
}

std::vector<std::string> completion_keys(const Field& field, const analyzers::Analyzer& analyzer, std::string_view text,
                                         analyzers::TokenStream& scratch) {
  analyzer.analyze(text, scratch);
  const std::span<const analyzers::Token> tokens = scratch.tokens();
  std::vector<std::string> keys;
  if (tokens.empty()) return keys;
  keys.emplace_back();
  std::uint32_t expected = 0;  // the position after the one before
  for (std::size_t first = 0; first < tokens.size();) {
    const std::uint32_t position = tokens[first].position;
    std::size_t end = first;
    while (end < tokens.size() && tokens[end].position == position) ++end;
    std::string between;
    if (first > 0 && field.preserve_separators) between.push_back(kSeparator);
    for (std::uint32_t hole = expected; field.preserve_position_increments && hole < position; ++hole) {
      between.push_back(kHole);
      if (field.preserve_separators) between.push_back(kSeparator);
    }
    std::vector<std::string> longer;
    for (const std::string& key : keys) {
      for (std::size_t i = first; i < end && longer.size() < kMaxCompletionKeys; ++i) {
        append_token(tokens[i].term, longer.emplace_back(key + between));
      }
    }
    keys = std::move(longer);
    expected = position + 1;
    first = end;
  }
  return keys;
}

std::vector<std::string> completion_terms(const Field& field, std::string_view encoded,
                                          analyzers::TokenStream& scratch) {
  if (encoded.size() < kWeightBytes) return {};
  const std::string_view surface = cut(encoded.substr(kWeightBytes), field.max_input_length);
  std::vector<std::string> terms = completion_keys(field, *field.index_analyzer, surface, scratch);
  for (std::string& term : terms) {
    term.push_back(kEndOfKey);
    append_weight(~read_weight(encoded), term);
    term += surface;
  }
  return terms;
}

bool is_completion_term(std::string_view term) {
  const std::size_t end = term.find(kEndOfKey);
  return end != std::string_view::npos && end > 0 && term.size() - end > kWeightBytes;
}

CompletionTerm parse_completion_term(std::string_view term) {
  if (!is_completion_term(term)) return {.key = term, .weight = 0, .surface = {}};
  const std::size_t end = term.find(kEndOfKey);
  return {.key = term.substr(0, end),
          .weight = ~read_weight(term.substr(end + 1)),
          .surface = term.substr(end + 1 + kWeightBytes)};
}

}  // namespace aisle::engine
