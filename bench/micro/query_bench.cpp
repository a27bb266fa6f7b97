// How long do a shop's searches take in the engine alone, one thread, caches off?
//
// AISLE_BENCH_CATALOG names an NDJSON catalog of bench/gen_catalog.py's schema (its size decides the figures); one
// segment. Queries: 400 pairs of title words of random products, seed 7, each asked in turn. Counted: rewriting,
// matching, scoring, top 10. Not counted: JSON, HTTP, fetching sources.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

#include "analyzers/analyzer_registry.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {
namespace {

Field text_field(const char* name, PostingDetail detail, const analyzers::Analyzer* analyzer) {
  Field field;
  field.name = name;
  field.type = FieldType::text;
  field.has_column = false;
  field.has_norms = true;
  field.posting_detail = detail;
  field.index_analyzer = field.search_analyzer = field.search_quote_analyzer = analyzer;
  return field;
}

Field plain_field(const char* name, FieldType type) {
  Field field;
  field.name = name;
  field.type = type;
  return field;
}

std::shared_ptr<const Schema> make_schema() {
  auto registry = analyzers::AnalyzerRegistry::build({});
  const analyzers::Analyzer* standard = (*registry)->find("standard");
  std::vector<Field> fields;
  fields.push_back(text_field("title", PostingDetail::positions, standard));
  fields.push_back(text_field("brand", PostingDetail::freqs, standard));
  fields.push_back(text_field("category", PostingDetail::freqs, standard));
  fields.push_back(text_field("description", PostingDetail::freqs, standard));
  fields.push_back(plain_field("category_path", FieldType::keyword));
  fields.push_back(plain_field("price", FieldType::float_number));
  fields.push_back(plain_field("review_count", FieldType::integer));
  return std::make_shared<const Schema>(std::move(fields), *registry);
}

struct Fixture {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::string> pairs;
  std::vector<std::string> categories;

  Fixture() {
    const char* path = std::getenv("AISLE_BENCH_CATALOG");
    if (path == nullptr) return;
    std::ifstream in(path);
    SegmentBuilder builder(make_schema());
    simdjson::dom::parser parser;
    std::mt19937 random(7);
    for (std::string line; std::getline(in, line);) add(builder, parser.parse(line), random);
    SegmentView view;
    view.segment = builder.seal(1);
    view.live_count = builder.doc_count();
    snapshot = std::make_shared<const Snapshot>(std::vector{view}, make_schema(), 1);
  }

  void add(SegmentBuilder& builder, simdjson::dom::element product, std::mt19937& random) {
    Document document;
    document.id = std::string_view(product["id"]);
    document.source = "{}";
    const Schema& schema = builder.schema();
    const auto put = [&](const char* field, auto value) { document.values.push_back({schema.find(field)->id, value}); };
    const std::string_view title = product["title"];
    put("title", title);
    put("brand", std::string_view(product["brand"]));
    put("category", std::string_view(product["category"]));
    put("description", std::string_view(product["description"]));
    for (auto one : product["category_path"].get_array()) put("category_path", std::string_view(one));
    put("price", double(product["price"]));
    put("review_count", std::int64_t(product["review_count"]));
    if (!builder.add(document, 1, 0)) std::abort();
    if (random() % 200 != 0 || pairs.size() >= 400) return;
    pairs.push_back(pair_of(std::string(title), random));
    categories.emplace_back(std::string_view(product["category_path"].get_array().at(0)));
  }

  static std::string pair_of(const std::string& title, std::mt19937& random) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < title.size();) {
      const std::size_t end = std::min(title.find(' ', at), title.size());
      words.push_back(title.substr(at, end - at));
      at = end + 1;
    }
    return words[random() % words.size()] + " " + words[random() % words.size()];
  }
};

const Fixture& fixture() {
  static const Fixture instance;
  return instance;
}

std::vector<BoostedField> page_fields() {
  return {{"title", 3.0F}, {"brand", 2.0F}, {"category", 1.0F}, {"description", 1.0F}};
}

QueryPtr multi(const std::string& text, MultiMatchQuery::Type type, Operator op) {
  return make_query(MultiMatchQuery{.fields = page_fields(), .text = text, .type = type, .op = op});
}

template <class Make>
void run(benchmark::State& state, std::uint64_t total_limit, Make&& make) {
  if (fixture().snapshot == nullptr) return state.SkipWithError("AISLE_BENCH_CATALOG is not set");
  std::size_t next = 0;
  double checksum = 0.0;
  for (auto _ : state) {
    const std::size_t i = next++ % fixture().pairs.size();
    SearchRequest request;
    request.total.limit = total_limit;
    make(i, request);
    const auto response = search({{"products", fixture().snapshot}}, request);
    if (!response) return state.SkipWithError(response.error().message.c_str());
    checksum += static_cast<double>(response->total) + static_cast<double>(response->hits.size());
  }
  state.counters["checksum_per_query"] = checksum / static_cast<double>(state.iterations());
}

constexpr std::uint64_t kAll = TrackTotalHits::kAll;

void BM_Query_OrTitle(benchmark::State& state) {
  run(state, 0, [](std::size_t i, SearchRequest& r) { r.query = make_query(MatchQuery{.field = "title", .text = fixture().pairs[i]}); });
}
void BM_Query_AndTitle(benchmark::State& state) {
  run(state, 0, [](std::size_t i, SearchRequest& r) { r.query = make_query(MatchQuery{.field = "title", .text = fixture().pairs[i], .op = Operator::and_}); });
}
void BM_Query_OrMulti(benchmark::State& state) {
  run(state, static_cast<std::uint64_t>(state.range(0)) == 1 ? kAll : static_cast<std::uint64_t>(state.range(0)), [](std::size_t i, SearchRequest& r) {
    r.query = multi(fixture().pairs[i], MultiMatchQuery::Type::best_fields, Operator::or_);
  });
}
void BM_Query_AndMulti(benchmark::State& state) {
  run(state, static_cast<std::uint64_t>(state.range(0)), [](std::size_t i, SearchRequest& r) {
    r.query = multi(fixture().pairs[i], MultiMatchQuery::Type::cross_fields, Operator::and_);
  });
}
void BM_Query_OrMultiWindowed(benchmark::State& state) {
  run(state, kAll, [](std::size_t i, SearchRequest& r) {
    r.query = multi(fixture().pairs[i], MultiMatchQuery::Type::best_fields, Operator::or_);
    r.min_score = 0.0F;
  });
}
void BM_Query_AndMultiWindowed(benchmark::State& state) {
  run(state, kAll, [](std::size_t i, SearchRequest& r) {
    r.query = multi(fixture().pairs[i], MultiMatchQuery::Type::cross_fields, Operator::and_);
    r.min_score = 0.0F;
  });
}
void BM_Query_BrowseSort(benchmark::State& state) {
  run(state, 10'000, [](std::size_t i, SearchRequest& r) {
    r.query = make_query(BoolQuery{.filter = {make_query(TermQuery{.field = "category_path", .value = fixture().categories[i]})}});
    r.sort.push_back({.kind = SortKey::Kind::field, .field = "price"});
  });
}
void BM_Query_FuzzyTitle(benchmark::State& state) {
  run(state, 10'000, [](std::size_t i, SearchRequest& r) {
    MatchQuery match{.field = "title", .text = fixture().pairs[i], .op = Operator::and_};
    match.fuzziness = Fuzziness{.is_auto = true};
    r.query = make_query(match);
  });
}
void BM_Query_Phrase(benchmark::State& state) {
  run(state, 10'000, [](std::size_t i, SearchRequest& r) { r.query = make_query(MatchPhraseQuery{.field = "title", .text = fixture().pairs[i]}); });
}
void BM_Query_Prefix(benchmark::State& state) {
  run(state, 10'000, [](std::size_t i, SearchRequest& r) { r.query = make_query(PrefixQuery{.field = "title", .value = "s" + std::string(1, static_cast<char>('a' + i % 26))}); });
}
BENCHMARK(BM_Query_OrTitle);
BENCHMARK(BM_Query_AndTitle);
BENCHMARK(BM_Query_OrMulti)->ArgName("total")->Arg(0)->Arg(10'000)->Arg(1);
BENCHMARK(BM_Query_OrMultiWindowed);
BENCHMARK(BM_Query_AndMulti)->ArgName("total")->Arg(0)->Arg(10'000);
BENCHMARK(BM_Query_AndMultiWindowed);
BENCHMARK(BM_Query_BrowseSort);
BENCHMARK(BM_Query_FuzzyTitle);
BENCHMARK(BM_Query_Phrase);
BENCHMARK(BM_Query_Prefix);

}  // namespace
}  // namespace aisle::engine
