#include "engine/query/rewrite/term_expansion.hpp"

#include <algorithm>

namespace aisle::engine {
namespace {

template <class PerIndex>
std::vector<TermSetPlan::Ranges> per_segment(const Snapshot& snapshot, FieldId field, PerIndex&& per_index) {
  std::vector<TermSetPlan::Ranges> all;
  for (const SegmentView& view : snapshot.segments()) {
    TermSetPlan::Ranges& ranges = all.emplace_back();
    if (const FieldIndex* index = view.segment->field_index(field)) per_index(*index, ranges);
  }
  return all;
}

void add_term(TermSetPlan::Ranges& ranges, std::uint32_t term) {
  if (!ranges.empty() && ranges.back().second == term) {
    ++ranges.back().second;
  } else {
    ranges.emplace_back(term, term + 1);
  }
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same(char a, char b, bool ignore_case) { return ignore_case ? lower(a) == lower(b) : a == b; }

/// Bytes of the UTF-8 sequence that begins here.
std::size_t code_point_size(std::string_view text, std::size_t at) {
  std::size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

}  // namespace

std::vector<TermSetPlan::Ranges> prefix_terms(const Snapshot& snapshot, FieldId field, std::string_view prefix) {
  return per_segment(snapshot, field, [&](const FieldIndex& index, TermSetPlan::Ranges& ranges) {
    const auto range = index.prefix_range(prefix);
    if (range.first < range.second) ranges.push_back(range);
  });
}

std::vector<TermSetPlan::Ranges> matching_terms(const Snapshot& snapshot, FieldId field, std::string_view prefix,
                                                const std::function<bool(std::string_view)>& accept) {
  return per_segment(snapshot, field, [&](const FieldIndex& index, TermSetPlan::Ranges& ranges) {
    const auto [first, last] = index.prefix_range(prefix);
    index.for_each_term(first, last, [&](TermId term, std::string_view text) {
      if (accept(text)) add_term(ranges, index_of(term));
      return true;
    });
  });
}

std::vector<TermSetPlan::Ranges> exact_terms(const Snapshot& snapshot, FieldId field,
                                             const std::vector<std::string>& terms) {
  return per_segment(snapshot, field, [&](const FieldIndex& index, TermSetPlan::Ranges& ranges) {
    std::vector<std::uint32_t> found;
    for (const std::string& term : terms) {
      if (const std::optional<TermId> id = index.find(term)) found.push_back(index_of(*id));
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    for (const std::uint32_t term : found) add_term(ranges, term);
  });
}

std::vector<TermSetPlan::Ranges> terms_between(const Snapshot& snapshot, FieldId field, const TermBounds& bounds) {
  return per_segment(snapshot, field, [&](const FieldIndex& index, TermSetPlan::Ranges& ranges) {
    std::uint32_t first = 0;
    std::uint32_t last = index.term_count();
    if (bounds.from != nullptr) {
      first = index.lower_bound(*bounds.from);
      if (!bounds.include_from && index.find(*bounds.from)) ++first;
    }
    if (bounds.to != nullptr) {
      last = index.lower_bound(*bounds.to);
      if (bounds.include_to && index.find(*bounds.to)) ++last;
    }
    if (first < last) ranges.emplace_back(first, last);
  });
}

std::vector<std::string> first_terms_with_prefix(const Snapshot& snapshot, FieldId field, std::string_view prefix,
                                                 std::uint32_t limit) {
  std::vector<std::string> terms;
  for (const SegmentView& view : snapshot.segments()) {
    const FieldIndex* index = view.segment->field_index(field);
    if (index == nullptr) continue;
    const auto [first, last] = index->prefix_range(prefix);
    index->for_each_term(first, last, [&](TermId, std::string_view text) {
      if (terms.size() >= limit) return false;
      if (std::find(terms.begin(), terms.end(), text) == terms.end()) terms.emplace_back(text);
      return true;
    });
  }
  return terms;
}

bool wildcard_accepts(std::string_view pattern, std::string_view text, bool ignore_case) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += code_point_size(text, t);
    } else if (p < pattern.size() && same(pattern[escaped ? p + 1 : p], text[t], ignore_case)) {
      p += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      resume += code_point_size(text, resume);
      t = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string literal_prefix(std::string_view pattern) {
  std::string prefix;
  for (std::size_t i = 0; i < pattern.size() && pattern[i] != '*' && pattern[i] != '?'; ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    prefix.push_back(pattern[i]);
  }
  return prefix;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace aisle::engine
