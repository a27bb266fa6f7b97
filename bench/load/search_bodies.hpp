#pragma once

#include <string>
#include <string_view>

#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {

/// The search body that a storefront sends for a query over the demonstration index: results pages with exact totals
/// and six facets for terms, typos and browsing; ten titles for prefixes; a plain top ten for phrases.
std::string search_body(const loaders::StorefrontQuery& query);

/// The six facets of a results page, as the value of "aggs".
std::string_view facet_aggregations();

}  // namespace aisle::bench
