#include "bench/peers/xapian/catalog_loader.hpp"

#include <xapian.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_map>

#include "analyzers/analyzer_registry.hpp"
#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "bench/peers/xapian/facet_counts.hpp"
#include "bench/peers/xapian/impacts.hpp"

namespace aisle::bench {
namespace {

namespace fs = std::filesystem;

std::string text_of(const JsonValue& product, std::string_view name) {
  const auto value = product.find(name);
  return value ? std::string(value->text()) : std::string();
}

double number_of(const JsonValue& product, std::string_view name) {
  const auto value = product.find(name);
  return value ? value->as_double().value_or(0.0) : 0.0;
}

class Loader {
 public:
  explicit Loader(const std::string& directory)
      : database_(directory, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS),
        analyzers_(*analyzers::AnalyzerRegistry::build({})), analyzer_(*analyzers_->find("standard")) {}

  void add(const std::string& line, const JsonValue& product) {
    Xapian::Document document;
    document.set_data(line);
    document.add_value(kIdSlot, text_of(product, "id"));
    add_field(document, TextField::title, text_of(product, "title"));
    add_field(document, TextField::brand, text_of(product, "brand"));
    add_field(document, TextField::category, text_of(product, "category"));
    add_field(document, TextField::description, text_of(product, "description"));
    add_facets(document, product);
    const double price = number_of(product, "price");
    document.add_value(kPriceSlot, Xapian::sortable_serialise(price));
    document.add_value(kReviewsSlot, Xapian::sortable_serialise(number_of(product, "review_count")));
    database_.add_document(document);
    ++documents_;
  }

  void finish() {
    database_.set_metadata("pairs", pairs_.serialise());
    for (std::size_t f = 0; f < kTermFacets; ++f) database_.set_metadata("names" + std::to_string(f), names_[f].serialise());
    database_.commit();
    database_.close();
  }

  std::uint64_t documents() const { return documents_; }

 private:
  void add_field(Xapian::Document& document, TextField field, const std::string& text) {
    analyzer_.analyze(text, stream_);
    std::unordered_map<std::string_view, std::uint32_t> frequencies;
    for (const auto& token : stream_.tokens()) ++frequencies[token.term];
    const auto length = static_cast<std::uint32_t>(stream_.tokens().size());
    pairs_.count_field(field, length);
    if (field == TextField::title) {
      for (const auto& token : stream_.tokens()) document.add_posting(term_of(field, token.term), token.position + 1, 0);
    }
    for (const auto& [word, frequency] : frequencies) document.add_term(term_of(field, word), pairs_.number(field, frequency, length));
  }

  void add_facets(Xapian::Document& document, const JsonValue& product) {
    ProductFacets facets;
    const auto add = [&](TermFacet facet, std::string_view name) {
      const auto f = static_cast<std::size_t>(facet);
      facets.terms[f].push_back(names_[f].number(name));
    };
    const std::string brand = text_of(product, "brand");
    add(TermFacet::brand, brand);
    document.add_boolean_term("K" + brand);
    if (const auto levels = product.find("category_path")) {
      for (const JsonValue level : levels->elements()) {
        add(TermFacet::category, level.text());
        document.add_boolean_term("P" + std::string(level.text()));
      }
    }
    const auto attributes = product.find("attributes");
    if (const auto colors = attributes ? attributes->find("color") : std::nullopt) {
      if (colors->is_string()) add(TermFacet::color, colors->text());
      for (const JsonValue color : colors->elements()) add(TermFacet::color, color.text());
    }
    facets.price_range = price_range_of(number_of(product, "price"));
    facets.rating = static_cast<std::uint8_t>(number_of(product, "rating"));
    const auto in_stock = product.find("in_stock");
    facets.in_stock = in_stock && in_stock->is_boolean() && in_stock->boolean();
    document.add_value(kFacetSlot, facets.pack());
  }

  Xapian::WritableDatabase database_;
  std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers_;
  const analyzers::Analyzer& analyzer_;
  analyzers::TokenStream stream_;
  PairNumbers pairs_;
  std::array<ValueNames, kTermFacets> names_;
  std::uint64_t documents_ = 0;
};

double compact(const std::string& directory) {
  const Stopwatch watch;
  const std::string compacted = directory + ".compacted";
  fs::remove_all(compacted);
  Xapian::Database(directory).compact(compacted, Xapian::Compactor::FULL);
  fs::remove_all(directory);
  fs::rename(compacted, directory);
  return watch.elapsed_seconds();
}

}  // namespace

Result<LoadReport> load_catalog(const std::string& catalog, const std::string& directory, bool merge) {
  std::ifstream lines(catalog);
  if (!lines) return Error(ErrorCode::not_found, "cannot read " + catalog);
  fs::remove_all(directory);
  ::setenv("XAPIAN_FLUSH_THRESHOLD", "200000", 1);
  LoadReport report;
  const Stopwatch watch;
  Loader loader(directory);
  for (std::string line; std::getline(lines, line);) {
    const auto document = JsonDocument::parse(line);
    if (!document) return document.error();
    loader.add(line, document->root());
  }
  loader.finish();
  report.documents = loader.documents();
  report.seconds = watch.elapsed_seconds();
  if (merge) report.merge_seconds = compact(directory);
  return report;
}

}  // namespace aisle::bench
