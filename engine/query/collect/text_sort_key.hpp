#pragma once

#include <memory>

#include "engine/query/collect/sort_key.hpp"

namespace aisle::engine {

/// Sorts by a keyword's (or fielddata text's) terms in byte order; by ordinals within a segment, by terms between
/// segments. `field` kNoField: unmapped, every document lacks it.
std::unique_ptr<SortKeyPlan> make_text_key(const SortKey& key, FieldId field);

}  // namespace aisle::engine
