#include "engine/index/segment/term_log_seal.hpp"

#include <algorithm>

#include "engine/index/columns/ordinal_column.hpp"
#include "engine/index/dictionary/dictionary.hpp"

namespace aisle::engine {
namespace {

/// A term's number with its first bytes, so that most comparisons need no look at the arena.
struct SortKey {
  std::uint64_t key = 0;
  std::uint32_t number = 0;
};

std::vector<SortKey> sorted_terms(const TermLog& log) {
  const auto& terms = log.terms();
  std::vector<SortKey> order(terms.size());
  for (std::uint32_t i = 0; i < terms.size(); ++i) order[i] = {term_key(log.bytes(terms[i])), i};
  std::sort(order.begin(), order.end(), [&](const SortKey& a, const SortKey& b) {
    if (a.key != b.key) return a.key < b.key;
    return log.bytes(terms[a.number]) < log.bytes(terms[b.number]);
  });
  return order;
}

/// All occurrences, those of one term together, in the order of the log: by document, then position.
struct GroupedOccurrences {
  std::vector<std::uint64_t> ends;  ///< by term number: one past its last occurrence
  std::vector<std::uint32_t> docs;
  std::vector<std::uint32_t> positions;
};

GroupedOccurrences group_by_term(const TermLog& log, const std::vector<SortKey>& order) {
  GroupedOccurrences grouped;
  grouped.ends.resize(order.size());
  std::uint64_t start = 0;
  for (const SortKey& term : order) {
    grouped.ends[term.number] = start;
    start += log.terms()[term.number].count;
  }
  const bool with_positions = log.kept() == PostingDetail::positions;
  const auto& occurrences = log.occurrences();
  grouped.docs.resize(occurrences.size());
  if (with_positions) grouped.positions.resize(occurrences.size());
  const auto& runs = log.runs();
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::size_t end = r + 1 < runs.size() ? runs[r + 1].begin : occurrences.size();
    for (std::size_t i = runs[r].begin; i < end; ++i) {
      const std::uint64_t at = grouped.ends[occurrences[i]]++;
      grouped.docs[at] = runs[r].doc;
      if (with_positions) grouped.positions[at] = log.positions()[i];
    }
  }
  return grouped;
}

void fold_documents(const GroupedOccurrences& grouped, std::uint64_t begin, std::uint64_t end, PostingList& list) {
  list.clear();
  for (std::uint64_t i = begin; i < end; ++i) {
    if (!list.docs.empty() && list.docs.back() == grouped.docs[i]) {
      ++list.freqs.back();
    } else {
      list.docs.push_back(grouped.docs[i]);
      list.freqs.push_back(1);
    }
  }
  if (grouped.positions.empty()) return;
  list.positions.assign(grouped.positions.begin() + static_cast<std::ptrdiff_t>(begin),
                        grouped.positions.begin() + static_cast<std::ptrdiff_t>(end));
}

}  // namespace

std::vector<std::uint32_t> write_sorted_terms(const TermLog& log, FieldIndexWriter& writer) {
  const std::vector<SortKey> order = sorted_terms(log);
  const GroupedOccurrences grouped = group_by_term(log, order);
  std::vector<std::uint32_t> ranks(order.size());
  PostingList list;
  std::uint64_t begin = 0;
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
    const std::uint32_t number = order[rank].number;
    fold_documents(grouped, begin, grouped.ends[number], list);
    writer.add_term(log.bytes(log.terms()[number]), list);
    begin = grouped.ends[number];
    ranks[number] = rank;
  }
  return ranks;
}

std::vector<std::byte> make_ordinals(const TermLog& log, const std::vector<std::uint32_t>& ranks,
                                     std::uint32_t doc_count) {
  OrdinalColumnWriter column;
  const auto& runs = log.runs();
  const auto& occurrences = log.occurrences();
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::size_t end = r + 1 < runs.size() ? runs[r + 1].begin : occurrences.size();
    for (std::size_t i = runs[r].begin; i < end; ++i) column.add(runs[r].doc, ranks[occurrences[i]]);
  }
  return std::move(column).finish(doc_count, static_cast<std::uint32_t>(ranks.size()));
}

}  // namespace aisle::engine
