#include "engine/index/segment/term_log_seal.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include "engine/index/columns/ordinal_column.hpp"
#include "engine/index/dictionary/dictionary.hpp"

namespace aisle::engine {
namespace {

/// A term with its first bytes as numbers, so that most comparisons need no look at its bytes.
struct SortedTerm {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint32_t number = 0;
  std::string_view term;

  bool operator<(const SortedTerm& other) const {
    if (first != other.first) return first < other.first;
    if (second != other.second) return second < other.second;
    return term < other.term;
  }
};

std::vector<SortedTerm> sorted_terms(const TermLog& log) {
  constexpr std::size_t kKeyBytes = 8;
  const std::vector<std::string_view> terms = log.terms().terms();
  std::vector<SortedTerm> order(terms.size());
  for (std::uint32_t i = 0; i < terms.size(); ++i) {
    const std::string_view term = terms[i];
    order[i] = {term_key(term), term.size() > kKeyBytes ? term_key(term.substr(kKeyBytes)) : 0, i, term};
  }
  if (!std::is_sorted(order.begin(), order.end())) std::sort(order.begin(), order.end());  // ids often come in order
  return order;
}

std::uint64_t placed(std::uint32_t doc, std::uint32_t position) { return std::uint64_t{doc} << 32 | position; }

/// All occurrences, those of one term together, in the order of the log: by document, then position.
struct GroupedOccurrences {
  std::vector<std::uint32_t> ends;           ///< by term number: one past its last occurrence
  std::unique_ptr<std::uint64_t[]> places;  ///< document and position

  std::span<const std::uint64_t> range(std::uint32_t begin, std::uint32_t end) const {
    return {places.get() + begin, places.get() + end};
  }
};

GroupedOccurrences group_by_term(const TermLog& log, const std::vector<SortedTerm>& order) {
  const auto& occurrences = log.occurrences();
  std::vector<std::uint32_t> counts(order.size(), 0);
  for (const std::uint32_t number : occurrences) ++counts[number];
  GroupedOccurrences grouped;
  grouped.ends.resize(order.size());
  std::uint32_t start = 0;
  for (const SortedTerm& term : order) {
    grouped.ends[term.number] = start;
    start += counts[term.number];
  }
  grouped.places = std::make_unique_for_overwrite<std::uint64_t[]>(occurrences.size());
  const bool with_positions = log.kept() == PostingDetail::positions;
  const auto& runs = log.runs();
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::size_t end = r + 1 < runs.size() ? runs[r + 1].begin : occurrences.size();
    for (std::size_t i = runs[r].begin; i < end; ++i) {
      const std::uint32_t at = grouped.ends[occurrences[i]]++;
      grouped.places[at] = placed(runs[r].doc, with_positions ? log.positions()[i] : 0);
    }
  }
  return grouped;
}

/// One term's occurrences as postings.
class PostingFolder {
 public:
  /// Valid until the next call.
  PostingRange fold(std::span<const std::uint64_t> places, bool with_positions) {
    if (docs_.size() < places.size()) grow(places.size());
    std::size_t count = 0;
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto doc = static_cast<std::uint32_t>(places[i] >> 32);
      positions_[i] = static_cast<std::uint32_t>(places[i]);
      if (count > 0 && doc == last) {
        ++freqs_[count - 1];
        continue;
      }
      docs_[count] = last = doc;
      freqs_[count++] = 1;
    }
    PostingRange range{.docs = std::span(docs_).first(count), .freqs = {}, .positions = {}};
    if (count < places.size()) range.freqs = std::span(freqs_).first(count);
    if (with_positions) range.positions = std::span(positions_).first(places.size());
    return range;
  }

 private:
  void grow(std::size_t size) {
    size = std::max(size, 2 * docs_.size());
    docs_.resize(size);
    freqs_.resize(size);
    positions_.resize(size);
  }
  std::vector<std::uint32_t> docs_;
  std::vector<std::uint32_t> freqs_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace

std::vector<std::uint32_t> write_sorted_terms(const TermLog& log, FieldIndexWriter& writer) {
  const std::vector<SortedTerm> order = sorted_terms(log);
  const GroupedOccurrences grouped = group_by_term(log, order);
  const bool with_positions = log.kept() == PostingDetail::positions;
  std::vector<std::uint32_t> ranks(order.size());
  PostingFolder folder;
  std::uint32_t begin = 0;
  for (const SortedTerm& term : order) {
    const std::uint32_t end = grouped.ends[term.number];
    ranks[term.number] = writer.term_count();
    if (end > begin) writer.add_term(term.term, folder.fold(grouped.range(begin, end), with_positions));
    begin = end;
  }
  return ranks;
}

std::uint64_t count_documents_with_terms(const TermLog& log) {
  const auto& runs = log.runs();
  std::uint64_t count = 0;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::size_t end = r + 1 < runs.size() ? runs[r + 1].begin : log.occurrences().size();
    if (end > runs[r].begin) ++count;
  }
  return count;
}

std::vector<std::byte> make_ordinals(const TermLog& log, const std::vector<std::uint32_t>& ranks,
                                     std::uint32_t term_count, std::uint32_t doc_count) {
  OrdinalColumnWriter column;
  const auto& runs = log.runs();
  const auto& occurrences = log.occurrences();
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const std::size_t end = r + 1 < runs.size() ? runs[r + 1].begin : occurrences.size();
    for (std::size_t i = runs[r].begin; i < end; ++i) column.add(runs[r].doc, ranks[occurrences[i]]);
  }
  return std::move(column).finish(doc_count, term_count);
}

}  // namespace aisle::engine
