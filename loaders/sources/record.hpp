#pragma once
// One product (or one bulk action) as a source found it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::loaders {

enum class RecordAction : std::uint8_t { index, create, update, remove };

/// The word of a `_bulk` action line: "index", "create", "update" or "delete".
std::string_view to_string(RecordAction action);

/// `json` and `metadata` point into the source and are valid until its next call.
struct Record {
  std::string_view json;          ///< one JSON object without line breaks; empty for `remove`
  std::string id;                 ///< from a bulk action line; empty when the source does not say
  RecordAction action = RecordAction::index;
  std::string_view metadata;      ///< the inner object of a bulk action line (`{"_id":"7"}`); else empty
  Position where;                 ///< of the record's first byte in the uncompressed input
};

}  // namespace aisle::loaders
