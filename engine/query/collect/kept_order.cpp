#include "engine/query/collect/kept_order.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace aisle::engine {
namespace {

using Place = DocOrder::Place;

// Of OrderPart::first. With fewer or more left, after documents moved, it is made anew.
constexpr std::size_t kFirst = 512;
constexpr std::size_t kFewest = kFirst / 2;
constexpr std::size_t kMost = kFirst * 2;

/// Right at a position of the column; guarded by the entry's mutex.
struct Kept {
  std::shared_ptr<const DocOrder> order;  ///< null until made
  const NumericColumn* form = nullptr;
  std::uint64_t position = 0;
};

class KeptOrder final : public SegmentCache::Entry {
 public:
  std::size_t memory_bytes() const override {
    MutexLock lock(mutex);
    return sizeof *this + (kept.order == nullptr ? 0 : kept.order->memory_bytes());
  }
  mutable Mutex mutex;
  Kept kept AISLE_GUARDED_BY(mutex);
};

/// A set in one segment and the key it is sorted by.
class SortedSet {
 public:
  SortedSet(const Segment& segment, const KnownMatches& set, SegmentSortKey& key, OrderPart part)
      : segment_(segment),
        set_(set),
        key_(key),
        part_(part),
        filter_(set.all() ? nullptr : segment.ordinals(set.field)),
        live_(key.column_key()->column().is_live() ? segment.live_column(key.column_key()->field()) : nullptr) {}

  /// Null where the column has taken another form than the key is made from, or changes too fast.
  std::shared_ptr<const DocOrder> now(Kept& kept) const {
    const NumericColumn* const form = &key_.column_key()->column();
    if (live_ == nullptr) {
      if (kept.order == nullptr) kept.order = std::make_shared<const DocOrder>(make());
      return kept.order;
    }
    if (kept.order == nullptr || kept.form != form) return make_live(kept);
    if (kept.position == live_->position() && form == &live_->now()) return kept.order;
    return follow_or_make(kept) ? kept.order : make_live(kept);
  }

 private:
  bool holds(std::uint32_t doc) const {
    if (filter_ == nullptr) return true;
    bool found = false;
    filter_->for_each(DocId{doc}, [&](std::uint32_t ordinal) { found |= ordinal == index_of(set_.term); });
    return found;
  }

  std::vector<Place> places() const {
    std::vector<std::uint32_t> docs;
    if (set_.all()) {
      docs.resize(segment_.doc_count());
      std::iota(docs.begin(), docs.end(), 0U);
    } else {
      PostingCursor cursor = segment_.field_index(set_.field)->postings(set_.term, PostingDetail::docs);
      for (; !cursor.exhausted(); cursor.next_block()) {
        for (const DocId doc : cursor.docs()) docs.push_back(index_of(doc));
      }
    }
    std::vector<std::int64_t> keys(docs.size());
    key_.list_keys(docs, keys.data());
    std::vector<Place> found(docs.size());
    for (std::size_t i = 0; i < docs.size(); ++i) found[i] = {keys[i], docs[i]};
    return found;
  }
  /// Some of the places, increasing: all that come before `end`, and, of those that come first, enough.
  struct Cut {
    std::vector<Place> places;
    std::optional<Place> end;
    void shorten_to(std::size_t size) {
      if (places.size() <= size) return;
      std::nth_element(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(size), places.end());
      end = places[size];
      places.resize(size);
    }
  };
  Cut read() const {
    Cut cut{.places = places(), .end = {}};
    if (part_ == OrderPart::all) {
      DocOrder::sort(cut.places);
    } else {
      cut.shorten_to(kFirst);
      std::sort(cut.places.begin(), cut.places.end());
    }
    return cut;
  }
  DocOrder make() const {
    Cut cut = read();
    return DocOrder(cut.places, cut.end);
  }

  /// Keys are read and sorted while they may change; the documents that did change are put right afterwards.
  std::shared_ptr<const DocOrder> make_live(Kept& kept) const {
    std::uint64_t before = 0;
    live_->hold_still([&](const LiveColumn::Still& still) { before = still.position(); });
    Cut cut = read();
    const bool made = live_->hold_still([&](const LiveColumn::Still& still) {
      std::vector<std::uint32_t> changed;
      const bool known = &still.form() == &key_.column_key()->column() &&
                         still.changes_since(before, [&](const auto& change) { changed.push_back(change.doc); });
      if (!known) return false;
      if (!changed.empty()) put_right(cut, changed);
      kept.order = std::make_shared<const DocOrder>(cut.places, cut.end);
      kept.form = &still.form();
      kept.position = still.position();
      return true;
    });
    return made ? kept.order : nullptr;
  }
  void put_right(Cut& cut, std::vector<std::uint32_t>& changed) const {
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    std::erase_if(cut.places, [&](const Place& place) {
      return std::binary_search(changed.begin(), changed.end(), place.doc);
    });
    for (const std::uint32_t doc : changed) {
      const Place place{key_.key(DocId{doc}, 0.0F), doc};
      if (holds(doc) && (!cut.end || place < *cut.end)) cut.places.push_back(place);
    }
    std::sort(cut.places.begin(), cut.places.end());
  }

  struct Move {
    std::uint32_t doc = 0;
    std::uint64_t before = 0;
    std::uint64_t after = 0;
  };
  /// False where it is to be made anew.
  bool follow_or_make(Kept& kept) const {
    return live_->hold_still([&](const LiveColumn::Still& still) {
      std::vector<Move> moves;
      if (&still.form() != kept.form || !still.changes_since(kept.position, [&](const LiveColumn::Change& change) {
            if (change.before != change.after && holds(change.doc)) {
              moves.push_back({change.doc, change.before, change.after});
            }
          })) {
        return false;
      }
      if (!moves.empty()) {
        auto moved = std::make_shared<DocOrder>(*kept.order);
        if (!apply(moves, *moved)) return false;
        kept.order = std::move(moved);
      }
      kept.position = still.position();
      return true;
    });
  }
  bool apply(std::span<const Move> moves, DocOrder& order) const {
    const ColumnKey& key = *key_.column_key();
    for (const Move& move : moves) {
      if (!order.remove({key.key_of(move.before), move.doc})) return false;
      order.insert({key.key_of(move.after), move.doc});
    }
    if (order.end() && (order.size() < kFewest || order.size() > kMost)) return false;
    order.split_large_chunks([&](std::span<const std::uint32_t> docs, std::int64_t* out) { key_.list_keys(docs, out); });
    return !order.is_ragged();
  }

  const Segment& segment_;
  const KnownMatches& set_;
  SegmentSortKey& key_;
  OrderPart part_;
  const OrdinalColumn* filter_;
  const LiveColumn* live_;
};

std::string name_of(const KnownMatches& set, const ColumnKey& key, OrderPart part) {
  std::string name = "order";
  name += static_cast<char>(part);
  for (const std::uint32_t number : {index_of(set.field), index_of(set.term), index_of(key.field())}) {
    name.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  key.append_settings(name);
  return name;
}

}  // namespace

std::shared_ptr<const DocOrder> kept_order(const SegmentView& view, const KnownMatches& set, SegmentSortKey& key,
                                           OrderPart part) {
  if (key.column_key() == nullptr) return nullptr;
  const Segment& segment = *view.segment;
  if (!set.all() && segment.ordinals(set.field) == nullptr) return nullptr;
  const std::string name = name_of(set, *key.column_key(), part);
  auto entry = std::static_pointer_cast<KeptOrder>(segment.cache().find(name));
  const bool is_new = entry == nullptr;
  if (is_new) {
    if (!segment.cache().is_wanted(name)) return nullptr;
    entry = std::make_shared<KeptOrder>();
  }
  std::shared_ptr<const DocOrder> order;
  {
    MutexLock lock(entry->mutex);
    order = SortedSet(segment, set, key, part).now(entry->kept);
  }
  if (is_new && order != nullptr) segment.cache().put(name, std::move(entry));
  return order;
}

}  // namespace aisle::engine
