#include "engine/testing/brute_force.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace aisle::engine::testing {
namespace {

using Score = std::optional<float>;

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string text(const Value& value) {
  if (const auto* string = std::get_if<std::string>(&value)) return *string;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  return std::get<bool>(value) ? "true" : "false";
}

double number(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1.0 : 0.0;
  return std::get<double>(value);
}

bool is_number_field(const std::string& field) { return field == "price" || field == "stock" || field == "flag"; }
bool has_lengths(const std::string& field) { return field == "title" || field == "body"; }

std::uint32_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::uint32_t>> d(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<std::uint32_t>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

bool wildcard(const std::string& pattern, const std::string& word) {
  if (pattern.empty()) return word.empty();
  if (pattern[0] == '*') return wildcard(pattern.substr(1), word) || (!word.empty() && wildcard(pattern, word.substr(1)));
  if (word.empty()) return false;
  return (pattern[0] == '?' || pattern[0] == word[0]) && wildcard(pattern.substr(1), word.substr(1));
}

float rounded(double value) { return static_cast<float>(value); }

/// Only the forms that tests use: a number, or a percentage.
std::size_t minimum(const std::string& spec, std::size_t clauses) {
  if (spec.empty()) return 0;
  const int value = std::stoi(spec);
  if (spec.back() != '%') return value < 0 ? clauses - static_cast<std::size_t>(-value) : static_cast<std::size_t>(value);
  return static_cast<std::size_t>(static_cast<double>(clauses) * value / 100.0 + 1e-9);
}

/// A disjunction or conjunction of scores.
Score combine(const std::vector<Score>& scores, bool all, std::size_t at_least) {
  double sum = 0.0;
  std::size_t matched = 0;
  for (const Score& score : scores) {
    if (!score) continue;
    ++matched;
    sum += static_cast<double>(*score);
  }
  if (matched == 0 || (all && matched < scores.size()) || matched < at_least) return std::nullopt;
  return rounded(sum);
}

Score dis_max(const std::vector<Score>& scores, float tie) {
  double best = 0.0;
  double sum = 0.0;
  bool any = false;
  for (const Score& score : scores) {
    if (!score) continue;
    any = true;
    best = std::max(best, static_cast<double>(*score));
    sum += static_cast<double>(*score);
  }
  if (!any) return std::nullopt;
  return rounded(best + (sum - best) * static_cast<double>(tie));
}

}  // namespace

BruteForce::BruteForce(const std::vector<TestProduct>& products) : products_(products) {
  for (const TestProduct& product : products) {
    words_["title"].push_back(split(product.title));
    words_["body"].push_back(split(product.body));
    words_["brand"].push_back(product.brand.empty() ? Words{} : Words{product.brand});
    words_["tags"].push_back(product.tags);
  }
  for (const auto& [field, documents] : words_) {
    for (const Words& document : documents) {
      const std::set<std::string> distinct(document.begin(), document.end());
      statistics_[field].documents += document.empty() ? 0 : 1;
      statistics_[field].tokens += static_cast<double>(has_lengths(field) ? document.size() : distinct.size());
      for (const std::string& word : distinct) ++doc_freqs_[field][word];
    }
  }
}

const BruteForce::Words& BruteForce::words(std::size_t i, const std::string& field) const {
  return words_.at(field)[i];
}

std::vector<double> BruteForce::numbers(std::size_t i, const std::string& field) const {
  const TestProduct& product = products_[i];
  std::vector<double> values;
  if (field == "price" && product.price) values.push_back(*product.price);
  if (field == "flag" && product.flag) values.push_back(*product.flag ? 1.0 : 0.0);
  if (field == "stock") values.assign(product.stock.begin(), product.stock.end());
  return values;
}

std::uint64_t BruteForce::doc_freq(const std::string& field, const std::string& word) const {
  const auto& freqs = doc_freqs_.at(field);
  const auto found = freqs.find(word);
  return found == freqs.end() ? 0 : found->second;
}

float BruteForce::weight(const std::string& field, double freq, float boost) const {
  const double all = statistics_.at(field).documents;
  return boost * 2.2F * rounded(std::log(1.0 + (all - freq + 0.5) / (freq + 0.5)));
}

float BruteForce::bm25(std::size_t i, const std::string& field, float weight, float freq) const {
  const Statistics& statistics = statistics_.at(field);
  const float mean = rounded(statistics.tokens / statistics.documents);
  // Up to 40 tokens a length byte is exact.
  const float length = has_lengths(field) ? static_cast<float>(words(i, field).size()) : 1.0F;
  const float inverse = 1.0F / (1.2F * ((1.0F - 0.75F) + 0.75F * length / mean));
  return weight - weight / (1.0F + freq * inverse);
}

Score BruteForce::word_score(std::size_t i, const std::string& field, const std::string& word, double freq,
                             float boost) const {
  const Words& held = words(i, field);
  auto count = static_cast<float>(std::count(held.begin(), held.end(), word));
  if (count == 0.0F) return std::nullopt;
  if (!has_lengths(field)) count = 1.0F;
  return bm25(i, field, weight(field, freq, boost), count);
}

Score BruteForce::score(std::size_t i, const QueryPtr& query, float boost) const {
  if (query == nullptr) return boost;
  return std::visit([&](const auto& node) { return clause(i, node, boost * query->boost); }, query->node);
}

std::vector<BruteForce::Match> BruteForce::search(const QueryPtr& query) const {
  std::vector<Match> matches;
  for (std::size_t i = 0; i < products_.size(); ++i) {
    if (products_[i].deleted) continue;
    if (const Score found = score(i, query)) matches.push_back({i, *found});
  }
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.score != b.score ? a.score > b.score : a.product < b.product;
  });
  return matches;
}

Score BruteForce::clause(std::size_t, const MatchAllQuery&, float boost) const { return boost; }
Score BruteForce::clause(std::size_t, const MatchNoneQuery&, float) const { return std::nullopt; }

Score BruteForce::clause(std::size_t i, const MatchQuery& query, float boost) const {
  const std::vector<std::string> wanted = split(text(query.text));
  if (wanted.empty()) return std::nullopt;
  std::vector<Score> scores;
  for (const std::string& word : wanted) {
    scores.push_back(query.fuzziness
                         ? fuzzy_score(i, query.field, word, query.fuzziness->edits, query.fuzzy.max_expansions, boost)
                         : word_score(i, query.field, word, static_cast<double>(doc_freq(query.field, word)), boost));
  }
  if (scores.size() == 1) return scores[0];
  const bool all = query.op == Operator::and_;
  return combine(scores, all, all ? 0 : minimum(query.minimum_should_match, scores.size()));
}

Score BruteForce::clause(std::size_t i, const MatchPhraseQuery& query, float boost) const {
  const std::vector<std::string> wanted = split(text(query.text));
  if (wanted.empty()) return std::nullopt;
  if (wanted.size() == 1) {
    return word_score(i, query.field, wanted[0], static_cast<double>(doc_freq(query.field, wanted[0])), boost);
  }
  const Words& held = words(i, query.field);
  float freq = 0.0F;
  for (std::size_t start = 0; start + wanted.size() <= held.size(); ++start) {
    freq += std::equal(wanted.begin(), wanted.end(), held.begin() + static_cast<std::ptrdiff_t>(start)) ? 1.0F : 0.0F;
  }
  if (freq == 0.0F) return std::nullopt;
  double idf = 0.0;
  for (const std::string& word : wanted) {
    const auto with = static_cast<double>(doc_freq(query.field, word));
    idf += static_cast<double>(rounded(std::log(1.0 + (statistics_.at(query.field).documents - with + 0.5) / (with + 0.5))));
  }
  return bm25(i, query.field, boost * 2.2F * rounded(idf), freq);
}

Score BruteForce::clause(std::size_t i, const MatchBoolPrefixQuery& query, float boost) const {
  const std::vector<std::string> wanted = split(text(query.text));
  std::vector<Score> scores;
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    scores.push_back(w + 1 < wanted.size()
                         ? word_score(i, query.field, wanted[w], static_cast<double>(doc_freq(query.field, wanted[w])), boost)
                         : clause(i, PrefixQuery{query.field, wanted[w]}, boost));
  }
  if (scores.size() == 1) return scores[0];
  return combine(scores, query.op == Operator::and_, 0);
}

Score BruteForce::clause(std::size_t i, const MultiMatchQuery& query, float boost) const {
  if (query.type == MultiMatchQuery::Type::cross_fields) {
    const std::vector<std::string> wanted = split(text(query.text));
    std::vector<Score> scores;
    for (const std::string& word : wanted) {
      // Blended frequencies: the greatest, one more for each field in which the word is rarer.
      std::vector<std::pair<std::uint64_t, std::size_t>> by_freq;
      double cap = static_cast<double>(products_.size());
      for (std::size_t f = 0; f < query.fields.size(); ++f) {
        const std::uint64_t freq = doc_freq(query.fields[f].pattern, word);
        if (freq == 0) continue;
        by_freq.emplace_back(freq, f);
        cap = std::min(cap, statistics_.at(query.fields[f].pattern).tokens);
      }
      std::sort(by_freq.begin(), by_freq.end(), [](auto& a, auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
      std::vector<Score> fields;
      double blended = by_freq.empty() ? 0.0 : std::min(cap, static_cast<double>(by_freq[0].first));
      for (std::size_t f = 0; f < by_freq.size(); ++f) {
        if (f > 0 && by_freq[f].first < by_freq[f - 1].first) blended += 1.0;
        const BoostedField& field = query.fields[by_freq[f].second];
        fields.push_back(word_score(i, field.pattern, word, std::min(cap, blended), boost * field.boost));
      }
      scores.push_back(dis_max(fields, query.tie_breaker.value_or(0.0F)));
    }
    if (scores.size() == 1) return scores[0];
    return combine(scores, query.op == Operator::and_, 0);
  }
  std::vector<Score> scores;
  for (const BoostedField& field : query.fields) {
    MatchQuery match{.field = field.pattern, .text = query.text, .op = query.op, .minimum_should_match = query.minimum_should_match};
    scores.push_back(clause(i, match, boost * field.boost));
  }
  if (scores.size() == 1) return scores[0];
  const float tie = query.type == MultiMatchQuery::Type::most_fields ? 1.0F : 0.0F;
  return dis_max(scores, query.tie_breaker.value_or(tie));
}

Score BruteForce::clause(std::size_t i, const TermQuery& query, float boost) const {
  if (!is_number_field(query.field)) {
    return word_score(i, query.field, text(query.value), static_cast<double>(doc_freq(query.field, text(query.value))), boost);
  }
  const std::vector<double> held = numbers(i, query.field);
  if (std::find(held.begin(), held.end(), number(query.value)) == held.end()) return std::nullopt;
  if (query.field != "flag") return boost;
  double with_field = 0;
  double with_value = 0;
  for (const TestProduct& product : products_) {
    with_field += product.flag ? 1 : 0;
    with_value += product.flag && *product.flag == (number(query.value) != 0.0) ? 1 : 0;
  }
  const float w = boost * 2.2F * rounded(std::log(1.0 + (with_field - with_value + 0.5) / (with_value + 0.5)));
  return w - w / (1.0F + 1.0F * (1.0F / (1.2F * ((1.0F - 0.75F) + 0.75F * 1.0F / 1.0F))));
}

Score BruteForce::clause(std::size_t i, const TermsQuery& query, float boost) const {
  for (const Value& value : query.values) {
    if (clause(i, TermQuery{query.field, value, false}, 1.0F)) return boost;
  }
  return std::nullopt;
}

Score BruteForce::clause(std::size_t i, const RangeQuery& query, float boost) const {
  const auto inside = [&](const auto& value, const auto& from, const auto& to) {
    const bool above = is_null(query.from) || from < value || (query.include_from && from == value);
    const bool below = is_null(query.to) || value < to || (query.include_to && value == to);
    return above && below;
  };
  if (is_number_field(query.field)) {
    for (const double value : numbers(i, query.field)) {
      if (inside(value, is_null(query.from) ? 0.0 : number(query.from), is_null(query.to) ? 0.0 : number(query.to))) return boost;
    }
    return std::nullopt;
  }
  for (const std::string& word : words(i, query.field)) {
    if (inside(word, is_null(query.from) ? std::string{} : text(query.from), is_null(query.to) ? std::string{} : text(query.to))) return boost;
  }
  return std::nullopt;
}

Score BruteForce::clause(std::size_t i, const ExistsQuery& query, float boost) const {
  const bool exists = is_number_field(query.field) ? !numbers(i, query.field).empty() : !words(i, query.field).empty();
  return exists ? Score(boost) : std::nullopt;
}

Score BruteForce::any_word(std::size_t i, const std::string& field, float boost,
                           bool (*accept)(const std::string&, const std::string&), const std::string& wanted) const {
  for (const std::string& word : words(i, field)) {
    if (accept(wanted, word)) return boost;
  }
  return std::nullopt;
}

Score BruteForce::clause(std::size_t i, const PrefixQuery& query, float boost) const {
  return any_word(i, query.field, boost, [](const std::string& prefix, const std::string& word) { return word.starts_with(prefix); }, query.value);
}

Score BruteForce::clause(std::size_t i, const WildcardQuery& query, float boost) const {
  return any_word(i, query.field, boost, wildcard, query.pattern);
}

Score BruteForce::fuzzy_score(std::size_t i, const std::string& field, const std::string& word, std::uint32_t edits,
                              std::uint32_t expansions, float boost) const {
  struct Candidate {
    float boost;
    std::string word;
  };
  std::vector<Candidate> candidates;
  for (const auto& [term, freq] : doc_freqs_.at(field)) {
    const std::uint32_t apart = distance(word, term);
    if (apart > edits) continue;
    const auto shorter = static_cast<float>(std::min(word.size(), term.size()));
    candidates.push_back({apart == 0 ? 1.0F : 1.0F - static_cast<float>(apart) / shorter, term});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.boost != b.boost ? a.boost > b.boost : a.word < b.word;
  });
  if (candidates.size() > expansions) candidates.resize(expansions);
  std::uint64_t most = 0;
  for (const Candidate& one : candidates) most = std::max(most, doc_freq(field, one.word));
  std::vector<Score> scores;
  for (const Candidate& one : candidates) {
    scores.push_back(word_score(i, field, one.word, static_cast<double>(most), boost * std::max(0.0F, one.boost)));
  }
  return combine(scores, false, 0);
}

Score BruteForce::clause(std::size_t i, const FuzzyQuery& query, float boost) const {
  return fuzzy_score(i, query.field, text(query.value), query.fuzziness.edits, query.fuzzy.max_expansions, boost);
}

Score BruteForce::clause(std::size_t i, const IdsQuery& query, float boost) const {
  const bool listed = std::find(query.ids.begin(), query.ids.end(), products_[i].id) != query.ids.end();
  return listed ? Score(boost) : std::nullopt;
}

Score BruteForce::clause(std::size_t i, const BoolQuery& query, float boost) const {
  if (query.must.empty() && query.should.empty() && query.filter.empty() && query.must_not.empty()) return boost;
  double required = 0.0;
  for (const QueryPtr& part : query.must) {
    const Score found = score(i, part, boost);
    if (!found) return std::nullopt;
    required += static_cast<double>(*found);
  }
  for (const QueryPtr& part : query.filter) {
    if (!score(i, part)) return std::nullopt;
  }
  for (const QueryPtr& part : query.must_not) {
    if (score(i, part)) return std::nullopt;
  }
  double optional = 0.0;
  std::size_t matched = 0;
  for (const QueryPtr& part : query.should) {
    const Score found = score(i, part, boost);
    if (!found) continue;
    ++matched;
    optional += static_cast<double>(*found);
  }
  const bool alone = query.must.empty() && query.filter.empty();
  std::size_t at_least = minimum(query.minimum_should_match, query.should.size());
  if (alone && !query.should.empty()) at_least = std::max<std::size_t>(at_least, 1);
  if (matched < at_least) return std::nullopt;
  return rounded(static_cast<double>(rounded(required)) + static_cast<double>(rounded(optional)));
}

Score BruteForce::clause(std::size_t i, const DisMaxQuery& query, float boost) const {
  std::vector<Score> scores;
  for (const QueryPtr& part : query.queries) scores.push_back(score(i, part, boost));
  return dis_max(scores, query.tie_breaker);
}

Score BruteForce::clause(std::size_t i, const ConstantScoreQuery& query, float boost) const {
  return score(i, query.filter) ? Score(boost) : std::nullopt;
}

Score BruteForce::clause(std::size_t i, const BoostingQuery& query, float boost) const {
  const Score positive = score(i, query.positive, boost);
  if (!positive || !score(i, query.negative)) return positive;
  return rounded(static_cast<double>(*positive) * static_cast<double>(query.negative_boost));
}

namespace {

double together(FunctionScoreQuery::ScoreMode mode, const std::vector<double>& values, double weights) {
  using Mode = FunctionScoreQuery::ScoreMode;
  if (values.empty()) return 1.0;
  double product = 1.0;
  double sum = 0.0;
  for (const double value : values) {
    product *= value;
    sum += value;
  }
  switch (mode) {
    case Mode::multiply: return product;
    case Mode::first: return values.front();
    case Mode::max: return *std::max_element(values.begin(), values.end());
    case Mode::min: return *std::min_element(values.begin(), values.end());
    case Mode::sum: return weights == 0.0 ? 1.0 : sum;
    case Mode::avg: return weights == 0.0 ? 1.0 : sum / weights;
  }
  return 1.0;
}

float boosted(FunctionScoreQuery::BoostMode mode, float score, double factor) {
  using Mode = FunctionScoreQuery::BoostMode;
  const auto wide = static_cast<double>(score);
  switch (mode) {
    case Mode::multiply: return rounded(wide * factor);
    case Mode::replace: return rounded(factor);
    case Mode::sum: return rounded(wide + factor);
    case Mode::avg: return rounded((factor + wide) / 2.0);
    case Mode::max: return rounded(std::max(wide, factor));
    case Mode::min: return rounded(std::min(wide, factor));
  }
  return score;
}

}  // namespace

Score BruteForce::clause(std::size_t i, const FunctionScoreQuery& query, float boost) const {
  const Score found = score(i, query.query, boost);
  if (!found) return std::nullopt;
  std::vector<double> values;
  double weights = 0.0;
  for (const ScoreFunction& function : query.functions) {
    if (function.filter != nullptr && !score(i, function.filter)) continue;
    double value = 1.0;
    if (const auto* factor = std::get_if<FieldValueFactor>(&function.function)) {
      const std::vector<double> held = numbers(i, factor->field);
      value = held.empty() ? *factor->missing : *std::min_element(held.begin(), held.end());
      value = std::log10(value * static_cast<double>(factor->factor) + 1.0);
    }
    const auto weight = static_cast<double>(function.weight.value_or(1.0F));
    values.push_back(value * weight);
    weights += weight;
  }
  const bool alone = query.functions.size() == 1 && query.functions[0].filter == nullptr;
  const double factor = together(alone ? FunctionScoreQuery::ScoreMode::first : query.score_mode, values, weights);
  const double capped = std::min(factor, static_cast<double>(query.max_boost));
  const float result = query.functions.empty() ? *found : boosted(query.boost_mode, *found, capped);
  if (query.min_score && result < *query.min_score) return std::nullopt;
  return result;
}

}  // namespace aisle::engine::testing
