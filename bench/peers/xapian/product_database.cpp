#include "bench/peers/xapian/product_database.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace aisle::bench {
namespace {

using Xapian::Query;

constexpr Xapian::doccount kPage = 10;
// Not quite 1: Xapian drops a factor of 1, and takes a plain OR below OP_MAX for more branches of the maximum.
constexpr double kOne = 1.0 + 1e-12;
constexpr auto kBoosts = std::to_array<double>({3.0, 2.0, kOne, kOne});
constexpr auto kKinds = std::to_array<std::string_view>({"or_title", "and_title", "or_multi", "and_multi", "or_multi_filter",
                                                         "and_multi_filter", "or_multi_count", "facets_es", "facets_and_es", "facets_browse_es",
                                                         "facets_all_es", "browse_sort", "phrase", "deep_page"});

bool is_results_page(const std::string& kind) { return kind.starts_with("facets_"); }

std::vector<std::pair<Xapian::docid, double>> hits_of(const Xapian::MSet& matches) {
  std::vector<std::pair<Xapian::docid, double>> hits;
  for (auto at = matches.begin(); at != matches.end(); ++at) hits.emplace_back(*at, at.get_weight());
  return hits;
}

}  // namespace

ProductDatabase::ProductDatabase(const std::string& directory)
    : database_(directory),
      tables_(std::make_shared<ImpactTables>(ImpactTables::read(database_.get_metadata("pairs")))),
      analyzers_(*analyzers::AnalyzerRegistry::build({})), analyzer_(*analyzers_->find("standard")) {
  for (std::size_t f = 0; f < kTermFacets; ++f) names_[f] = ValueNames::read(database_.get_metadata("names" + std::to_string(f)));
}

bool ProductDatabase::knows(const std::string& kind) { return std::ranges::find(kKinds, kind) != kKinds.end(); }

std::vector<std::string> ProductDatabase::words_of(const std::string& text) {
  analyzer_.analyze(text, stream_);
  std::vector<std::string> words;
  for (const auto& token : stream_.tokens()) words.emplace_back(token.term);
  return words;
}

Query ProductDatabase::words(Query::op together, TextField field, const std::string& text) {
  std::vector<Query> terms;
  for (const std::string& word : words_of(text)) terms.push_back(query_of(field, word));
  return {together, terms.begin(), terms.end()};
}

/// The best field's score, each field's words any of them.
Query ProductDatabase::any_word(const std::string& text) {
  std::vector<Query> fields;
  for (std::size_t f = 0; f < kTextFields; ++f) {
    Query field = words(Query::OP_OR, static_cast<TextField>(f), text);
    fields.emplace_back(Query::OP_SCALE_WEIGHT, field, kBoosts[f]);
  }
  return {Query::OP_MAX, fields.begin(), fields.end()};
}

Query ProductDatabase::every_word(const std::string& text) {
  std::vector<Query> clauses;
  std::istringstream words(text);
  for (std::string word; words >> word;) clauses.push_back(any_word(word));
  return {Query::OP_AND, clauses.begin(), clauses.end()};
}

Query ProductDatabase::filtered(Query query, const Question& question) const {
  std::vector<Query> filters;
  if (!question.brand.empty()) filters.emplace_back("K" + question.brand);
  if (!question.category.empty()) filters.emplace_back("P" + question.category);
  if (question.price) {
    filters.emplace_back(Query::OP_VALUE_RANGE, kPriceSlot, Xapian::sortable_serialise(question.price->first),
                         Xapian::sortable_serialise(question.price->second));
  }
  const Query all(Query::OP_AND, filters.begin(), filters.end());
  return query.empty() ? Query(Query::OP_SCALE_WEIGHT, all, 0.0) : Query(Query::OP_FILTER, query, all);
}

Query ProductDatabase::query_for(const Question& question) {
  const std::string& kind = question.kind;
  if (kind == "or_title") return words(Query::OP_OR, TextField::title, question.text);
  if (kind == "and_title") return words(Query::OP_AND, TextField::title, question.text);
  if (kind == "and_multi" || kind == "facets_and_es") return every_word(question.text);
  if (kind == "or_multi_filter") return filtered(any_word(question.text), question);
  if (kind == "and_multi_filter") return filtered(every_word(question.text), question);
  if (kind == "facets_browse_es" || kind == "browse_sort") return filtered(Query(), question);
  if (kind == "facets_all_es") return Query::MatchAll;
  return any_word(question.text);
}

Xapian::Enquire ProductDatabase::enquire(const Query& query) const {
  Xapian::Enquire enquire(database_);
  enquire.set_query(query);
  enquire.set_weighting_scheme(ImpactWeight(*tables_));
  return enquire;
}

Answer ProductDatabase::ask(const Question& question) {
  if (question.kind == "phrase") return ask_phrase(question);
  Xapian::Enquire search = enquire(query_for(question));
  const bool counts = is_results_page(question.kind);
  const bool cheapest = question.kind == "browse_sort", reviewed = question.kind == "facets_browse_es";
  if (cheapest) search.set_sort_by_value(kPriceSlot, false);
  if (reviewed) search.set_sort_by_value(kReviewsSlot, true);
  FacetSpy spy(names_);
  if (counts) search.add_matchspy(&spy);
  Answer answer;
  answer.exact = counts || question.kind == "or_multi_count";
  const Xapian::doccount first = question.kind == "deep_page" ? 990 : 0;
  const Xapian::doccount wanted = question.kind == "facets_all_es" ? 0 : kPage;
  const Xapian::MSet matches = search.get_mset(first, wanted, answer.exact ? database_.get_doccount() : 0);
  answer.total = answer.exact ? matches.get_matches_estimated() : matches.size();
  answer.hits = hits_of(matches);
  for (auto& [document, score] : answer.hits) {
    if (!cheapest && !reviewed) continue;
    score = Xapian::sortable_unserialise(database_.get_document(document).get_value(cheapest ? kPriceSlot : kReviewsSlot));
  }
  if (counts) answer.facets = spy.counts();
  return answer;
}

/// Xapian adds up the scores of a phrase's words, where a word that stands more often than the phrase counts too much.
/// That is never too little, so pages are asked for until one more could not bring a better phrase.
Answer ProductDatabase::ask_phrase(const Question& question) {
  const std::vector<std::string> words = words_of(question.text);
  std::vector<Query> terms;
  for (const std::string& word : words) terms.push_back(query_of(TextField::title, word));
  const Query query = terms.size() == 1 ? terms.front() : Query(Query::OP_PHRASE, terms.begin(), terms.end(), static_cast<Xapian::termcount>(terms.size()));
  Xapian::Enquire search = enquire(query);
  Answer answer;
  for (Xapian::doccount wanted = kPage;; wanted *= 2) {
    const Xapian::MSet matches = search.get_mset(0, wanted);
    answer.hits = hits_of(matches);
    const double bound = answer.hits.empty() ? 0.0 : answer.hits.back().second;
    bool changed = false;
    for (auto& [document, score] : answer.hits) {
      const double exact = phrase_score(document, words, score);
      changed = changed || exact != score;
      score = exact;
    }
    std::ranges::sort(answer.hits, [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
    const bool all = answer.hits.size() < wanted;
    if (answer.hits.size() > kPage) answer.hits.resize(kPage);
    if (all || !changed || answer.hits.back().second >= bound) break;
  }
  answer.total = answer.hits.size();
  return answer;
}

double ProductDatabase::phrase_score(Xapian::docid document, const std::vector<std::string>& words, double given) {
  std::vector<std::vector<Xapian::termpos>> positions;
  bool once = true;
  for (const std::string& word : words) {
    const std::string term = term_of(TextField::title, word);
    positions.emplace_back(database_.positionlist_begin(document, term), database_.positionlist_end(document, term));
    once = once && positions.back().size() == 1;
  }
  if (once || words.size() == 1) return given;
  std::size_t phrases = 0;
  for (const Xapian::termpos first : positions[0]) {
    bool here = true;
    for (std::size_t i = 1; here && i < positions.size(); ++i) {
      here = std::ranges::binary_search(positions[i], first + static_cast<Xapian::termpos>(i));
    }
    phrases += here ? 1 : 0;
  }
  double idf = 0.0;
  for (const std::string& word : words) {
    const double documents = database_.get_doccount(), matching = database_.get_termfreq(term_of(TextField::title, word));
    idf += std::log(1 + (documents - matching + 0.5) / (matching + 0.5));
  }
  const std::string first = term_of(TextField::title, words.front());
  auto posting = database_.postlist_begin(first);
  posting.skip_to(document);
  return idf * tables_->impact_of(TextField::title, posting.get_wdf(), static_cast<double>(phrases));
}

}  // namespace aisle::bench
