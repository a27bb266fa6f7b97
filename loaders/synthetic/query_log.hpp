#pragma once
// Storefront queries over a generated catalog, for load drivers: what shoppers type and click.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loaders/synthetic/generator.hpp"

namespace aisle::loaders {

enum class QueryKind : std::uint8_t {
  terms,    ///< one to four words of a title, brand or category
  typo,     ///< the same with one or two misspelt words
  prefix,   ///< the last word only begun, as an autocomplete box sends it
  phrase,   ///< two or three neighbouring words of a title
  browse,   ///< no text: a category page with its facets
};

/// "terms", "typo", "prefix", "phrase", "browse".
std::string_view to_string(QueryKind kind);

struct QueryFilters {
  std::string brand;     ///< of field brand.keyword; empty: none
  std::string category;  ///< a path of any depth as field category takes it ("Electronics > Audio"); empty: none
  std::optional<double> min_price, max_price;
  bool in_stock = false;
};

struct StorefrontQuery {
  QueryKind kind = QueryKind::terms;
  std::string text;   ///< as typed
  std::string clean;  ///< as meant: equal to text unless it is a typo
  QueryFilters filters;
};

/// The share of each kind, out of their sum.
struct QueryMix {
  unsigned terms = 45, typo = 12, prefix = 28, phrase = 7, browse = 8;
};

/// Makes queries about the first `products` products. Query `number` depends on the catalog's seed, `products`, `seed`
/// and its number only. Words come from products drawn with the skew of their popularity, so that head queries repeat.
/// Thread-safe; `catalog` must outlive it.
class QueryLog {
 public:
  QueryLog(const CatalogGenerator& catalog, std::uint64_t products, std::uint64_t seed, QueryMix mix = {});
  StorefrontQuery query(std::uint64_t number) const;
  std::vector<StorefrontQuery> queries(std::uint64_t count) const;

 private:
  const CatalogGenerator* catalog_;
  std::uint64_t products_, seed_;
  QueryMix mix_;
};

}  // namespace aisle::loaders
