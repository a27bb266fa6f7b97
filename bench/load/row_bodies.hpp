#pragma once
// The bodies of the side-by-side's rows: one storefront query asked in the many ways that engines are compared by.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {

/// Row name and search body for every row that this query of the log belongs to: or_title, and_title, or_multi,
/// and_multi, their filtered and counted forms, facets_*, fscore_multi, browse_sort, fuzzy*, prefix_*, phrase, deep_page.
/// Bodies whose row does not want totals turn them off, as a top-ten collector does.
std::vector<std::pair<std::string, std::string>> row_bodies(const loaders::StorefrontQuery& query);

}  // namespace aisle::bench
