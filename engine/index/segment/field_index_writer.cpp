#include "engine/index/segment/field_index_writer.hpp"

#include <bit>
#include <numeric>

namespace aisle::engine {
namespace {

std::uint64_t count_bits(std::span<const std::uint64_t> words) {
  return std::accumulate(words.begin(), words.end(), std::uint64_t{0}, [](std::uint64_t sum, std::uint64_t word) {
    return sum + static_cast<std::uint64_t>(std::popcount(word));
  });
}

}  // namespace

FieldIndexWriter::FieldIndexWriter(ImageWriter& image, std::uint32_t field, PostingDetail kept,
                                   const FieldDocuments& documents, std::uint32_t doc_count)
    : image_(image),
      field_(field),
      documents_(documents),
      doc_count_(doc_count),
      postings_(image, kept, documents.norms, doc_count),
      docs_with_terms_(documents.with_terms ? 0 : (std::size_t{doc_count} + 63) / 64, 0) {
  summary_.kept = kept;
  summary_.has_norms = documents.norms.empty() ? 0 : 1;
  image_.begin_section(SectionKind::postings, field);
}

void FieldIndexWriter::add_term(std::string_view term, const PostingRange& list) {
  dictionary_.add(term);
  entries_.push_back(postings_.write(list));
  if (!documents_.with_terms) {
    for (const std::uint32_t doc : list.docs) docs_with_terms_[doc >> 6] |= std::uint64_t{1} << (doc & 63);
  }
  const bool once = summary_.kept == PostingDetail::docs || list.freqs.empty();
  summary_.statistics.sum_doc_freq += list.docs.size();
  summary_.statistics.sum_term_freq +=
      once ? list.docs.size() : std::accumulate(list.freqs.begin(), list.freqs.end(), std::uint64_t{0});
}

void FieldIndexWriter::finish() {
  image_.end_section();
  summary_.term_count = dictionary_.term_count();
  summary_.statistics.doc_count = documents_.with_terms ? *documents_.with_terms : count_bits(docs_with_terms_);
  image_.add_section(SectionKind::field_summary, field_, std::span<const FieldSummary>(&summary_, 1));
  image_.add_section(SectionKind::term_entries, field_, std::span<const TermEntry>(entries_));
  image_.add_section(SectionKind::term_block_keys, field_, std::span<const std::uint64_t>(dictionary_.block_keys()));
  image_.add_section(SectionKind::term_block_offsets, field_,
                     std::span<const std::uint64_t>(dictionary_.finish_offsets()));
  image_.add_section(SectionKind::term_bytes, field_, std::span<const std::byte>(dictionary_.bytes()));
  const std::vector<std::uint32_t> slots = dictionary_.slots();
  image_.add_section(SectionKind::term_table, field_, std::span<const std::uint32_t>(slots));
  if (!documents_.norms.empty()) image_.add_section(SectionKind::norms, field_, documents_.norms);
  if (count_bits(documents_.presence) != doc_count_) {
    image_.add_section(SectionKind::presence, field_, documents_.presence);
  }
}

}  // namespace aisle::engine
