#include "engine/aggregate/kept/kept_counts.hpp"

#include <array>
#include <bit>
#include <memory>
#include <string>
#include <utility>

#include "engine/index/list_bits.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kLess = ~0U;  // adds as -1

/// One facet's counts over one set of documents, as of some deletes and some position of its live column.
struct Counted {
  std::vector<std::uint32_t> counts;  ///< empty until counted
  std::weak_ptr<const LiveDocs> live;
  bool had_deletes = false;
  const NumericColumn* form = nullptr;
  std::uint64_t position = 0;
};

class KeptCounts final : public SegmentCache::Entry {
 public:
  explicit KeptCounts(std::size_t slot_count) : size(slot_count) {}
  std::size_t memory_bytes() const override { return sizeof *this + size * sizeof(std::uint32_t); }

  const std::size_t size;
  Mutex mutex;
  Counted counted AISLE_GUARDED_BY(mutex);
};

/// One facet over one set in one segment.
class Facet {
 public:
  Facet(const SegmentView& view, const KnownMatches& matches, const CountSlots& slots)
      : view_(view),
        matches_(matches),
        slots_(slots),
        filter_(matches.all() ? nullptr : view.segment->ordinals(matches.field)) {}

  bool holds(std::uint32_t doc) const {
    if (filter_ == nullptr) return true;
    bool found = false;
    filter_->for_each(DocId{doc}, [&](std::uint32_t ordinal) { found |= ordinal == index_of(matches_.term); });
    return found;
  }

  void count_anew(std::uint32_t* counts) const { matches_.all() ? count_all(counts) : count_term(counts); }

  /// Takes out what was deleted since `before`, and puts back what an older snapshot still shows.
  void follow_deletes(const LiveDocs* before, std::uint32_t* counts) const {
    const std::uint32_t docs = view_.segment->doc_count();
    for (std::uint32_t w = 0; w * 64 < docs; ++w) {
      const std::uint64_t now = word_of(view_.live.get(), w);
      std::uint64_t changed = now ^ word_of(before, w);
      if (docs - w * 64 < 64) changed &= (std::uint64_t{1} << (docs % 64)) - 1;
      for (; changed != 0; changed &= changed - 1) {
        const auto bit = static_cast<std::uint32_t>(std::countr_zero(changed));
        if (holds(w * 64 + bit)) slots_.add(w * 64 + bit, (now >> bit & 1) != 0 ? 1 : kLess, counts);
      }
    }
  }

  bool follow_changes(const LiveColumn::Still& still, std::uint64_t since, const LiveDocs* live,
                      std::uint32_t* counts) const {
    return still.changes_since(since, [&](const LiveColumn::Change& change) {
      if ((live != nullptr && !live->is_live(DocId{change.doc})) || !holds(change.doc)) return;
      counts[slots_.slot_of(change.before)] += kLess;
      counts[slots_.slot_of(change.after)] += 1;
    });
  }

 private:
  static constexpr std::size_t kBatch = 2048;

  static std::uint64_t word_of(const LiveDocs* live, std::uint32_t w) {
    return live == nullptr ? ~std::uint64_t{0} : live->words()[w];
  }
  void count_all(std::uint32_t* counts) const {
    const std::uint32_t docs = view_.segment->doc_count();
    std::array<std::uint32_t, kBatch + kListSlack> list;
    std::array<std::uint64_t, kBatch / 64> words;
    for (std::uint32_t base = 0; base < docs; base += kBatch) {
      for (std::uint32_t w = 0; w < words.size(); ++w) {
        const std::uint32_t first = base + w * 64;
        const std::uint64_t all = first >= docs       ? 0
                                  : docs - first < 64 ? (std::uint64_t{1} << (docs - first)) - 1
                                                      : ~std::uint64_t{0};
        words[w] = first >= docs ? 0 : all & word_of(view_.live.get(), first / 64);
      }
      slots_.count({list.data(), list_bits(words.data(), words.size(), base, list.data())}, counts);
    }
  }
  void count_term(std::uint32_t* counts) const {
    std::vector<std::uint32_t> docs;
    PostingCursor cursor = view_.segment->field_index(matches_.field)->postings(matches_.term, PostingDetail::docs);
    for (; !cursor.exhausted(); cursor.next_block()) {
      for (const DocId doc : cursor.docs()) {
        if (view_.is_live(doc)) docs.push_back(index_of(doc));
      }
    }
    slots_.count(docs, counts);
  }

  const SegmentView& view_;
  const KnownMatches& matches_;
  const CountSlots& slots_;
  const OrdinalColumn* filter_;
};

/// Makes the counts those of the view and of now, applying what happened where that is known, else counting anew.
void bring_up_to_date(Counted& kept, const SegmentView& view, const Facet& facet, std::size_t size,
                      const LiveColumn::Still* still) {
  const std::shared_ptr<const LiveDocs> before = kept.live.lock();
  bool follows = !kept.counts.empty() && (before != nullptr || !kept.had_deletes);
  if (follows && still != nullptr) {
    follows = kept.form == &still->form() &&
              facet.follow_changes(*still, kept.position, before.get(), kept.counts.data());
  }
  if (!follows) {
    kept.counts.assign(size, 0);
    facet.count_anew(kept.counts.data());
  } else if (before != view.live) {
    facet.follow_deletes(before.get(), kept.counts.data());
  }
  kept.live = view.live;
  kept.had_deletes = view.live != nullptr;
  kept.form = still == nullptr ? nullptr : &still->form();
  kept.position = still == nullptr ? 0 : still->position();
}

bool is_up_to_date(const Counted& kept, const SegmentView& view, const LiveColumn* column) {
  if (kept.counts.empty() || kept.had_deletes != (view.live != nullptr) || kept.live.lock() != view.live) return false;
  return column == nullptr || (kept.form == &column->now() && kept.position == column->position());
}

/// Nothing where the column has taken another form than the slots are for.
std::optional<std::vector<std::uint32_t>> counts_now(Counted& kept, const SegmentView& view, const Facet& facet,
                                                     const CountSlots& slots, const LiveColumn* column) {
  if (is_up_to_date(kept, view, column)) {
    return kept.form == slots.form() ? std::optional(kept.counts) : std::nullopt;
  }
  if (column == nullptr) {
    bring_up_to_date(kept, view, facet, slots.size(), nullptr);
    return kept.counts;
  }
  return column->hold_still([&](const LiveColumn::Still& still) -> std::optional<std::vector<std::uint32_t>> {
    if (&still.form() != slots.form()) return std::nullopt;
    bring_up_to_date(kept, view, facet, slots.size(), &still);
    return kept.counts;
  });
}

/// Of a few documents and many slots.
bool is_sooner_counted(const SegmentView& view, const KnownMatches& matches, const CountSlots& slots) {
  return !matches.all() && view.segment->field_index(matches.field)->doc_freq(matches.term) < slots.size() / 2;
}

std::string key_of(const KnownMatches& matches, FieldId field, const CountSlots& slots) {
  std::string key;
  for (const std::uint32_t part : {index_of(matches.field), index_of(matches.term), index_of(field)}) {
    key.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  slots.append_key(key);
  return key;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> kept_counts(const SegmentView& view, const KnownMatches& matches,
                                                      FieldId field, const CountSlots& slots) {
  if (!matches.all() && view.segment->ordinals(matches.field) == nullptr) return std::nullopt;
  SegmentCache& cache = view.segment->cache();
  const std::string key = key_of(matches, field, slots);
  auto kept = std::static_pointer_cast<KeptCounts>(cache.find(key));
  const bool is_new = kept == nullptr || kept->size != slots.size();
  if (is_new) {
    if (is_sooner_counted(view, matches, slots) || !cache.is_wanted(key)) return std::nullopt;
    kept = std::make_shared<KeptCounts>(slots.size());
  }
  const LiveColumn* const column = slots.form() == nullptr ? nullptr : view.segment->live_column(field);
  const Facet facet(view, matches, slots);
  std::optional<std::vector<std::uint32_t>> counts;
  {
    MutexLock lock(kept->mutex);
    counts = counts_now(kept->counted, view, facet, slots, column);
  }
  if (!counts) return std::nullopt;
  cache.hold(view.live);
  if (is_new) cache.put(key, std::move(kept));
  return counts;
}

}  // namespace aisle::engine
