#pragma once
// A sort by a number, as its plan knows it and every segment needs it.

#include <cstdint>
#include <span>
#include <string>

#include "engine/index/columns/numeric_column.hpp"
#include "engine/query/collect/ordered_bits.hpp"
#include "engine/query/search_request.hpp"

namespace aisle::engine {

struct NumericSort {
  FieldId field = kNoField;
  bool is_real = false;
  bool is_boolean = false;
  bool descending = false;
  SortKey::Mode mode = SortKey::Mode::min;
  std::int64_t missing_key = INT64_MAX;  ///< directed; of integer fields the value, of real ones its ordered bits
};

/// Tells sorts over one field apart.
inline void append_settings(const NumericSort& sort, std::string& out) {
  out += sort.descending ? 'd' : 'a';
  out += static_cast<char>(sort.mode);
  out.append(reinterpret_cast<const char*>(&sort.missing_key), sizeof sort.missing_key);
}

/// Calls visit(i, encoded) or visit_missing(i) for each of docs[i]; a live value is read once.
/// REQUIRES: !column.is_multi_valued().
template <class Visit, class VisitMissing>
void for_each_single(const NumericColumn& column, std::span<const std::uint32_t> docs, Visit&& visit,
                     VisitMissing&& visit_missing) {
  const bool live = column.is_live();
  column.visit_codes([&](auto codes, auto present) {
    for (std::size_t i = 0; i < docs.size(); ++i) {
      const auto code = codes(docs[i]);
      if (live ? code == 0 : !present(docs[i])) {
        visit_missing(i);
      } else {
        visit(i, static_cast<std::int64_t>(static_cast<std::uint64_t>(column.base()) + code));
      }
    }
  });
}

}  // namespace aisle::engine
