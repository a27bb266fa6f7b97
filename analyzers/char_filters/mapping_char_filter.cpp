#include "analyzers/char_filters/mapping_char_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// Four hexadecimal digits at `at`; a pair of surrogates is joined.
std::optional<char32_t> escaped_code_point(std::string_view text, std::size_t& at) {
  auto unit = [&](std::size_t from) -> std::optional<char32_t> {
    std::uint32_t value = 0;
    if (from + 4 > text.size()) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + from + 4, value, 16);
    return error == std::errc() && end == text.data() + from + 4 ? std::optional<char32_t>(value)
                                                                 : std::nullopt;
  };
  const auto first = unit(at);
  if (!first) return std::nullopt;
  at += 4;
  if (*first < 0xD800 || *first > 0xDFFF) return first;
  const auto second = text.substr(at).starts_with("\\u") ? unit(at + 2) : std::nullopt;
  if (*first > 0xDBFF || !second || *second < 0xDC00 || *second > 0xDFFF) return kReplacement;
  at += 6;
  return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c != '\\') {
      plain += c;
      continue;
    }
    if (at == text.size()) return std::nullopt;
    switch (const char escape = text[at++]) {
      case 'n':
        plain += '\n';
        break;
      case 't':
        plain += '\t';
        break;
      case 'r':
        plain += '\r';
        break;
      case 'b':
        plain += '\b';
        break;
      case 'f':
        plain += '\f';
        break;
      case 'u': {
        const auto point = escaped_code_point(text, at);
        if (!point) return std::nullopt;
        append_code_point(*point, plain);
        break;
      }
      default:
        plain += escape;
    }
  }
  return plain;
}

}  // namespace

Result<MappingCharFilter::Mappings> MappingCharFilter::parse(std::span<const std::string> rules) {
  Mappings mappings;
  for (const std::string& broken : rules) {
    const std::string rule = replace_invalid_utf8(broken);
    auto wrong = [&rule] {
      return Error(ErrorCode::invalid_argument, fmt::format("Invalid Mapping Rule : [{}]", rule),
                   "illegal_argument_exception");
    };
    const std::size_t arrow = rule.rfind("=>");
    if (arrow == std::string::npos) return wrong();
    auto from = unescaped(trimmed(std::string_view(rule).substr(0, arrow)));
    auto to = unescaped(trimmed(std::string_view(rule).substr(arrow + 2)));
    if (!from || !to || from->empty()) return wrong();
    if (!mappings.emplace(*from, *to).second) {
      return Error(ErrorCode::invalid_argument, fmt::format("match \"{}\" was already added", *from),
                   "illegal_argument_exception");
    }
  }
  return mappings;
}

MappingCharFilter::MappingCharFilter(Mappings mappings) : mappings_(std::move(mappings)) {
  std::set<std::size_t, std::greater<>> lengths;
  for (const auto& [from, to] : mappings_) {
    begins_[static_cast<unsigned char>(from[0])] = true;
    lengths.insert(from.size());
  }
  lengths_.assign(lengths.begin(), lengths.end());
}

const MappingCharFilter::Mappings::value_type* MappingCharFilter::longest_at(std::string_view text) const {
  for (std::size_t length : lengths_) {
    if (length > text.size()) continue;
    if (auto found = mappings_.find(text.substr(0, length)); found != mappings_.end()) return &*found;
  }
  return nullptr;
}

void MappingCharFilter::filter(std::string_view text, std::string& out, OffsetMap& map) const {
  for (std::size_t at = 0; at < text.size();) {
    const auto* mapping =
        begins_[static_cast<unsigned char>(text[at])] ? longest_at(text.substr(at)) : nullptr;
    if (mapping == nullptr) {
      out += text[at++];
      continue;
    }
    const auto in_begin = static_cast<std::uint32_t>(at);
    const auto out_begin = static_cast<std::uint32_t>(out.size());
    at += mapping->first.size();
    out += mapping->second;
    map.add({in_begin, static_cast<std::uint32_t>(at), out_begin, static_cast<std::uint32_t>(out.size())});
  }
}

}  // namespace aisle::analyzers
