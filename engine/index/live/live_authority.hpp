#pragma once
// Live values that somebody else keeps: stock and prices belong to the shop, whatever a document says of them.

#include <string_view>
#include <vector>

#include "engine/index/live/log_operation.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

/// What it says of a document holds from the moment at which the document, or an update of it, is committed: between the
/// commit and the authority's word there is no instant at which a search could see the document's own. Not logged, since
/// the authority keeps it elsewhere and is asked again after opening (Index::enforce_authority).
class LiveAuthority {
 public:
  virtual ~LiveAuthority() = default;

  /// Appends the live columns of a document that it decides, or nothing for documents that are none of its business.
  /// Called under the index's lock for every document written: quick, and without calling the index.
  virtual void append_values(std::string_view id, const Schema& schema, std::vector<LiveChange>& out) const = 0;
};

}  // namespace aisle::engine
