#include "test_documents.hpp"

#include <random>
#include <utility>

#include "analyzers/analyzer_registry.hpp"

namespace aisle::engine::testing {
namespace {

Field make_field(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  field.has_column = type != FieldType::text;
  return field;
}

Field make_text(std::string name, PostingDetail detail, bool norms, const analyzers::AnalyzerRegistry& registry) {
  Field field = make_field(std::move(name), FieldType::text);
  field.posting_detail = detail;
  field.has_norms = norms;
  field.index_analyzer = registry.find("whitespace");
  return field;
}

class RandomSource {
 public:
  explicit RandomSource(std::uint64_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  /// Small numbers much more often than great ones.
  std::uint32_t skewed(std::uint32_t n) {
    const double u = static_cast<double>(engine_() >> 11) / 9007199254740992.0;
    return static_cast<std::uint32_t>(static_cast<double>(n) * u * u * u * u);
  }
  std::string words(std::uint32_t count, std::uint32_t vocabulary) {
    std::string text;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) text += ' ';
      text += "w" + std::to_string(skewed(vocabulary));
    }
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

TestDocument random_document(std::uint32_t number, RandomSource& random) {
  TestDocument document;
  document.id = "id-" + std::to_string(number);
  document.version = 1 + random.below(5);
  document.sequence_number = number * 3 + 7;
  if (random.below(10) > 0) document.texts[kTitle] = {random.words(1 + random.below(8), 3000)};
  if (random.below(20) == 0) document.texts[kTitle].push_back(random.words(random.below(3), 50));
  document.texts[kBody] = {random.words(random.below(60), 800)};
  if (random.below(3) == 0) document.texts[kFlat] = {random.words(5, 40)};
  if (random.below(2) == 0) document.texts[kFaceted] = {random.words(4, 30)};
  for (std::uint32_t i = random.below(4); i > 0; --i) {
    document.texts[kTags].push_back("tag" + std::to_string(random.skewed(400)));
  }
  if (random.below(4) > 0) document.texts[kBrand] = {"brand" + std::to_string(random.skewed(90))};
  // Runs of neighbours, as in a catalog sorted by category.
  document.texts[kHidden] = {"cat" + std::to_string(number / 700)};
  if (random.below(8) > 0) document.reals[kPrice] = {random.below(100000) / 100.0};
  if (random.below(2) == 0) document.reals[kWeight] = {random.below(1000) / 7.0 - 50};
  for (std::uint32_t i = random.below(4); i > 0; --i) document.integers[kSizes].push_back(random.below(60) - 20LL);
  if (random.below(3) > 0) document.integers[kStock] = {random.below(1000)};
  if (random.below(3) > 0) document.reals[kBoost] = {random.below(1000) / 8.0 - 10};
  document.source = "{\"id\":\"" + document.id + "\",\"body\":\"" + document.texts[kBody][0] + "\"}";
  return document;
}

}  // namespace

std::shared_ptr<const Schema> test_schema() {
  static const std::shared_ptr<const Schema> schema = [] {
    const auto registry = *analyzers::AnalyzerRegistry::build({});
    std::vector<Field> fields;
    fields.push_back(make_text("title", PostingDetail::positions, true, *registry));
    fields.push_back(make_text("body", PostingDetail::freqs, true, *registry));
    fields.push_back(make_text("flat", PostingDetail::docs, false, *registry));
    fields.push_back(make_text("faceted", PostingDetail::positions, true, *registry));
    fields.back().has_column = true;
    fields.push_back(make_field("tags", FieldType::keyword));
    fields.push_back(make_field("brand", FieldType::keyword));
    fields.push_back(make_field("hidden", FieldType::keyword));
    fields.back().indexed = false;
    fields.push_back(make_field("price", FieldType::double_number));
    fields.push_back(make_field("weight", FieldType::double_number));
    fields.push_back(make_field("sizes", FieldType::integer));
    fields.push_back(make_field("stock", FieldType::long_number));
    fields.back().live = true;
    fields.push_back(make_field("boost", FieldType::double_number));
    fields.back().live = true;
    fields.push_back(make_field("unused", FieldType::keyword));
    fields.push_back(make_field("unused_live", FieldType::boolean));
    fields.back().live = true;
    return std::make_shared<const Schema>(std::move(fields), registry);
  }();
  return schema;
}

Document TestDocument::document() const {
  Document out;
  out.id = id;
  out.source = source;
  for (const auto& [field, values] : texts) {
    for (const std::string& value : values) out.values.push_back({FieldId{field}, std::string_view(value)});
  }
  for (const auto& [field, values] : integers) {
    for (const std::int64_t value : values) out.values.push_back({FieldId{field}, value});
  }
  for (const auto& [field, values] : reals) {
    for (const double value : values) out.values.push_back({FieldId{field}, value});
  }
  return out;
}

std::vector<TestDocument> random_documents(std::uint32_t count, std::uint64_t seed) {
  RandomSource random(seed);
  std::vector<TestDocument> documents;
  for (std::uint32_t i = 0; i < count; ++i) documents.push_back(random_document(i, random));
  return documents;
}

}  // namespace aisle::engine::testing
