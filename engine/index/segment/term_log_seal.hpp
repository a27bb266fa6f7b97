#pragma once
// Inverting one field, second half: terms sorted, occurrences brought to their terms by counting.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/index/segment/field_index_writer.hpp"
#include "engine/index/segment/term_log.hpp"

namespace aisle::engine {

/// Adds every term of the log with its postings to `writer`, in byte order. Gives the rank of each term by its number
/// in the log.
std::vector<std::uint32_t> write_sorted_terms(const TermLog& log, FieldIndexWriter& writer);

/// Documents that have at least one occurrence.
std::uint64_t count_documents_with_terms(const TermLog& log);

/// The bytes of the column of the log's terms by rank.
std::vector<std::byte> make_ordinals(const TermLog& log, const std::vector<std::uint32_t>& ranks,
                                     std::uint32_t term_count, std::uint32_t doc_count);

}  // namespace aisle::engine
