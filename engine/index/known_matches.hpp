#pragma once
// Sets of documents that are known without evaluating a query.

#include "base/ids.hpp"

namespace aisle::engine {

/// All documents of a segment, or those with one term of a field that has a column of ordinals there.
struct KnownMatches {
  FieldId field = kNoField;  ///< kNoField: all documents
  TermId term{0};
  bool all() const { return field == kNoField; }
};

}  // namespace aisle::engine
