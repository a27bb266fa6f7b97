#include "product_documents.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include "analyzers/analyzer_registry.hpp"

namespace aisle::bench {
namespace {

using engine::Field;
using engine::FieldType;
using engine::PostingDetail;

std::shared_ptr<const analyzers::AnalyzerRegistry> make_analyzers() {
  analyzers::AnalysisSettings settings;
  settings.token_filters["beginnings"] = {"edge_ngram", {{"min_gram", {"2"}}, {"max_gram", {"8"}}}};
  settings.analyzers["autocomplete"] = {
      "custom", {{"tokenizer", {"standard"}}, {"filter", {"lowercase", "beginnings"}}}};
  auto registry = analyzers::AnalyzerRegistry::build(settings);
  if (!registry) throw std::runtime_error(registry.error().message);
  return *registry;
}

Field make_field(const char* name, FieldType type) {
  Field field;
  field.name = name;
  field.type = type;
  field.has_column = type != FieldType::text;
  return field;
}

Field make_text(const char* name, PostingDetail detail, const analyzers::Analyzer* analyzer) {
  Field field = make_field(name, FieldType::text);
  field.posting_detail = detail;
  field.has_norms = true;
  field.index_analyzer = analyzer;
  return field;
}

/// A word for each number, common ones short; spelled in consonants and vowels.
std::string spell(std::uint32_t number) {
  static constexpr char kConsonants[] = "bcdfghklmnprstvz";
  static constexpr char kVowels[] = "aeiou";
  std::string word;
  for (std::uint32_t left = number + 3; left > 0; left /= 80) {
    word += kConsonants[left % 16];
    word += kVowels[left / 16 % 5];
  }
  return word + (number % 3 == 0 ? "n" : number % 3 == 1 ? "" : "rs");
}

/// Numbers with frequencies like those of words: about 1/rank.
std::uint32_t word_number(std::mt19937_64& random, std::uint32_t vocabulary) {
  const double u = static_cast<double>(random() >> 11) / 9007199254740992.0;
  return static_cast<std::uint32_t>(std::pow(static_cast<double>(vocabulary), u)) - 1;
}

std::string words(std::mt19937_64& random, std::uint32_t count) {
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    text += spell(word_number(random, 60000));
  }
  return text;
}

}  // namespace

std::shared_ptr<const engine::Schema> product_schema() {
  const auto registry = make_analyzers();
  std::vector<Field> fields;
  fields.push_back(make_text("title", PostingDetail::positions, registry->find("standard")));
  fields.push_back(make_text("title.prefix", PostingDetail::freqs, registry->find("autocomplete")));
  fields.push_back(make_text("description", PostingDetail::positions, registry->find("standard")));
  fields.push_back(make_field("brand", FieldType::keyword));
  fields.push_back(make_field("category", FieldType::keyword));
  fields.push_back(make_field("price", FieldType::double_number));
  fields.push_back(make_field("stock", FieldType::long_number));
  fields.back().live = true;
  return std::make_shared<const engine::Schema>(std::move(fields), registry);
}

engine::Document Product::document() const {
  engine::Document document;
  document.id = id;
  document.source = source;
  std::uint32_t field = 0;
  const auto add = [&](auto value) { document.values.push_back({FieldId{field++}, value}); };
  add(std::string_view(title));
  add(std::string_view(title));
  add(std::string_view(description));
  add(std::string_view(brand));
  add(std::string_view(category));
  add(price);
  add(stock);
  return document;
}

std::vector<Product> make_products(std::uint32_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Product> products(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Product& product = products[i];
    product.id = "P" + std::to_string(10000000 + i);
    product.title = words(random, 8);
    product.description = words(random, 55);
    product.brand = "brand " + std::to_string(word_number(random, 4000));
    product.category = "category " + std::to_string(word_number(random, 200));
    product.price = static_cast<double>(random() % 100000) / 100.0;
    product.stock = static_cast<std::int64_t>(random() % 500);
    product.source = "{\"id\":\"" + product.id + "\",\"title\":\"" + product.title + "\",\"description\":\"" +
                     product.description + "\",\"brand\":\"" + product.brand + "\",\"category\":\"" +
                     product.category + "\",\"price\":" + std::to_string(product.price) +
                     ",\"stock\":" + std::to_string(product.stock) + ",\"currency\":\"EUR\",\"in_stock\":true}";
  }
  return products;
}

}  // namespace aisle::bench
