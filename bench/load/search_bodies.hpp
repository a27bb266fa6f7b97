#pragma once

#include <string>

#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {

/// The search body that a storefront sends for a query over the demonstration index: results pages with exact totals
/// and six facets for terms, typos and browsing; ten titles for prefixes; a plain top ten for phrases.
std::string search_body(const loaders::StorefrontQuery& query);

}  // namespace aisle::bench
