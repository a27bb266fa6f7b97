// Category pages, asked for again and again while values change and documents go, show what a loop over the documents
// shows: hits in order, totals, facets.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/index/segment/segment_builder.hpp"
#include "engine/query/searcher.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

const FieldId kShelf{0};
const FieldId kBrand{1};
const FieldId kRating{2};
const FieldId kPrice{3};
constexpr double kNoPrice = std::numeric_limits<double>::infinity();

std::shared_ptr<const Schema> make_schema() {
  std::vector<Field> fields(4);
  fields[0].name = "shelf";
  fields[0].type = FieldType::keyword;
  fields[1].name = "brand";
  fields[1].type = FieldType::keyword;
  fields[2].name = "rating";
  fields[2].type = FieldType::integer;
  fields[2].live = true;
  fields[3].name = "price";
  fields[3].type = FieldType::double_number;
  fields[3].live = true;
  return std::make_shared<const Schema>(std::move(fields), nullptr);
}

struct Product {
  std::vector<std::string> shelves;
  std::string brand;
  std::int64_t rating = 0;
  double price = kNoPrice;
  bool alive = true;
};

/// One segment and what it ought to hold.
struct Slice {
  std::vector<Product> products;
  std::shared_ptr<Segment> segment;
  std::shared_ptr<const LiveDocs> live;
};

class Shop {
 public:
  Shop(std::mt19937& random, std::vector<std::uint32_t> sizes) : random_(random), schema_(make_schema()) {
    for (const std::uint32_t size : sizes) slices_.push_back(make_slice(size));
  }
  std::vector<Slice>& slices() { return slices_; }

  SearchTarget target() const {
    std::vector<SegmentView> views;
    std::uint32_t base = 0;
    for (const Slice& slice : slices_) {
      SegmentView& view = views.emplace_back();
      view.segment = slice.segment;
      view.live = slice.live;
      view.live_count = static_cast<std::uint32_t>(std::ranges::count(slice.products, true, &Product::alive));
      view.doc_base = base;
      base += slice.segment->doc_count();
    }
    return {"shop", std::make_shared<const Snapshot>(std::move(views), schema_, 1)};
  }

  void change_prices(std::uint32_t count) {
    const NumericEncoding real = NumericColumn::live_encoding(ValueClass::real);
    for (; count > 0; --count) {
      Slice& slice = slices_[random_() % slices_.size()];
      const std::uint32_t doc = random_() % slice.segment->doc_count();
      Product& product = slice.products[doc];
      product.price = random_() % 10 == 0 ? kNoPrice : random_price();
      product.rating = static_cast<std::int64_t>(random_() % 6);
      const bool none = product.price == kNoPrice;
      slice.segment->set_live(kPrice, DocId{doc}, none ? std::nullopt : std::optional(real.encode(product.price)));
      slice.segment->set_live(kRating, DocId{doc}, product.rating);
    }
  }
  void remove(std::uint32_t count) {
    for (Slice& slice : slices_) {
      for (std::uint32_t i = 0; i < count; ++i) slice.products[random_() % slice.products.size()].alive = false;
      std::vector<std::uint64_t> words((slice.products.size() + 63) / 64, 0);
      for (std::size_t doc = 0; doc < slice.products.size(); ++doc) {
        words[doc / 64] |= std::uint64_t{slice.products[doc].alive} << (doc % 64);
      }
      slice.live = std::make_shared<const LiveDocs>(std::move(words));
    }
  }

 private:
  double random_price() { return static_cast<double>(random_() % 5'000) / 100.0; }

  Slice make_slice(std::uint32_t size) {
    Slice slice;
    SegmentBuilder builder(schema_);
    for (std::uint32_t i = 0; i < size; ++i) {
      Product product;
      // A few shelves are large enough that their order is kept.
      product.shelves.push_back("s" + std::to_string(random_() % (random_() % 3 == 0 ? 40 : 3)));
      if (random_() % 2 == 0) product.shelves.push_back(product.shelves[0] + ">" + std::to_string(random_() % 3));
      product.brand = "b" + std::to_string(random_() % 7);
      product.rating = static_cast<std::int64_t>(random_() % 6);
      if (random_() % 12 != 0) product.price = random_price();
      Document document;
      document.id = std::to_string(slices_.size()) + "-" + std::to_string(i);
      document.source = "{}";
      for (const std::string& shelf : product.shelves) document.values.push_back({kShelf, std::string_view(shelf)});
      document.values.push_back({kBrand, std::string_view(product.brand)});
      document.values.push_back({kRating, product.rating});
      if (product.price != kNoPrice) document.values.push_back({kPrice, product.price});
      EXPECT_TRUE(builder.add(document, 1, i).ok());
      slice.products.push_back(std::move(product));
    }
    slice.segment = builder.seal(slices_.size() + 1);
    return slice;
  }

  std::mt19937& random_;
  std::shared_ptr<const Schema> schema_;
  std::vector<Slice> slices_;
};

struct Page {
  std::string shelf;  ///< empty: any
  std::string brand;
  std::optional<double> from;
  std::optional<double> to;
  bool by_price = true;
  bool descending = false;
  bool then_by_price = false;
  std::uint64_t size = 10;
  std::uint64_t total_limit = TrackTotalHits::kAll;

  bool shows(const Product& product) const {
    if (!product.alive || (!brand.empty() && product.brand != brand)) return false;
    if (!shelf.empty() && std::ranges::find(product.shelves, shelf) == product.shelves.end()) return false;
    if ((from || to) && product.price == kNoPrice) return false;
    return (!from || product.price >= *from) && (!to || product.price <= *to);
  }
  std::pair<double, double> key(const Product& product) const {
    const double rating = static_cast<double>(descending ? -product.rating : product.rating);
    if (!by_price) return {rating, then_by_price ? product.price : 0.0};
    if (product.price == kNoPrice) return {kNoPrice, 0.0};  // last, whatever the direction
    return {descending ? -product.price : product.price, 0.0};
  }
};

QueryPtr term(std::string field, std::string value) {
  TermQuery query;
  query.field = std::move(field);
  query.value = std::move(value);
  return make_query(std::move(query));
}

Aggregation facet(std::string name, Aggregation::Node node) {
  return {.name = std::move(name), .node = std::move(node), .sub = {}, .annotation = {}};
}

SearchRequest request_for(const Page& page, bool facets) {
  BoolQuery query;
  if (!page.shelf.empty()) query.filter.push_back(term("shelf", page.shelf));
  if (!page.brand.empty()) query.filter.push_back(term("brand", page.brand));
  if (page.from || page.to) {
    RangeQuery range;
    range.field = "price";
    if (page.from) range.from = *page.from;
    if (page.to) range.to = *page.to;
    query.filter.push_back(make_query(std::move(range)));
  }
  SearchRequest request;
  request.query = query.filter.empty() ? make_query(MatchAllQuery{}) : make_query(std::move(query));
  request.size = page.size;
  request.total.limit = page.total_limit;
  request.sort = {{.kind = SortKey::Kind::field, .field = page.by_price ? "price" : "rating", .descending = page.descending}};
  if (page.then_by_price) request.sort.push_back({.kind = SortKey::Kind::field, .field = "price"});
  if (!facets) return request;
  TermsAggregation brands;
  brands.field = "brand";
  RangeAggregation prices;
  prices.field = "price";
  prices.ranges = {{.key = {}, .from = {}, .to = 10.0}, {.key = {}, .from = 10.0, .to = 30.0}, {.key = {}, .from = 30.0, .to = {}}};
  HistogramAggregation ratings;
  ratings.field = "rating";
  ratings.min_doc_count = 1;
  request.aggregations = {facet("brands", std::move(brands)), facet("prices", std::move(prices)),
                          facet("ratings", std::move(ratings))};
  return request;
}

/// Key of a bucket, as text, -> documents.
using Counts = std::map<std::string, std::uint64_t>;

Counts counts_in(const AggregationResult& result) {
  Counts counts;
  const auto take = [&](const std::vector<Bucket>& buckets) {
    for (const Bucket& bucket : buckets) {
      const auto* text = std::get_if<std::string>(&bucket.key);
      const auto* real = std::get_if<double>(&bucket.key);
      const std::string key = text != nullptr ? *text : std::to_string(static_cast<int>(*real));
      if (bucket.doc_count != 0) counts[key] = bucket.doc_count;
    }
  };
  if (const auto* terms = std::get_if<TermsResult>(&result.node)) take(terms->buckets);
  if (const auto* buckets = std::get_if<BucketsResult>(&result.node)) take(buckets->buckets);
  return counts;
}

struct Shown {
  std::pair<double, double> key;
  std::uint32_t segment = 0;
  std::uint32_t doc = 0;
  friend auto operator<=>(const Shown&, const Shown&) = default;
};

void expect_page(Shop& shop, const Page& page, bool facets) {
  const SearchRequest request = request_for(page, facets);
  auto response = search({shop.target()}, request, {});
  ASSERT_TRUE(response.ok()) << response.error().message;
  std::vector<Shown> expected;
  Counts brands;
  Counts prices;
  Counts ratings;
  for (std::uint32_t s = 0; s < shop.slices().size(); ++s) {
    const auto& products = shop.slices()[s].products;
    for (std::uint32_t doc = 0; doc < products.size(); ++doc) {
      const Product& product = products[doc];
      if (!page.shows(product)) continue;
      expected.push_back({page.key(product), s, doc});
      ++brands[product.brand];
      if (product.price != kNoPrice) ++prices[product.price < 10 ? "*-10.0" : product.price < 30 ? "10.0-30.0" : "30.0-*"];
      ++ratings[std::to_string(product.rating)];
    }
  }
  EXPECT_EQ(response->total, std::min<std::uint64_t>(expected.size(), page.total_limit));
  EXPECT_EQ(response->total_is_lower_bound, expected.size() > page.total_limit);
  std::sort(expected.begin(), expected.end());
  expected.resize(std::min<std::size_t>(expected.size(), page.size));
  ASSERT_EQ(response->hits.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(response->hits[i].segment, expected[i].segment) << "hit " << i;
    ASSERT_EQ(index_of(response->hits[i].doc), expected[i].doc) << "hit " << i;
  }
  if (!facets) return;
  EXPECT_EQ(counts_in(response->aggregations[0]), brands);
  EXPECT_EQ(counts_in(response->aggregations[1]), prices);
  EXPECT_EQ(counts_in(response->aggregations[2]), ratings);
}

Page random_page(std::mt19937& random) {
  Page page;
  if (random() % 8 != 0) page.shelf = "s" + std::to_string(random() % (random() % 4 == 0 ? 40 : 3));
  if (random() % 4 == 0) page.shelf += ">1";
  if (page.shelf == ">1") page.shelf.clear();
  if (random() % 4 == 0) page.brand = "b" + std::to_string(random() % 7);
  if (random() % 4 == 0) page.from = static_cast<double>(random() % 40);
  if (random() % 4 == 0) page.to = static_cast<double>(random() % 50);
  page.by_price = random() % 3 != 0;
  page.descending = random() % 2 == 0;
  page.then_by_price = !page.by_price && random() % 2 == 0;
  if (random() % 2 == 0) page.total_limit = 1 + random() % 1'500;
  page.size = random() % 5 == 0 ? 0 : random() % 4 == 0 ? 300 : 10;
  return page;
}

TEST(CategoryPages, ShowWhatALoopShowsWhileTheShopGoesOn) {
  for (int seed = 1; seed <= test_effort(6); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<unsigned>(seed));
    Shop shop(random, seed % 2 == 0 ? std::vector<std::uint32_t>{21'000} : std::vector<std::uint32_t>{17'500, 900, 18'001});
    for (int step = 0; step < 60; ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      const Page page = random_page(random);
      for (int again = 0; again < 3; ++again) {
        expect_page(shop, page, random() % 2 == 0);
        if (testing::Test::HasFailure()) return;
        shop.change_prices(random() % 30);
        if (random() % 40 == 0) shop.change_prices(5'000);
        if (random() % 5 == 0) shop.remove(1 + random() % 30);
      }
    }
  }
}

// For a race detector, and for what is kept while prices change under it.
TEST(CategoryPages, AreRightAfterPricesChangedDuringSearches) {
  std::mt19937 random(7);
  Shop shop(random, {20'000});
  std::vector<Page> pages;
  for (int i = 0; i < 12; ++i) {
    pages.push_back(random_page(random));
    pages.back().shelf = i % 4 == 3 ? "" : "s" + std::to_string(i % 3);
    pages.back().brand.clear();
  }
  const SearchTarget target = shop.target();
  std::atomic<bool> ends = false;
  std::atomic<int> failures = 0;
  std::vector<std::thread> searchers;
  for (std::size_t first = 0; first < 3; ++first) {
    searchers.emplace_back([&, first] {
      for (std::size_t i = first; !ends || i < 40; ++i) {
        if (!search({target}, request_for(pages[i % pages.size()], i % 2 == 0), {}).ok()) ++failures;
      }
    });
  }
  for (int i = 0; i < 300; ++i) shop.change_prices(i % 100 == 99 ? 6'000 : 50);
  ends = true;
  for (std::thread& searcher : searchers) searcher.join();
  EXPECT_EQ(failures, 0);
  for (const Page& page : pages) {
    expect_page(shop, page, true);
    expect_page(shop, page, false);
  }
}

}  // namespace
}  // namespace aisle::engine
