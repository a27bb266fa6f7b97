#include <set>
#include <string>

#include "loaders/synthetic/generator.hpp"
#include "loaders/synthetic/taxonomy.hpp"

namespace aisle::loaders {

namespace {

constexpr std::string_view kBeginning = R"({
  "settings": {
    "analysis": {
      "filter": {
        "autocomplete_edges": { "type": "edge_ngram", "min_gram": 2, "max_gram": 15 }
      },
      "tokenizer": {
        "category_levels": { "type": "path_hierarchy", "delimiter": ">" }
      },
      "analyzer": {
        "autocomplete": { "type": "custom", "tokenizer": "standard", "filter": ["lowercase", "autocomplete_edges"] },
        "category_path": { "type": "custom", "tokenizer": "category_levels", "filter": ["trim"] }
      }
    }
  },
  "mappings": {
    "properties": {
      "id": { "type": "keyword" },
      "title": {
        "type": "text",
        "fields": {
          "keyword": { "type": "keyword", "ignore_above": 256 },
          "autocomplete": { "type": "text", "analyzer": "autocomplete", "search_analyzer": "standard" }
        }
      },
      "brand": { "type": "text", "fields": { "keyword": { "type": "keyword", "ignore_above": 256 } } },
      "category": {
        "type": "text", "analyzer": "category_path", "search_analyzer": "keyword", "fielddata": true,
        "fields": { "text": { "type": "text" } }
      },
      "category_path": { "type": "keyword" },
      "price": { "type": "double", "live": true },
      "currency": { "type": "keyword" },
      "rating": { "type": "double", "live": true },
      "review_count": { "type": "long", "live": true },
      "description": { "type": "text" },
      "inventory": { "type": "long", "live": true },
      "in_stock": { "type": "boolean", "live": true },
      "image_urls": { "type": "keyword", "index": false, "doc_values": false },
      "created_at": { "type": "date" },
      "model": { "type": "keyword" },
      "attributes": {
        "properties": {
          "color": { "type": "keyword" })";

std::string write_demo_mapping() {
  std::set<std::string> names;
  for (const auto& family : taxonomy().families)
    for (const auto& kind : family.attributes) names.insert(kind.name);
  std::string body(kBeginning);
  for (const auto& name : names) body += ",\n          \"" + name + "\": { \"type\": \"keyword\" }";
  return body + "\n        }\n      }\n    }\n  }\n}\n";
}

}  // namespace

std::string_view demo_mapping() {
  static const std::string* const body = new std::string(write_demo_mapping());
  return *body;
}

}  // namespace aisle::loaders
