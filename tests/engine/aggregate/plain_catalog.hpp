#pragma once
// Small catalogs twice: as plain documents in maps, and as snapshots of real segments.

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/aggregate/aggregator.hpp"
#include "engine/aggregate/collect/segment_filter.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::engine {

/// A document as its source has it. Text for keywords, integers (booleans 0/1, dates in milliseconds) or reals.
struct PlainDocument {
  std::map<std::string, std::vector<Value>> values;
  bool alive = true;
  bool matches = true;
};

/// One index: its segments' documents, in order.
struct PlainTarget {
  std::vector<std::vector<PlainDocument>> segments;
};

/// The fields brand, product (keywords, one value), categories (many), rating, in_stock, created (one value), sizes
/// (integers, many), price (two decimals), weight (any real, many).
std::shared_ptr<const Schema> plain_schema();

/// Documents with random values, some missing, some deleted; a share of them matches.
PlainDocument random_document(std::mt19937& random, double match_share);
std::vector<PlainTarget> random_catalog(std::mt19937& random);

/// The same as segments.
std::vector<SearchTarget> build_targets(const std::vector<PlainTarget>& plain);

/// MatchAll, Term over a keyword, Range over numbers (from inclusive, to exclusive), read off the plain document.
bool passes(const Query& query, const PlainDocument& document);
/// Filters that look at plain documents, by the engine's own contract.
FilterFactory plain_filters(const std::vector<PlainTarget>& plain);

/// Drives an aggregator over the matches as the searcher does.
void drive(Aggregator& aggregator, const std::vector<PlainTarget>& plain, const std::vector<SearchTarget>& targets);

}  // namespace aisle::engine
