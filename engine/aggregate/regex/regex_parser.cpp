#include "engine/aggregate/regex/regex_parser.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace aisle::engine {
namespace {

using NodePtr = std::unique_ptr<RegexNode>;
using Range = RegexNode::Range;

constexpr char32_t kLastCodePoint = 0x10FFFF;
constexpr std::uint32_t kMaxDepth = 100;
constexpr std::uint32_t kMaxStackedRepeats = 20;
constexpr std::uint32_t kMaxRepeat = 10'000;

NodePtr make_node(RegexNode::Kind kind) {
  auto node = std::make_unique<RegexNode>();
  node->kind = kind;
  return node;
}

NodePtr make_ranges(std::vector<Range> ranges) {
  NodePtr node = make_node(RegexNode::Kind::ranges);
  node->ranges = std::move(ranges);
  return node;
}

std::vector<Range> normalize(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.low < b.low; });
  std::vector<Range> merged;
  for (const Range range : ranges) {
    if (!merged.empty() && range.low <= merged.back().high + 1) {
      merged.back().high = std::max(merged.back().high, range.high);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

std::vector<Range> complement(const std::vector<Range>& ranges) {
  std::vector<Range> rest;
  char32_t from = 0;
  for (const Range range : normalize(ranges)) {
    if (range.low > from) rest.push_back({from, range.low - 1});
    from = range.high + 1;
  }
  if (from <= kLastCodePoint) rest.push_back({from, kLastCodePoint});
  return rest;
}

std::optional<std::vector<Range>> named_class(char letter) {
  switch (letter) {
    case 'd': return std::vector<Range>{{'0', '9'}};
    case 'D': return complement({{'0', '9'}});
    case 's': return std::vector<Range>{{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}};
    case 'S': return complement({{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}});
    case 'w': return std::vector<Range>{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    case 'W': return complement({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
    default: return std::nullopt;
  }
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  Result<NodePtr> parse() {
    if (pattern_.empty()) return make_node(RegexNode::Kind::empty_text);
    Result<NodePtr> node = parse_union();
    if (!node) return node;
    if (more()) return fail("end-of-string expected at position " + std::to_string(at_));
    return node;
  }

 private:
  bool more() const { return at_ < pattern_.size(); }
  bool peek(std::string_view any_of) const { return more() && any_of.find(pattern_[at_]) != std::string_view::npos; }
  bool match(char c) {
    if (!more() || pattern_[at_] != c) return false;
    ++at_;
    return true;
  }
  static Error fail(std::string message) { return {ErrorCode::invalid_argument, std::move(message)}; }

  Result<NodePtr> parse_union() {
    if (++depth_ > kMaxDepth) return fail("regular expression is nested too deeply");
    NodePtr alternatives = make_node(RegexNode::Kind::alternatives);
    do {
      Result<NodePtr> branch = parse_concat();
      if (!branch) return branch;
      alternatives->children.push_back(std::move(*branch));
    } while (match('|'));
    --depth_;
    if (alternatives->children.size() == 1) return std::move(alternatives->children.front());
    return alternatives;
  }

  Result<NodePtr> parse_concat() {
    NodePtr sequence = make_node(RegexNode::Kind::concat);
    do {
      if (peek("&")) return fail("regular expressions with [&] are not supported, at position " + std::to_string(at_));
      Result<NodePtr> part = parse_repeat();
      if (!part) return part;
      sequence->children.push_back(std::move(*part));
    } while (more() && !peek(")|"));
    if (sequence->children.size() == 1) return std::move(sequence->children.front());
    return sequence;
  }

  Result<NodePtr> parse_repeat() {
    Result<NodePtr> node = parse_class();
    if (!node) return node;
    for (std::uint32_t repeats = 0; peek("?*+{"); ++repeats) {
      if (repeats == kMaxStackedRepeats) return fail("regular expression has too many repetitions");
      NodePtr repeat = make_node(RegexNode::Kind::repeat);
      if (match('?')) {
        repeat->max = 1;
      } else if (match('+')) {
        repeat->min = 1;
      } else if (!match('*')) {
        ++at_;
        if (auto problem = parse_bounds(*repeat); !problem) return std::move(problem).error();
      }
      repeat->children.push_back(std::move(*node));
      node = std::move(repeat);
    }
    return node;
  }

  Status parse_bounds(RegexNode& repeat) {
    const auto min = parse_integer();
    if (!min) return fail("integer expected at position " + std::to_string(at_));
    repeat.min = *min;
    repeat.max = *min;
    if (match(',')) {
      const auto max = parse_integer();
      repeat.max = max ? *max : RegexNode::kUnbounded;
    }
    if (!match('}')) return fail("expected '}' at position " + std::to_string(at_));
    if (repeat.min > repeat.max) return fail("invalid repetition range(out of order): " + std::to_string(at_));
    return {};
  }

  std::optional<std::uint32_t> parse_integer() {
    if (!peek("0123456789")) return std::nullopt;
    std::uint32_t value = 0;
    while (peek("0123456789")) {
      value = std::min(kMaxRepeat, value * 10 + static_cast<std::uint32_t>(pattern_[at_++] - '0'));
    }
    return value;
  }

  Result<NodePtr> parse_class() {
    if (peek("~")) return fail("regular expressions with [~] are not supported, at position " + std::to_string(at_));
    if (!match('[')) return parse_simple();
    const bool negated = match('^');
    std::vector<Range> ranges;
    do {
      if (!more()) return fail("expected ']' at position " + std::to_string(at_));
      if (auto problem = parse_class_item(ranges); !problem) return std::move(problem).error();
    } while (more() && !peek("]"));
    if (!match(']')) return fail("expected ']' at position " + std::to_string(at_));
    return make_ranges(negated ? complement(ranges) : normalize(ranges));
  }

  Status parse_class_item(std::vector<Range>& ranges) {
    if (peek("\\") && at_ + 1 < pattern_.size()) {
      if (const auto named = named_class(pattern_[at_ + 1])) {
        at_ += 2;
        ranges.insert(ranges.end(), named->begin(), named->end());
        return {};
      }
    }
    const auto low = parse_character();
    if (!low) return fail("unexpected end-of-string");
    char32_t high = *low;
    if (peek("-") && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
      ++at_;
      const auto end = parse_character();
      if (!end) return fail("unexpected end-of-string");
      high = *end;
    }
    if (high < *low) return fail("invalid range: from (" + std::to_string(*low) + ") cannot be > to (" + std::to_string(high) + ")");
    ranges.push_back({*low, high});
    return {};
  }

  std::optional<char32_t> parse_character() {
    match('\\');
    if (!more()) return std::nullopt;
    return next_code_point(pattern_, at_);
  }

  Result<NodePtr> parse_simple() {
    if (match('.')) return make_ranges({{0, kLastCodePoint}});
    if (match('#')) return make_node(RegexNode::Kind::nothing);
    if (match('@')) return any_text();
    if (match('"')) return parse_quoted();
    if (match('(')) return parse_group();
    if (peek("<")) return fail("regular expressions with [<] are not supported, at position " + std::to_string(at_));
    if (peek("\\") && at_ + 1 < pattern_.size()) {
      if (auto named = named_class(pattern_[at_ + 1])) {
        at_ += 2;
        return make_ranges(std::move(*named));
      }
    }
    const auto c = parse_character();
    if (!c) return fail("unexpected end-of-string");
    return make_ranges({{*c, *c}});
  }

  static NodePtr any_text() {
    NodePtr node = make_node(RegexNode::Kind::repeat);
    node->children.push_back(make_ranges({{0, kLastCodePoint}}));
    return node;
  }

  Result<NodePtr> parse_quoted() {
    const std::size_t close = pattern_.find('"', at_);
    if (close == std::string_view::npos) return fail("expected '\"' at position " + std::to_string(pattern_.size()));
    NodePtr text = make_node(RegexNode::Kind::concat);
    while (at_ < close) {
      const char32_t c = next_code_point(pattern_, at_);
      text->children.push_back(make_ranges({{c, c}}));
    }
    at_ = close + 1;
    return text;
  }

  Result<NodePtr> parse_group() {
    if (match(')')) return make_node(RegexNode::Kind::empty_text);
    Result<NodePtr> inner = parse_union();
    if (!inner) return inner;
    if (!match(')')) return fail("expected ')' at position " + std::to_string(at_));
    return inner;
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
};

}  // namespace

Result<std::unique_ptr<RegexNode>> parse_lucene_regex(std::string_view pattern) { return Parser(pattern).parse(); }

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const std::size_t extra = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (extra == 0 || at + extra > text.size()) return lead;
  char32_t c = lead & (0x3FU >> extra);
  for (std::size_t i = 0; i < extra; ++i) {
    c = (c << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  at += extra;
  return std::min(c, kLastCodePoint);
}

}  // namespace aisle::engine
