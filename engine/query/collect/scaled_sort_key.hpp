#pragma once

#include <memory>

#include "engine/query/collect/numeric_sort.hpp"
#include "engine/query/collect/sort_key.hpp"

namespace aisle::engine {

/// A key over a column that keeps reals as scaled integers (prices): documents compare by those integers, and doubles
/// are made only for the few that go on to other segments. Null where the column is none, or where what stands for
/// missing values lies between two integers.
std::unique_ptr<SegmentSortKey> make_scaled_key(const NumericColumn& column, const NumericSort& sort);

}  // namespace aisle::engine
