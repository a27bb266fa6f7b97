#include "engine/testing/test_catalog.hpp"

#include <algorithm>
#include <stdexcept>

#include "analyzers/analyzer_registry.hpp"
#include "engine/index/document.hpp"
#include "engine/index/segment/segment_builder.hpp"

namespace aisle::engine::testing {
namespace {

const char* const kWords[] = {"red",    "blue",   "shoe",  "shoes", "boot",  "leather", "running", "trail", "light",
                              "grey",   "gray",   "sport", "spots", "kids",  "women",   "men",     "black", "white",
                              "canvas", "summer", "warm",  "dry",   "proof", "water",   "soft",    "sole",  "lace",
                              "strap",  "heel",   "band",  "cotton"};
const char* const kBrands[] = {"acme", "bolt", "Cedar", "dune", "ember", "fjord"};
const char* const kTags[] = {"new", "sale", "eco", "limited", "classic"};

Field text_field(const char* name, PostingDetail detail, const analyzers::AnalyzerRegistry& registry) {
  Field field;
  field.name = name;
  field.type = FieldType::text;
  field.has_column = false;
  field.posting_detail = detail;
  field.has_norms = true;
  field.index_analyzer = registry.find("standard");
  field.search_analyzer = field.index_analyzer;
  field.search_quote_analyzer = field.index_analyzer;
  return field;
}

Field plain_field(const char* name, FieldType type) {
  Field field;
  field.name = name;
  field.type = type;
  return field;
}

void add_to(SegmentBuilder& builder, const TestProduct& product) {
  const Schema& schema = builder.schema();
  Document document;
  document.id = product.id;
  document.source = "{}";
  const auto id_of = [&](const char* name) { return schema.find(name)->id; };
  const auto add_text = [&](const char* name, const std::string& text) {
    if (!text.empty()) document.values.push_back({id_of(name), std::string_view(text)});
  };
  add_text("title", product.title);
  add_text("body", product.body);
  add_text("brand", product.brand);
  for (const std::string& tag : product.tags) add_text("tags", tag);
  if (product.price) document.values.push_back({id_of("price"), *product.price});
  for (const std::int64_t stock : product.stock) document.values.push_back({id_of("stock"), stock});
  if (product.flag) document.values.push_back({id_of("flag"), std::int64_t{*product.flag ? 1 : 0}});
  if (!builder.add(document, 1, 0)) throw std::runtime_error("a test product was refused");
}

SegmentView make_view(const std::vector<TestProduct>& products, std::size_t first, std::size_t last,
                      std::uint64_t segment_id) {
  SegmentBuilder builder(test_schema());
  std::vector<std::uint64_t> alive((last - first + 63) / 64);
  SegmentView view;
  for (std::size_t i = first; i < last; ++i) {
    add_to(builder, products[i]);
    if (products[i].deleted) continue;
    alive[(i - first) >> 6] |= std::uint64_t{1} << ((i - first) & 63);
    ++view.live_count;
  }
  view.segment = builder.seal(segment_id);
  view.doc_base = static_cast<std::uint32_t>(first);
  if (view.live_count < last - first) view.live = std::make_shared<const LiveDocs>(std::move(alive));
  return view;
}

std::string random_text(std::size_t most, std::mt19937& random) {
  std::string text;
  for (std::size_t i = 0, words = random() % (most + 1); i < words; ++i) {
    if (i > 0) text += ' ';
    text += random_word(random);
  }
  return text;
}

}  // namespace

std::shared_ptr<const Schema> test_schema() {
  static const std::shared_ptr<const Schema> schema = [] {
    auto registry = analyzers::AnalyzerRegistry::build({});
    if (!registry) throw std::runtime_error(registry.error().message);
    std::vector<Field> fields;
    fields.push_back(text_field("title", PostingDetail::positions, **registry));
    fields.push_back(text_field("body", PostingDetail::freqs, **registry));
    fields.push_back(plain_field("brand", FieldType::keyword));
    fields.push_back(plain_field("tags", FieldType::keyword));
    fields.push_back(plain_field("price", FieldType::double_number));
    fields.push_back(plain_field("stock", FieldType::long_number));
    fields.push_back(plain_field("flag", FieldType::boolean));
    return std::make_shared<const Schema>(std::move(fields), std::move(*registry));
  }();
  return schema;
}

std::shared_ptr<const Snapshot> make_snapshot(const std::vector<TestProduct>& products, std::size_t segments) {
  std::vector<SegmentView> views;
  for (std::size_t i = 0; i < segments; ++i) {
    const std::size_t first = products.size() * i / segments;
    const std::size_t last = products.size() * (i + 1) / segments;
    if (first < last) views.push_back(make_view(products, first, last, i + 1));
  }
  return std::make_shared<const Snapshot>(std::move(views), test_schema(), 1);
}

std::string random_word(std::mt19937& random) {
  const std::size_t count = std::size(kWords);
  return kWords[std::min({random() % count, random() % count, random() % count})];
}

std::vector<TestProduct> random_products(std::size_t count, std::uint32_t delete_one_in, std::mt19937& random) {
  std::vector<TestProduct> products(count);
  for (std::size_t i = 0; i < count; ++i) {
    TestProduct& product = products[i];
    product.id = "p" + std::to_string(i);
    product.title = random_text(8, random);
    product.body = random_text(30, random);
    if (random() % 8 != 0) product.brand = kBrands[random() % std::size(kBrands)];
    for (std::size_t t = random() % 3; t > 0; --t) product.tags.emplace_back(kTags[random() % std::size(kTags)]);
    if (random() % 10 != 0) product.price = static_cast<double>(random() % 10'000) / 100.0;
    for (std::size_t s = random() % 3; s > 0; --s) product.stock.push_back(static_cast<std::int64_t>(random() % 50));
    if (random() % 5 != 0) product.flag = random() % 2 == 0;
    product.deleted = delete_one_in > 0 && random() % delete_one_in == 0;
  }
  return products;
}

}  // namespace aisle::engine::testing
