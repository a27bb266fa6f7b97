#pragma once
// Sources changed in place: an update's partial document, and live values that are newer than the source.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/json/json_document.hpp"

namespace aisle::loaders {

struct MergedSource {
  std::string source;
  bool changed = false;  ///< false: the partial document says what the source says already
};

/// Writes `partial` over `source`: objects merge, everything else is replaced, new members come last.
/// Both must be JSON objects. Errors: invalid_argument, kind "json_parse".
Result<MergedSource> merge_source(std::string_view source, JsonValue partial);

/// Equal as JSON: member order does not matter, how a number is written does.
bool same_json(JsonValue a, JsonValue b);

/// A field's path and its value as a JSON literal ("null" for no value).
using LivePatch = std::pair<std::string_view, std::string>;

/// Appends `source` to `out` with the values of `patches` in their places; what has no place yet is added, beside its
/// siblings where their object exists, else at the end under its dotted name. One pass, no parsing.
void append_patched(std::string_view source, const std::vector<LivePatch>& patches, std::string& out);

}  // namespace aisle::loaders
