#pragma once
// The sub-fields that a search_as_you_type field stands for: shingles of two words and more, and beginnings of them.

#include <memory>
#include <vector>

#include "analyzers/analyzer.hpp"
#include "base/result.hpp"
#include "engine/schema/field.hpp"
#include "loaders/mapping/field_builder.hpp"

namespace aisle::loaders {

/// "f._2gram" .. "f._Ngram" and "f._index_prefix", in this order, for the root field `root` ("f").
///
/// The analyzers that they need beyond the registry's are added to `owned`, which must live as long as the fields.
/// The prefix field holds the first 1 to 20 characters of every run of up to N words, as Elasticsearch's does; a
/// position keeps each beginning once.
Result<std::vector<engine::Field>> search_as_you_type_fields(
    const engine::Field& root, std::uint32_t max_shingle_size, const MappingContext& context,
    std::vector<std::shared_ptr<const analyzers::Analyzer>>& owned);

}  // namespace aisle::loaders
