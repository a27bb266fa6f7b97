#include "engine/aggregate/regex/lucene_regex.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/hash.hpp"
#include "engine/aggregate/regex/regex_parser.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kMaxSets = 500;  // deterministic states remembered before the cache starts anew

/// Thompson's construction, back to front: each piece is built knowing the state that follows it.
class Compiler {
 public:
  std::vector<LuceneRegex::State> take() && { return std::move(states_); }
  bool full() const { return states_.size() > LuceneRegex::kMaxStates; }

  std::int32_t accept() { return add({.kind = LuceneRegex::State::Kind::accept}); }

  std::int32_t build(const RegexNode& node, std::int32_t next) {
    if (full()) return next;
    switch (node.kind) {
      case RegexNode::Kind::empty_text: return next;
      case RegexNode::Kind::nothing: return add({});
      case RegexNode::Kind::ranges: return build_ranges(node, next);
      case RegexNode::Kind::concat: return build_concat(node, next);
      case RegexNode::Kind::alternatives: return build_alternatives(node, next);
      case RegexNode::Kind::repeat: return build_repeat(node, next);
    }
    return next;
  }

 private:
  std::int32_t add(LuceneRegex::State state) {
    states_.push_back(state);
    return static_cast<std::int32_t>(states_.size() - 1);
  }
  std::int32_t split(std::int32_t a, std::int32_t b) {
    return add({.kind = LuceneRegex::State::Kind::split, .next = a, .other = b});
  }
  std::int32_t build_ranges(const RegexNode& node, std::int32_t next) {
    std::int32_t head = -1;
    for (const RegexNode::Range range : node.ranges) {
      const std::int32_t state =
          add({.kind = LuceneRegex::State::Kind::range, .low = range.low, .high = range.high, .next = next});
      head = head < 0 ? state : split(head, state);
    }
    return head < 0 ? add({}) : head;
  }
  std::int32_t build_concat(const RegexNode& node, std::int32_t next) {
    for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) next = build(**child, next);
    return next;
  }
  std::int32_t build_alternatives(const RegexNode& node, std::int32_t next) {
    std::int32_t head = -1;
    for (const auto& child : node.children) {
      const std::int32_t state = build(*child, next);
      head = head < 0 ? state : split(head, state);
    }
    return head;
  }
  std::int32_t build_repeat(const RegexNode& node, std::int32_t next) {
    const RegexNode& child = *node.children.front();
    if (node.max == RegexNode::kUnbounded) {
      const std::int32_t loop = split(-1, next);
      states_[static_cast<std::size_t>(loop)].next = build(child, loop);
      next = loop;
    } else {
      const std::int32_t out = next;
      for (std::uint32_t i = node.min; i < node.max && !full(); ++i) next = split(build(child, next), out);
    }
    for (std::uint32_t i = 0; i < node.min && !full(); ++i) {
      const std::size_t before = states_.size();
      next = build(child, next);
      if (states_.size() == before) break;  // the empty text, however often
    }
    return next;
  }

  std::vector<LuceneRegex::State> states_;
};

}  // namespace

Result<LuceneRegex> LuceneRegex::compile(std::string_view pattern) {
  if (pattern.size() > kMaxLength) {
    return Error(ErrorCode::invalid_argument,
                 "The length of regex [" + std::to_string(pattern.size()) +
                     "] used in the request has exceeded the allowed maximum of [" + std::to_string(kMaxLength) +
                     "]. This maximum can be set by changing the [index.max_regex_length] index level setting.");
  }
  Result<std::unique_ptr<RegexNode>> tree = parse_lucene_regex(pattern);
  if (!tree) return std::move(tree).error();
  Compiler compiler;
  const std::int32_t end = compiler.accept();
  const std::int32_t start = compiler.build(**tree, end);
  if (compiler.full()) {
    return Error(ErrorCode::invalid_argument, "Determinizing automaton for regex [" + std::string(pattern) +
                                                  "] would require more than " + std::to_string(kMaxStates) +
                                                  " effort.");
  }
  return LuceneRegex(std::move(compiler).take(), start);
}

LuceneRegex::LuceneRegex(std::vector<State> states, std::int32_t start) : states_(std::move(states)), start_(start) {
  seen_.assign(states_.size(), 0);
  forget_sets();
}

void LuceneRegex::forget_sets() {
  sets_.clear();
  by_hash_.clear();
  set_of({start_});
}

std::int32_t LuceneRegex::set_of(std::vector<std::int32_t> open) {
  ++mark_;
  Set set;
  set.ascii.fill(-1);
  while (!open.empty()) {
    const auto at = static_cast<std::size_t>(open.back());
    open.pop_back();
    if (seen_[at] == mark_) continue;
    seen_[at] = mark_;
    const State& state = states_[at];
    if (state.kind == State::Kind::split) {
      open.push_back(state.next);
      open.push_back(state.other);
    } else if (state.kind != State::Kind::dead) {
      set.accepts |= state.kind == State::Kind::accept;
      set.states.push_back(static_cast<std::int32_t>(at));
    }
  }
  std::sort(set.states.begin(), set.states.end());
  const std::size_t hash = hash64(std::as_bytes(std::span(set.states)));
  for (const std::int32_t known : by_hash_[hash]) {
    if (sets_[static_cast<std::size_t>(known)].states == set.states) return known;
  }
  sets_.push_back(std::move(set));
  const auto index = static_cast<std::int32_t>(sets_.size() - 1);
  by_hash_[hash].push_back(index);
  return index;
}

std::int32_t LuceneRegex::step(std::int32_t from, char32_t c) {
  std::vector<std::int32_t> seeds;
  for (const std::int32_t at : sets_[static_cast<std::size_t>(from)].states) {
    const State& state = states_[static_cast<std::size_t>(at)];
    if (state.kind == State::Kind::range && state.low <= c && c <= state.high) seeds.push_back(state.next);
  }
  const std::int32_t to = set_of(std::move(seeds));
  if (c < 128) sets_[static_cast<std::size_t>(from)].ascii[c] = to;
  return to;
}

std::int32_t LuceneRegex::start_anew_from(std::int32_t set) {
  std::vector<std::int32_t> states = std::move(sets_[static_cast<std::size_t>(set)].states);
  forget_sets();
  return set_of(std::move(states));
}

bool LuceneRegex::matches(std::string_view text) {
  std::int32_t set = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (sets_.size() > kMaxSets) set = start_anew_from(set);
    const char32_t c = next_code_point(text, at);
    const Set& current = sets_[static_cast<std::size_t>(set)];
    if (current.states.empty()) return false;
    const std::int32_t known = c < 128 ? current.ascii[c] : -1;
    set = known >= 0 ? known : step(set, c);
  }
  return sets_[static_cast<std::size_t>(set)].accepts;
}

}  // namespace aisle::engine
