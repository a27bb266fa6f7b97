#include "plain_catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <span>

#include "engine/index/segment/segment_builder.hpp"

namespace aisle::engine {
namespace {

Field make_field(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  return field;
}

Field make_live_field(std::string name, FieldType type) {
  Field field = make_field(std::move(name), type);
  field.live = true;
  return field;
}

std::vector<FieldValue> values_of(const PlainDocument& document, const Schema& schema) {
  std::vector<FieldValue> values;
  for (const auto& [name, list] : document.values) {
    const Field* field = schema.find(name);
    for (const Value& value : list) {
      FieldValue& out = values.emplace_back();
      out.field = field->id;
      if (const auto* text = std::get_if<std::string>(&value)) out.value = std::string_view(*text);
      if (const auto* whole = std::get_if<std::int64_t>(&value)) out.value = *whole;
      if (const auto* real = std::get_if<double>(&value)) out.value = *real;
    }
  }
  return values;
}

SegmentView build_segment(const std::vector<PlainDocument>& plain, const std::shared_ptr<const Schema>& schema,
                          std::uint64_t id, std::uint32_t doc_base) {
  SegmentBuilder builder(schema);
  std::vector<std::uint64_t> live((plain.size() + 63) / 64, 0);
  std::uint32_t live_count = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    Document document;
    document.id = std::to_string(id) + "-" + std::to_string(i);
    document.source = "{}";
    document.values = values_of(plain[i], *schema);
    EXPECT_TRUE(builder.add(document, 1, i).ok());
    if (!plain[i].alive) continue;
    live[i / 64] |= std::uint64_t{1} << (i % 64);
    ++live_count;
  }
  SegmentView view;
  view.segment = builder.seal(id);
  if (live_count < plain.size()) view.live = std::make_shared<const LiveDocs>(std::move(live));
  view.live_count = live_count;
  view.doc_base = doc_base;
  return view;
}

double bound_or(const Value& value, double open) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return open;
}

bool passes_range(const RangeQuery& range, const PlainDocument& document) {
  const auto found = document.values.find(range.field);
  if (found == document.values.end()) return false;
  const double from = bound_or(range.from, -std::numeric_limits<double>::infinity());
  const double to = bound_or(range.to, std::numeric_limits<double>::infinity());
  return std::any_of(found->second.begin(), found->second.end(), [&](const Value& value) {
    const double number = bound_or(value, 0.0);
    return number >= from && number < to;
  });
}

class PlainIterator final : public DocIterator {
 public:
  PlainIterator(const Query& query, const std::vector<PlainDocument>& documents)
      : query_(query), documents_(documents) {}
  DocId next() override { return kEndDoc; }
  DocId advance(DocId) override { return kEndDoc; }
  float score() override { return 0.0F; }
  ScoreBound bound(DocId) override { return {}; }
  float max_score() const override { return 0.0F; }
  std::uint64_t cost() const override { return documents_.size(); }
  void collect(Window& window, bool) override {
    move_to(window);
    for (std::uint32_t i = 0; i < kWindowSize && index_of(window.base) + i < documents_.size(); ++i) {
      if (passes(query_, documents_[index_of(window.base) + i])) window.bits.set(i);
    }
  }
  void refine(Window& window, bool) override {
    move_to(window);
    WindowBits kept;
    window.bits.for_each([&](std::uint32_t i) {
      if (passes(query_, documents_[index_of(window.base) + i])) kept.set(i);
    });
    window.bits = kept;
  }

 private:
  void move_to(const Window& window) {
    EXPECT_TRUE(!last_ || index_of(window.base) > *last_) << "bases increase";
    last_ = index_of(window.base);
  }
  const Query& query_;
  const std::vector<PlainDocument>& documents_;
  std::optional<std::uint32_t> last_;
};

class PlainPrepared final : public PreparedQuery {
 public:
  PlainPrepared(QueryPtr query, const PlainTarget& target) : query_(std::move(query)), target_(target) {}
  std::unique_ptr<DocIterator> iterator(std::uint32_t segment) const override {
    return std::make_unique<PlainIterator>(*query_, target_.segments[segment]);
  }

 private:
  QueryPtr query_;
  const PlainTarget& target_;
};

}  // namespace

std::shared_ptr<const Schema> plain_schema() {
  return std::make_shared<const Schema>(
      std::vector<Field>{make_field("brand", FieldType::keyword), make_field("product", FieldType::keyword),
                         make_field("categories", FieldType::keyword), make_live_field("rating", FieldType::integer),
                         make_live_field("in_stock", FieldType::boolean), make_field("created", FieldType::date),
                         make_field("sizes", FieldType::long_number), make_live_field("price", FieldType::double_number),
                         make_field("weight", FieldType::double_number)},
      nullptr);
}

PlainDocument random_document(std::mt19937& random, double match_share) {
  const auto below = [&](unsigned n) { return random() % n; };
  PlainDocument document;
  const auto put = [&](const char* field, Value value) { document.values[field].push_back(std::move(value)); };
  if (below(10) != 0) put("brand", "brand" + std::to_string(below(12) * below(3)));
  put("product", "p" + std::to_string(below(100'000)));
  for (unsigned i = below(4); i > 0; --i) put("categories", "c" + std::to_string(below(40)));
  if (below(5) != 0) put("rating", static_cast<std::int64_t>(below(6)));
  if (below(8) != 0) put("in_stock", static_cast<std::int64_t>(below(2)));
  if (below(8) != 0) put("created", static_cast<std::int64_t>(1'700'000'000'000 + 86'400'000 * below(50)));
  for (unsigned i = below(3); i > 0; --i) put("sizes", static_cast<std::int64_t>(below(20)) - 5);
  if (below(12) != 0) put("price", static_cast<double>(below(20'000)) / 100.0);
  for (unsigned i = below(3); i > 0; --i) put("weight", static_cast<double>(random()) / 7.0e8);
  document.alive = below(7) != 0;
  document.matches = static_cast<double>(random()) < match_share * 4294967296.0;
  return document;
}

std::vector<PlainTarget> random_catalog(std::mt19937& random) {
  std::vector<PlainTarget> targets(1 + random() % 2);
  const double shares[] = {0.01, 0.3, 0.9, 1.0};
  const double share = shares[random() % 4];
  const bool deletes = random() % 2 == 0;
  for (PlainTarget& target : targets) {
    target.segments.resize(random() % 4);
    for (auto& segment : target.segments) {
      segment.resize(1 + random() % (random() % 4 == 0 ? 5'000 : 200));
      for (PlainDocument& document : segment) {
        document = random_document(random, share);
        if (!deletes) document.alive = true;
      }
    }
  }
  return targets;
}

std::vector<SearchTarget> build_targets(const std::vector<PlainTarget>& plain) {
  const auto schema = plain_schema();
  std::vector<SearchTarget> targets;
  for (const PlainTarget& target : plain) {
    std::vector<SegmentView> views;
    std::uint32_t base = 0;
    for (const auto& segment : target.segments) {
      views.push_back(build_segment(segment, schema, views.size() + 1, base));
      base += static_cast<std::uint32_t>(segment.size());
    }
    targets.push_back({"catalog", std::make_shared<const Snapshot>(std::move(views), schema, 1)});
  }
  return targets;
}

bool passes(const Query& query, const PlainDocument& document) {
  if (const auto* term = std::get_if<TermQuery>(&query.node)) {
    const auto found = document.values.find(term->field);
    return found != document.values.end() &&
           std::find(found->second.begin(), found->second.end(), term->value) != found->second.end();
  }
  if (const auto* range = std::get_if<RangeQuery>(&query.node)) return passes_range(*range, document);
  return true;
}

FilterFactory plain_filters(const std::vector<PlainTarget>& plain) {
  return [&plain](const QueryPtr& query, std::uint32_t target) -> Result<std::unique_ptr<PreparedQuery>> {
    return std::unique_ptr<PreparedQuery>(std::make_unique<PlainPrepared>(query, plain[target]));
  };
}

namespace {

void drive_windows(Aggregator& aggregator, const std::vector<PlainDocument>& documents) {
  for (std::uint32_t base = 0; base < documents.size(); base += kWindowSize) {
    WindowBits bits;
    for (std::uint32_t i = 0; i < kWindowSize && base + i < documents.size(); ++i) {
      if (documents[base + i].matches && documents[base + i].alive) bits.set(i);
    }
    if (bits.any()) aggregator.collect(DocId{base}, bits);
  }
}

void drive_ranges(Aggregator& aggregator, const std::vector<PlainDocument>& documents) {
  for (std::uint32_t base = 0; base < documents.size(); base += kRangeSize) {
    const auto range = std::make_unique<MatchRange>();
    range->base = DocId{base};
    for (std::uint32_t i = 0; i < kRangeSize && base + i < documents.size(); ++i) {
      if (documents[base + i].matches && documents[base + i].alive) range->set(i);
    }
    if (range->any()) aggregator.collect(*range);
  }
}

void drive_lists(Aggregator& aggregator, const std::vector<PlainDocument>& documents) {
  std::vector<std::uint32_t> list;
  for (std::uint32_t doc = 0; doc < documents.size(); ++doc) {
    if (documents[doc].matches && documents[doc].alive) list.push_back(doc);
  }
  const std::span<const std::uint32_t> docs(list);
  aggregator.collect(docs.first(docs.size() / 3));
  aggregator.collect(docs.subspan(docs.size() / 3));
}

}  // namespace

void drive(Aggregator& aggregator, const std::vector<PlainTarget>& plain, const std::vector<SearchTarget>& targets) {
  for (std::uint32_t t = 0; t < plain.size(); ++t) {
    for (std::uint32_t s = 0; s < plain[t].segments.size(); ++s) {
      const auto& documents = plain[t].segments[s];
      aggregator.begin_segment(t, s, targets[t].snapshot->segments()[s], targets[t].snapshot->schema());
      const bool all = std::all_of(documents.begin(), documents.end(), [](const auto& d) { return d.matches; });
      if (!all || !aggregator.collect_known(KnownMatches{})) {
        const bool in_lists = (t + s) % 3 == 2 && aggregator.takes_lists();
        if (in_lists) {
          drive_lists(aggregator, documents);
        } else {
          (t + s) % 2 == 0 ? drive_ranges(aggregator, documents) : drive_windows(aggregator, documents);
        }
      }
      aggregator.end_segment();
    }
  }
}

}  // namespace aisle::engine
