#include "engine/testing/iterator_contract.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace aisle::engine::testing {
namespace {

/// One iterator's expected behaviour and the ways to look for faults in it.
class Contract {
 public:
  Contract(const std::function<IteratorPtr()>& make, const std::vector<ExpectedMatch>& expected,
           std::uint32_t doc_count, std::mt19937& random)
      : make_(make), expected_(expected), doc_count_(doc_count), random_(random) {}

  std::string find_fault() {
    for (const auto check : {&Contract::by_next, &Contract::by_advance, &Contract::by_bounds, &Contract::by_pruning,
                             &Contract::by_collect, &Contract::by_refine, &Contract::by_match, &Contract::by_keep_matches,
                             &Contract::by_batches, &Contract::by_look_up}) {
      const IteratorPtr iterator = make_();
      if (iterator == nullptr) return expected_.empty() ? "" : "no iterator, though documents match";
      if (std::string fault = (this->*check)(*iterator); !fault.empty()) return fault;
    }
    return "";
  }

 private:
  const ExpectedMatch* at_or_after(DocId doc) const {
    const auto found = std::lower_bound(expected_.begin(), expected_.end(), doc,
                                        [](const ExpectedMatch& match, DocId target) { return match.doc < target; });
    return found == expected_.end() ? nullptr : &*found;
  }

  std::string compare(DocIterator& iterator, DocId doc, const ExpectedMatch* wanted, const char* way) const {
    if (wanted == nullptr) return doc == kEndDoc ? "" : fmt::format("{}: {} past the end", way, index_of(doc));
    if (doc != wanted->doc) return fmt::format("{}: {} where {} was due", way, index_of(doc), index_of(wanted->doc));
    if (iterator.doc() != doc) return fmt::format("{}: doc() differs from what was returned", way);
    const float score = iterator.score();
    if (score != wanted->score) return fmt::format("{}: doc {} scores {} not {}", way, index_of(doc), score, wanted->score);
    if (score > iterator.max_score()) return fmt::format("{}: doc {} passes max_score", way, index_of(doc));
    return "";
  }

  std::string by_next(DocIterator& iterator) {
    for (const ExpectedMatch& match : expected_) {
      if (std::string fault = compare(iterator, iterator.next(), &match, "next"); !fault.empty()) return fault;
    }
    if (expected_.size() > iterator.cost()) return "cost is below the number of matches";
    for (int i = 0; i < 2; ++i) {
      if (iterator.next() != kEndDoc) return "next: not at the end for good";
    }
    return iterator.advance(DocId{3}) == kEndDoc ? "" : "advance: moved back from the end";
  }

  std::string by_advance(DocIterator& iterator) {
    DocId doc{0};
    bool started = false;
    while (!started || doc != kEndDoc) {
      if (started && random_() % 3 == 0) {
        const ExpectedMatch* wanted = at_or_after(doc + 1);
        doc = iterator.next();
        if (std::string fault = compare(iterator, doc, wanted, "next between advances"); !fault.empty()) return fault;
        continue;
      }
      const std::uint32_t jump = random_() % 4 == 0 ? random_() % 700 : random_() % 20;
      const DocId target = started && random_() % 8 == 0 ? doc : doc + jump;
      doc = iterator.advance(target);
      started = true;
      if (std::string fault = compare(iterator, doc, at_or_after(target), "advance"); !fault.empty()) return fault;
    }
    return "";
  }

  std::string by_bounds(DocIterator& iterator) {
    DocId target{0};
    while (index_of(target) < doc_count_) {
      const ScoreBound bound = iterator.bound(target);
      if (bound.last < target) return "bound: ends before it begins";
      for (const ExpectedMatch* m = at_or_after(target); m != expected_.data() + expected_.size() && m != nullptr; ++m) {
        if (m->doc > bound.last) break;
        if (m->score > bound.max_score) {
          return fmt::format("bound: doc {} scores {} above {}", index_of(m->doc), m->score, bound.max_score);
        }
      }
      if (bound.last == kEndDoc) break;
      target = random_() % 2 == 0 ? bound.last + 1 : target + 1 + random_() % 50;
    }
    return "";
  }

  /// What can compete must come, with its score; what cannot may be left out.
  std::string by_pruning(DocIterator& iterator) {
    std::vector<float> kept;
    float least = 0.0F;
    std::size_t seen = 0;
    for (DocId doc = iterator.next(); doc != kEndDoc; doc = iterator.next()) {
      for (; seen < expected_.size() && expected_[seen].doc < doc; ++seen) {
        if (expected_[seen].score >= least) return fmt::format("pruning: lost doc {}", index_of(expected_[seen].doc));
      }
      if (seen == expected_.size() || expected_[seen].doc != doc) return "pruning: a document that does not match";
      const float score = iterator.score();
      const bool right = score == expected_[seen].score || (expected_[seen].score < least && score < least);
      if (!right) return fmt::format("pruning: doc {} scores {} not {}", index_of(doc), score, expected_[seen].score);
      ++seen;
      kept.push_back(score);
      if (kept.size() == 10) {
        std::sort(kept.begin(), kept.end(), std::greater<>());
        kept.resize(5);
        least = std::max(least, kept[4]);
        if (least > 0.0F) iterator.set_min_competitive_score(least);
      }
    }
    for (; seen < expected_.size(); ++seen) {
      if (expected_[seen].score >= least) return fmt::format("pruning: lost doc {} at the end", index_of(expected_[seen].doc));
    }
    return "";
  }

  std::string compare_window(const Window& window, const WindowBits* among, const char* way) const {
    for (std::uint32_t offset = 0; offset < kWindowSize; ++offset) {
      const DocId doc = window.base + offset;
      const ExpectedMatch* match = at_or_after(doc);
      const bool wanted = match != nullptr && match->doc == doc && (among == nullptr || among->test(offset));
      if (window.bits.test(offset) != wanted) return fmt::format("{}: doc {} is wrong", way, index_of(doc));
      const float score = wanted ? match->score : 0.0F;
      if (static_cast<float>(window.scores[offset]) != score) {
        return fmt::format("{}: doc {} scores {} not {}", way, index_of(doc), window.scores[offset], score);
      }
    }
    return "";
  }

  std::string by_collect(DocIterator& iterator) {
    const auto window = std::make_unique<Window>();
    for (std::uint32_t base = 0; base < doc_count_; base += kWindowSize) {
      if (random_() % 4 == 0) continue;
      window->reset(DocId{base});
      iterator.collect(*window, true);
      if (std::string fault = compare_window(*window, nullptr, "collect"); !fault.empty()) return fault;
    }
    return "";
  }

  std::string by_refine(DocIterator& iterator) {
    const auto window = std::make_unique<Window>();
    for (std::uint32_t base = 0; base < doc_count_; base += kWindowSize) {
      window->reset(DocId{base});
      WindowBits among;
      const std::uint32_t one_in = random_() % 2 == 0 ? 2 : 200;
      for (std::uint32_t i = 0; i < kWindowSize && base + i < doc_count_; ++i) {
        if (random_() % one_in == 0) among.set(i);
      }
      window->bits = among;
      iterator.refine(*window, true);
      if (std::string fault = compare_window(*window, &among, "refine"); !fault.empty()) return fault;
    }
    return "";
  }

  std::string compare_range(const MatchRange& range, const MatchRange* among, const char* way) const {
    for (std::uint32_t offset = 0; offset < kRangeSize; ++offset) {
      const DocId doc = range.base + offset;
      const ExpectedMatch* match = range.test(offset) || index_of(doc) < doc_count_ ? at_or_after(doc) : nullptr;
      const bool wanted = match != nullptr && match->doc == doc && (among == nullptr || among->test(offset));
      if (range.test(offset) != wanted) return fmt::format("{}: doc {} is wrong", way, index_of(doc));
    }
    return "";
  }

  /// Calls look(range) for ranges of the segment, some left out, with a hint that may be wrong.
  template <class Look>
  std::string for_ranges(Look&& look) {
    const auto range = std::make_unique<MatchRange>();
    range->ranges_in_segment = 1 + random_() % 3;
    for (std::uint32_t base = 0; base < doc_count_; base += kRangeSize) {
      if (doc_count_ > kRangeSize && random_() % 4 == 0) continue;
      range->reset(DocId{base});
      if (std::string fault = look(*range); !fault.empty()) return fault;
    }
    return "";
  }

  std::string by_match(DocIterator& iterator) {
    return for_ranges([&](MatchRange& range) {
      iterator.match(range);
      return compare_range(range, nullptr, "match");
    });
  }

  std::string by_keep_matches(DocIterator& iterator) {
    return for_ranges([&](MatchRange& range) {
      const std::uint32_t one_in = random_() % 2 == 0 ? 2 : 500;
      for (std::uint32_t i = 0; i < kRangeSize && index_of(range.base) + i < doc_count_; ++i) {
        if (random_() % one_in == 0) range.set(i);
      }
      const MatchRange among = range;
      iterator.keep_matches(range);
      return compare_range(range, &among, "keep_matches");
    });
  }

  /// As by_pruning, a batch at a time.
  std::string by_batches(DocIterator& iterator) {
    std::vector<float> kept;
    float least = 0.0F;
    std::size_t seen = 0;
    DocId from{0};
    const auto lost_before = [&](DocId doc) -> std::string {
      for (; seen < expected_.size() && expected_[seen].doc < doc; ++seen) {
        if (expected_[seen].score >= least) return fmt::format("batches: lost doc {}", index_of(expected_[seen].doc));
      }
      return "";
    };
    ScoredBatch batch;
    const bool prunes = random_() % 4 != 0;
    while (iterator.next_batch(batch, from)) {
      if (batch.size == 0 || batch.size > ScoredBatch::kCapacity) return "batches: an empty or overfull batch";
      for (std::uint32_t i = 0; i < batch.size; ++i) {
        if (batch.docs[i] < from || batch.docs[i] >= batch.until) return "batches: a document out of its batch";
        if (std::string fault = lost_before(batch.docs[i]); !fault.empty()) return fault;
        if (seen == expected_.size() || expected_[seen].doc != batch.docs[i]) return "batches: a document that does not match";
        const float wanted = expected_[seen++].score;
        const bool right = batch.scores[i] == wanted || (wanted < least && batch.scores[i] < wanted);
        if (!right) return fmt::format("batches: doc {} scores {} not {}", index_of(batch.docs[i]), batch.scores[i], wanted);
        kept.push_back(batch.scores[i]);
      }
      if (std::string fault = lost_before(batch.until); !fault.empty()) return fault;
      from = batch.until;
      if (random_() % 8 == 0) from = from + random_() % 200;
      while (seen < expected_.size() && expected_[seen].doc < from) ++seen;
      if (!prunes || kept.size() < 5) continue;
      std::sort(kept.begin(), kept.end(), std::greater<>());
      kept.resize(5);
      if (kept[4] <= least) continue;
      least = kept[4];
      iterator.set_min_competitive_score(least);
    }
    return lost_before(kEndDoc);
  }

  std::string by_look_up(DocIterator& iterator) {
    float least = 0.0F;
    std::vector<DocId> docs;
    std::vector<float> scores(ScoredBatch::kCapacity);
    for (std::uint32_t doc = random_() % 3; doc < doc_count_;) {
      docs.clear();
      const std::uint32_t stride = random_() % 2 == 0 ? 3 : 60;
      for (std::uint32_t n = 1 + random_() % ScoredBatch::kCapacity; n > 0 && doc < doc_count_; --n) {
        docs.push_back(DocId{doc});
        doc += 1 + random_() % stride;
      }
      std::vector<double> bounds(docs.size());
      iterator.add_bounds(docs, bounds.data());
      iterator.look_up(docs, scores.data());
      for (std::size_t i = 0; i < docs.size(); ++i) {
        const ExpectedMatch* match = at_or_after(docs[i]);
        const float wanted = match != nullptr && match->doc == docs[i] ? match->score : kNoMatch;
        const bool right = scores[i] == wanted || (wanted >= 0.0F && wanted < least && scores[i] < wanted);
        if (!right) return fmt::format("look_up: doc {} scores {} not {}", index_of(docs[i]), scores[i], wanted);
        if (static_cast<double>(wanted) > bounds[i]) return fmt::format("add_bounds: doc {} scores {} above {}", index_of(docs[i]), wanted, bounds[i]);
      }
      if (expected_.empty() || random_() % 3 != 0) continue;
      const float raised = expected_[random_() % expected_.size()].score;
      if (raised <= least) continue;
      least = raised;
      iterator.set_min_competitive_score(least);
    }
    return "";
  }

  const std::function<IteratorPtr()>& make_;
  const std::vector<ExpectedMatch>& expected_;
  std::uint32_t doc_count_;
  std::mt19937& random_;
};

}  // namespace

std::string find_contract_fault(const std::function<IteratorPtr()>& make, const std::vector<ExpectedMatch>& expected,
                                std::uint32_t doc_count, std::mt19937& random) {
  return Contract(make, expected, doc_count, random).find_fault();
}

}  // namespace aisle::engine::testing
