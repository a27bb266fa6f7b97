// The completion suggester against the obvious: every input of every live document looked at, one after the other.
#include "engine/suggest/completion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "analyzers/analyzer_registry.hpp"
#include "engine/index/segment/completion_term.hpp"
#include "engine/index/segment/segment_builder.hpp"
#include "engine/suggest/edit_distance.hpp"
#include "engine/suggest/range_maximum.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

struct Input {
  std::string text;
  std::uint32_t weight = 1;
};
struct Item {
  std::vector<Input> inputs;
  bool deleted = false;
};

std::shared_ptr<const Schema> schema(bool separators = true) {
  auto registry = analyzers::AnalyzerRegistry::build({});
  if (!registry) throw std::runtime_error(registry.error().message);
  Field names;
  names.name = "names";
  names.type = FieldType::completion;
  names.has_column = false;
  names.posting_detail = PostingDetail::docs;
  names.preserve_separators = separators;
  names.index_analyzer = (*registry)->find("simple");
  names.search_analyzer = names.index_analyzer;
  Field brand;
  brand.name = "brand";
  brand.type = FieldType::keyword;
  return std::make_shared<const Schema>(std::vector<Field>{names, brand}, std::move(*registry));
}

SegmentView view_of(const std::shared_ptr<const Schema>& fields, std::span<const Item> items, std::uint32_t base) {
  SegmentBuilder builder(fields);
  std::vector<std::uint64_t> alive((items.size() + 63) / 64);
  SegmentView view;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Document document;
    document.id = std::to_string(base + i);
    document.source = "{}";
    std::vector<std::string> encoded;
    for (const Input& input : items[i].inputs) encoded.push_back(encode_completion_input(input.text, input.weight));
    for (const std::string& value : encoded) document.values.push_back({fields->find("names")->id, std::string_view(value)});
    if (!builder.add(document, 1, 0)) throw std::runtime_error("refused");
    if (items[i].deleted) continue;
    alive[i >> 6] |= std::uint64_t{1} << (i & 63);
    ++view.live_count;
  }
  view.segment = builder.seal(base + 1);
  view.doc_base = base;
  if (view.live_count < items.size()) view.live = std::make_shared<const LiveDocs>(std::move(alive));
  return view;
}

std::shared_ptr<const Snapshot> snapshot_of(const std::shared_ptr<const Schema>& fields, const std::vector<Item>& items,
                                            std::size_t segments) {
  std::vector<SegmentView> views;
  for (std::size_t s = 0; s < segments; ++s) {
    const std::size_t first = items.size() * s / segments;
    const std::size_t last = items.size() * (s + 1) / segments;
    views.push_back(view_of(fields, std::span(items).subspan(first, last - first), static_cast<std::uint32_t>(first)));
  }
  return std::make_shared<const Snapshot>(std::move(views), fields, 1);
}

/// What the analyzer "simple" and the separator make of plain words.
std::string key_of(std::string_view text) {
  std::string key;
  bool between = false;
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) {
      between = !key.empty();
      continue;
    }
    if (between) key.push_back('\x1F');
    between = false;
    key.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return key;
}

std::u32string letters(std::string_view bytes) { return {bytes.begin(), bytes.end()}; }

/// What the key's likeness to the prefix is worth: 0 for an exact one, nothing for none.
std::optional<float> likeness(const std::string& key, const std::string& prefix, const CompletionRequest& request) {
  const std::uint32_t edits = request.fuzzy ? request.fuzzy->fuzziness.edits : 0;
  if (edits == 0 || prefix.size() < request.fuzzy->min_length) {
    return key.starts_with(prefix) ? std::optional(0.0F) : std::nullopt;
  }
  const std::size_t fixed = request.fuzzy->prefix_length;
  for (std::size_t length = fixed; length <= key.size(); ++length) {
    const std::string begun = key.substr(0, length);
    if (begun.compare(0, std::min(fixed, length), prefix, 0, std::min(fixed, length)) != 0) return std::nullopt;
    if (edit_distance(letters(begun), letters(prefix), request.fuzzy->transpositions) > edits) continue;
    const auto differ = std::mismatch(begun.begin(), begun.end(), prefix.begin(), prefix.end());
    return static_cast<float>(differ.first - begun.begin());
  }
  return std::nullopt;
}

using Option = std::tuple<std::string, std::size_t, float>;

std::vector<Option> obvious(const std::vector<Item>& items, const CompletionRequest& request) {
  struct Found {
    float score;
    std::string key;
    std::uint32_t inverted;  // weight
    std::string text;
    std::size_t item;
    auto order() const { return std::tie(key, inverted, text, item); }
  };
  std::vector<Found> found;
  const std::string prefix = key_of(request.prefix);
  for (std::size_t i = 0; i < items.size() && !prefix.empty(); ++i) {
    if (items[i].deleted) continue;
    for (const Input& input : items[i].inputs) {
      const std::string key = key_of(input.text);
      const std::optional<float> boost = key.empty() ? std::nullopt : likeness(key, prefix, request);
      if (!boost) continue;
      const auto weight = static_cast<float>(input.weight);
      const float score = *boost == 0.0F ? weight : input.weight == 0 ? *boost : weight * *boost;
      found.push_back({score, key, ~input.weight, input.text, i});
    }
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.score != b.score ? a.score > b.score : a.order() < b.order();
  });
  std::vector<Option> options;
  std::set<std::size_t> taken;
  std::set<std::string> texts;
  for (const Found& one : found) {
    if (options.size() == request.size) break;
    if (request.skip_duplicates && texts.contains(one.text)) continue;
    if (!taken.insert(one.item).second) continue;
    texts.insert(one.text);
    options.emplace_back(one.text, one.item, one.score);
  }
  std::sort(options.begin(), options.end(), [](const Option& a, const Option& b) {
    if (std::get<2>(a) != std::get<2>(b)) return std::get<2>(a) > std::get<2>(b);
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  return options;
}

std::vector<Option> asked(const std::shared_ptr<const Snapshot>& snapshot, const CompletionRequest& request) {
  const std::vector<SearchTarget> targets{{"products", snapshot}};
  const auto found = complete(targets, request);
  if (!found) throw std::runtime_error(found.error().message);
  std::vector<Option> options;
  for (const CompletionOption& option : *found) {
    options.emplace_back(option.text, snapshot->segments()[option.segment].doc_base + index_of(option.doc), option.score);
  }
  return options;
}

std::string random_text(std::mt19937& random) {
  static const char* const kWords[] = {"red", "Shoe", "shoes", "shirt", "shoulder", "bag", "bags", "ba", "s", "running", "runner"};
  std::string text;
  for (std::size_t i = 0, count = 1 + random() % 3; i < count; ++i) {
    if (i > 0) text += random() % 5 == 0 ? "-" : " ";
    text += kWords[random() % std::size(kWords)];
  }
  return text;
}

std::vector<Item> random_items(std::size_t count, std::mt19937& random) {
  std::vector<Item> items(count);
  for (Item& item : items) {
    for (std::size_t i = random() % 3; i > 0; --i) {
      item.inputs.push_back({random_text(random), static_cast<std::uint32_t>(random() % 4 == 0 ? random() : random() % 6)});
      item.inputs.back().weight &= 0x7FFF'FFFF;
    }
    item.deleted = random() % 8 == 0;
  }
  return items;
}

CompletionRequest random_request(std::mt19937& random) {
  CompletionRequest request{.field = "names", .prefix = random_text(random), .size = 1 + static_cast<std::uint32_t>(random() % 12)};
  request.prefix.resize(1 + random() % request.prefix.size());
  request.skip_duplicates = random() % 2 == 0;
  if (random() % 2 == 0) return request;
  CompletionFuzziness& fuzzy = request.fuzzy.emplace();
  fuzzy.fuzziness = {.is_auto = false, .edits = static_cast<std::uint8_t>(1 + random() % 2)};
  fuzzy.transpositions = random() % 2 == 0;
  fuzzy.min_length = static_cast<std::uint32_t>(random() % 4);
  fuzzy.prefix_length = static_cast<std::uint32_t>(random() % 3);
  fuzzy.unicode_aware = random() % 2 == 0;
  if (request.prefix.size() > 1) std::swap(request.prefix[request.prefix.size() - 1], request.prefix[request.prefix.size() / 2]);
  return request;
}

TEST(Completion, AgreesWithTheObvious) {
  std::mt19937 random(5);
  const auto fields = schema();
  for (int round = 0; round < test_effort(40); ++round) {
    const std::vector<Item> items = random_items(1 + random() % 300, random);
    const auto snapshot = snapshot_of(fields, items, 1 + random() % 3);
    for (int i = 0; i < 60; ++i) {
      const CompletionRequest request = random_request(random);
      SCOPED_TRACE("round " + std::to_string(round) + " prefix \"" + request.prefix + "\" size " + std::to_string(request.size));
      ASSERT_EQ(asked(snapshot, request), obvious(items, request));
    }
  }
}

TEST(Completion, MergedSegmentsCompleteAlike) {
  std::mt19937 random(6);
  const auto fields = schema();
  std::vector<Item> items = random_items(200, random);
  const auto apart = snapshot_of(fields, items, 4);
  std::vector<SegmentView> one{view_of(fields, items, 0)};
  const auto together = std::make_shared<const Snapshot>(std::move(one), fields, 1);
  for (int i = 0; i < 100; ++i) {
    const CompletionRequest request = random_request(random);
    ASSERT_EQ(asked(apart, request), asked(together, request)) << request.prefix;
  }
}

TEST(Completion, SeparatorsMayBeLeftOut) {
  const std::vector<Item> items{{.inputs = {{"red shoes", 3}}}, {.inputs = {{"redshift", 2}}}};
  CompletionRequest request{.field = "names", .prefix = "redsh"};
  EXPECT_EQ(asked(snapshot_of(schema(true), items, 1), request), (std::vector<Option>{{"redshift", 1, 2.0F}}));
  EXPECT_EQ(asked(snapshot_of(schema(false), items, 1), request),
            (std::vector<Option>{{"red shoes", 0, 3.0F}, {"redshift", 1, 2.0F}}));
}

TEST(Completion, InputsAreCutAtTheirGreatestLength) {
  const std::vector<Item> items{{.inputs = {{std::string(60, 'a') + "b", 1}}}};
  CompletionRequest request{.field = "names", .prefix = std::string(50, 'a')};
  const auto snapshot = snapshot_of(schema(), items, 1);
  EXPECT_EQ(asked(snapshot, request), (std::vector<Option>{{std::string(50, 'a'), 0, 1.0F}}));
  request.prefix += 'a';
  EXPECT_TRUE(asked(snapshot, request).empty());
}

TEST(Completion, FieldsThatAreNoneAreRefused) {
  const auto snapshot = snapshot_of(schema(), {}, 0);
  const std::vector<SearchTarget> targets{{"products", snapshot}};
  const auto unmapped = complete(targets, {.field = "nothing", .prefix = "a"});
  ASSERT_FALSE(unmapped.ok());
  EXPECT_EQ(unmapped.error().message, "no mapping found for field [nothing]");
  const auto keyword = complete(targets, {.field = "brand", .prefix = "a"});
  ASSERT_FALSE(keyword.ok());
  EXPECT_EQ(keyword.error().message, "Field [brand] is not a completion suggest field");
}

TEST(Completion, ManyThreadsAskASegmentForTheFirstTime) {
  std::mt19937 random(7);
  const std::vector<Item> items = random_items(2'000, random);
  const auto snapshot = snapshot_of(schema(), items, 2);
  const CompletionRequest request{.field = "names", .prefix = "sh", .size = 20};
  std::vector<std::vector<Option>> answers(4);
  {
    std::vector<std::jthread> threads;
    for (auto& answer : answers) threads.emplace_back([&] { answer = asked(snapshot, request); });
  }
  for (const auto& answer : answers) EXPECT_EQ(answer, obvious(items, request));
}

TEST(CompletionTerm, IsTakenApartAsItWasMade) {
  const auto fields = schema();
  const Field& field = *fields->find("names");
  analyzers::TokenStream scratch;
  const std::vector<std::string> terms = completion_terms(field, encode_completion_input("Red Shoes!", 7), scratch);
  ASSERT_EQ(terms.size(), 1U);
  EXPECT_TRUE(is_completion_term(terms[0]));
  const CompletionTerm parts = parse_completion_term(terms[0]);
  EXPECT_EQ(parts.key, "red\x1Fshoes");
  EXPECT_EQ(parts.weight, 7U);
  EXPECT_EQ(parts.surface, "Red Shoes!");
  EXPECT_FALSE(is_completion_term("no end"));
  EXPECT_FALSE(is_completion_term(std::string_view("a\0bcd", 5)));
  EXPECT_TRUE(completion_terms(field, encode_completion_input("12 !", 7), scratch).empty());
}

TEST(RangeMaximum, FindsTheFirstOfTheGreatest) {
  std::mt19937 random(8);
  for (const std::uint32_t size : {1U, 63U, 64U, 65U, 1'000U, 5'000U}) {
    std::vector<std::uint32_t> numbers(size);
    for (std::uint32_t& number : numbers) number = random() % 40;
    const RangeMaximum maximum(numbers);
    for (int i = 0; i < 500; ++i) {
      const auto first = static_cast<std::uint32_t>(random() % size);
      const auto last = static_cast<std::uint32_t>(first + 1 + random() % (size - first));
      const auto expected = std::max_element(numbers.begin() + first, numbers.begin() + last) - numbers.begin();
      ASSERT_EQ(maximum.find(first, last), static_cast<std::uint32_t>(expected)) << first << ".." << last;
    }
  }
}

}  // namespace
}  // namespace aisle::engine
