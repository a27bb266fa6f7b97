#include "loaders/synthetic/query_log.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "loaders/synthetic/invented_words.hpp"
#include "loaders/synthetic/product.hpp"
#include "loaders/synthetic/typo.hpp"

namespace aisle::loaders {

namespace {

constexpr int kContestants = 6;  // the most reviewed of so many products is what the shopper has in mind
constexpr std::uint64_t kQueryStream = 0x5155'4552'5945'5300ULL;
constexpr std::size_t kShortestMisspelt = 4;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Title words as a shopper types them: lower case, without commas, numbers and signs left alone.
std::vector<std::string> title_words(const Product& product) {
  auto words = words_of(lower(product.title));
  for (auto& word : words) std::erase(word, ',');
  std::erase_if(words, [](const auto& word) { return word.empty() || word == "&"; });
  return words;
}

// Draws one query.
class QueryMaker {
 public:
  QueryMaker(const World& world, std::uint64_t products, Random random) : random_(random) {
    draw_product(world, products);
  }

  StorefrontQuery make(QueryKind kind) {
    StorefrontQuery query;
    query.kind = kind;
    if (kind == QueryKind::browse) return browse(std::move(query));
    query.clean = kind == QueryKind::phrase ? phrase_text() : terms_text();
    query.text = query.clean;
    if (kind == QueryKind::typo) query.text = typo_text(query.clean);
    if (kind == QueryKind::prefix) query.text = prefix_text(query.clean);
    // Nobody ticks a box while still typing.
    if (kind != QueryKind::prefix) query.filters = draw_filters(35);
    return query;
  }

 private:
  void draw_product(const World& world, std::uint64_t products) {
    Product contestant;
    for (int i = 0; i < kContestants; ++i) {
      make_product(world, random_.below64(products), contestant);
      if (i == 0 || contestant.review_count > product_.review_count) std::swap(product_, contestant);
    }
  }

  std::string terms_text() {
    const auto& noun = *product_.noun;
    const auto brand = lower(product_.brand->name);
    const auto& adjective = product_.adjective ? *product_.adjective : World::draw_from(product_.leaf->family->adjectives, random_);
    const auto die = random_.below(100);
    if (die < 30) return noun;
    if (die < 52) return adjective + ' ' + noun;
    if (die < 70) return brand + ' ' + noun;
    if (die < 77) return brand;
    if (die < 84 && !product_.colors.empty()) return lower(*product_.colors.front()) + ' ' + noun;
    if (die < 90 && !product_.attributes.empty()) return noun + ' ' + lower(*random_.pick(product_.attributes).second);
    if (die < 95 && !product_.model.empty()) return brand + ' ' + lower(product_.model);
    return adjective + ' ' + noun + ' ' + lower(World::draw_from(product_.leaf->nouns, random_) == noun ? product_.leaf->name : brand);
  }

  std::string phrase_text() {
    auto words = title_words(product_);
    const std::size_t length = std::min<std::size_t>(words.size(), random_.chance(70) ? 2 : 3);
    const std::size_t begin = random_.below(static_cast<std::uint32_t>(words.size() - length + 1));
    return join({words.begin() + static_cast<std::ptrdiff_t>(begin), words.begin() + static_cast<std::ptrdiff_t>(begin + length)});
  }

  // Misspells one word, of long queries sometimes two.
  std::string typo_text(const std::string& clean) {
    auto words = words_of(clean);
    std::vector<std::size_t> long_enough;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i].size() >= kShortestMisspelt && std::ranges::all_of(words[i], is_letter)) long_enough.push_back(i);
    if (long_enough.empty()) return clean + clean.back();
    const auto first = random_.pick(long_enough);
    words[first] = misspell(words[first], random_);
    const auto second = random_.pick(long_enough);
    if (second != first && random_.chance(20)) words[second] = misspell(words[second], random_);
    return join(words);
  }

  std::string prefix_text(const std::string& clean) {
    const std::size_t last = clean.rfind(' ') == std::string::npos ? 0 : clean.rfind(' ') + 1;
    const std::size_t letters = clean.size() - last;
    const std::size_t shortest = last == 0 ? std::min<std::size_t>(2, letters) : 1;
    return clean.substr(0, last + shortest + random_.below(static_cast<std::uint32_t>(letters - shortest + 1)));
  }

  StorefrontQuery browse(StorefrontQuery query) {
    query.filters = draw_filters(60);
    query.filters.category = random_.chance(70) ? product_.leaf->path : product_.leaf->group_path;
    return query;
  }

  QueryFilters draw_filters(unsigned percent) {
    QueryFilters filters;
    if (!random_.chance(percent)) return filters;
    const auto die = random_.below(100);
    if (die < 30) filters.brand = product_.brand->name;
    if (die >= 25 && die < 65) filters.category = draw_category();
    if (die >= 60) draw_price_range(filters);
    filters.in_stock = random_.chance(25);
    return filters;
  }
  const std::string& draw_category() {
    const auto die = random_.below(3);
    return die == 0 ? product_.leaf->department : die == 1 ? product_.leaf->group_path : product_.leaf->path;
  }
  // Around the price of what is looked for, in round figures.
  void draw_price_range(QueryFilters& filters) {
    const double price = product_.price_minor / 100.0;
    const double step = price < 50 ? 10 : price < 200 ? 25 : 100;
    if (random_.chance(60)) filters.min_price = std::max(0.0, std::floor(price * 0.6 / step) * step);
    filters.max_price = std::ceil(price * 1.4 / step) * step;
  }

  Random random_;
  Product product_;
};

QueryKind draw_kind(const QueryMix& mix, Random& random) {
  auto die = random.below(mix.terms + mix.typo + mix.prefix + mix.phrase + mix.browse);
  const std::pair<unsigned, QueryKind> shares[] = {{mix.terms, QueryKind::terms}, {mix.typo, QueryKind::typo},
                                                   {mix.prefix, QueryKind::prefix}, {mix.phrase, QueryKind::phrase}};
  for (const auto& [share, kind] : shares) {
    if (die < share) return kind;
    die -= share;
  }
  return QueryKind::browse;
}

}  // namespace

std::string_view to_string(QueryKind kind) {
  switch (kind) {
    case QueryKind::terms: return "terms";
    case QueryKind::typo: return "typo";
    case QueryKind::prefix: return "prefix";
    case QueryKind::phrase: return "phrase";
    case QueryKind::browse: return "browse";
  }
  return "terms";
}

QueryLog::QueryLog(const CatalogGenerator& catalog, std::uint64_t products, std::uint64_t seed, QueryMix mix)
    : catalog_(&catalog), products_(products), seed_(seed), mix_(mix) {
  assert(products > 0 && "queries are about products");
  assert(mix.terms + mix.typo + mix.prefix + mix.phrase + mix.browse > 0 && "some kind of query must have a share");
}

StorefrontQuery QueryLog::query(std::uint64_t number) const {
  Random random(seed_ ^ kQueryStream, number);
  const auto kind = draw_kind(mix_, random);
  return QueryMaker(catalog_->world(), products_, random).make(kind);
}

std::vector<StorefrontQuery> QueryLog::queries(std::uint64_t count) const {
  std::vector<StorefrontQuery> all;
  all.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) all.push_back(query(i));
  return all;
}

}  // namespace aisle::loaders
