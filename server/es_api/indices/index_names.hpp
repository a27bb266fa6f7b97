#pragma once
// Which indices there are, by name and by alias: what a request's index expression is resolved against.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "server/es_api/indices/open_index.hpp"

namespace aisle::server::es_api {

using IndexPtr = std::shared_ptr<OpenIndex>;

/// An alias of one index.
struct AliasOptions {
  std::optional<bool> is_write_index;
  std::string index_routing;  ///< kept for the round trip: an index is one shard
  std::string search_routing;
  bool is_hidden = false;
};
using AliasMap = std::map<std::string, AliasOptions, std::less<>>;  ///< alias name -> options

/// A value; the registry publishes it immutable.
struct IndexNames {
  std::map<std::string, IndexPtr, std::less<>> indices;
  std::map<std::string, AliasMap, std::less<>> aliases;    ///< index name -> its aliases
  /// Indices that are on disk but could not be opened, and why. Their names stay taken, so that nothing is written
  /// beside what may yet be repaired.
  std::map<std::string, std::string, std::less<>> broken;
};

/// How an expression with names, wildcards and aliases is read.
struct ResolveOptions {
  bool ignore_unavailable = false;
  bool allow_no_indices = true;
  bool expand_open = true;
  bool expand_closed = false;
  bool forbid_closed = true;    ///< a closed index that is named is an error
  bool forbid_aliases = false;  ///< DELETE: an alias is an error
};

/// All that an expression means, by name, each once: "a,b*,-c,.d", aliases, "_all", "". A broken index that is named is
/// an error (unavailable) unless ignored; wildcards pass over it.
Result<std::vector<IndexPtr>> resolve_names(const IndexNames& names, std::string_view expression,
                                            const ResolveOptions& options);

/// The index of that name, or the one behind the alias that takes writes; null when there is neither.
Result<IndexPtr> resolve_write_target(const IndexNames& names, std::string_view name);

/// Hidden indices begin with a dot and match only patterns that do.
bool index_pattern_matches(std::string_view pattern, std::string_view name);

/// unavailable: the index is on disk but damaged.
Error index_broken(std::string_view name, std::string_view problem);

}  // namespace aisle::server::es_api
