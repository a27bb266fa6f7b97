#pragma once
// START HERE for evaluation: the one contract by which every clause produces its matches in one segment.
//
// The same iterator serves three ways of evaluation. Document at a time, passing over whole blocks whose score bound
// cannot enter the top k (block-max WAND, Ding & Suel 2011, doi:10.1145/2009916.2010048). In batches: one clause leads
// with up to 128 candidates, the others look them up; which is how the best k are found (the batches of Lucene's
// MaxScoreBulkScorer). In windows: all matches of 2,048 documents at once as bits and summed scores (Lucene's
// BooleanScorer; vectors of MonetDB/X100), which is what totals and facets need. A search picks one way and stays with
// it; an iterator must serve all, and the contract test (engine/testing/iterator_contract.hpp) holds every
// implementation to all of it.

#include <array>
#include <cstdint>
#include <span>

#include "base/ids.hpp"
#include "engine/index/match_range.hpp"
#include "engine/index/window.hpp"

namespace aisle::engine {

/// The greatest score among documents target .. last (inclusive) is at most `max_score`.
struct ScoreBound {
  DocId last = kEndDoc;
  float max_score = 0.0F;
};

/// Documents in increasing order and what each scores.
struct ScoredBatch {
  static constexpr std::uint32_t kCapacity = 128;
  std::uint32_t size = 0;
  DocId until{0};                       ///< matches below came, now or before, or cannot compete
  std::array<DocId, kCapacity> docs;    ///< the first `size` are set
  std::array<float, kCapacity> scores;
};

/// In place of a score: the document does not match. Scores are never negative.
inline constexpr float kNoMatch = -1.0F;

/// Matches of one clause in one segment, increasing. Owned by the query that runs it; not thread-safe; views the
/// segment. Deleted documents are included: the collector masks them.
///
/// A new iterator is before its first document: doc() is meaningless until the first next() or advance().
class DocIterator {
 public:
  virtual ~DocIterator() = default;

  // ---- document at a time

  /// The current match; kEndDoc once exhausted, for good.
  DocId doc() const { return doc_; }
  /// Moves to the next match and returns it.
  virtual DocId next() = 0;
  /// Moves to the first match >= target and returns it; stays when doc() >= target already (never moves backwards).
  virtual DocId advance(DocId target) = 0;
  /// The current match's score as Lucene rounds it: a float, sums taken in double. REQUIRES: doc() < kEndDoc. May be
  /// called more than once.
  virtual float score() = 0;

  /// Document at a time, many at once: adds the matches in [doc(), end) and their scores to the window, then stands on
  /// the first match >= end. A faster next() for disjunctions; the window's bits and scores are added to.
  /// REQUIRES: next() or advance() was called; doc() >= window.base; end <= window.base + kWindowSize.
  virtual void drain(Window& window, DocId end) {
    while (doc_ < end) {
      const std::uint32_t offset = index_of(doc_) - index_of(window.base);
      window.bits.set(offset);
      window.scores[offset] += static_cast<double>(score());
      next();
    }
  }

  // ---- bounds, for pruning

  /// A bound for documents from `target` on, up to the returned document. Does not move the iterator. Successive
  /// targets do not decrease and are not below doc(). Bounds are exact enough that a competitive document is never
  /// missed: score() <= max_score in float comparison.
  virtual ScoreBound bound(DocId target) = 0;
  /// A bound over the whole segment.
  virtual float max_score() const = 0;
  /// The scorer will from now on only be asked for documents that score >= `score`; an iterator may then skip others
  /// in next(), advance() and next_batch(). Never decreases. Most iterators ignore it; disjunctions prune by it.
  virtual void set_min_competitive_score(float /*score*/) {}

  // ---- windows; an iterator used this way is never asked to next() or advance() by the same caller

  /// For every match in [window.base, window.base + kWindowSize): sets its bit in window.bits and adds its score to
  /// window.scores (when `with_scores`). Bits already set stay. Bases of successive calls increase; skipping windows
  /// is allowed.
  virtual void collect(Window& window, bool with_scores) = 0;
  /// Keeps of window.bits only the documents that match, and adds the scores of those kept (scores of removed
  /// documents are set to 0). The way of AND: cheap when few bits are set. Bases as for collect().
  virtual void refine(Window& window, bool with_scores) = 0;

  // ---- ranges: windows without scores, many at once; bases increase from call to call, and what is used in ranges is
  // not used in windows

  /// Sets the bits of the matches in the range; bits already set stay. The default goes through windows.
  virtual void match(MatchRange& range);
  /// Keeps of the range's bits only the documents that match.
  virtual void keep_matches(MatchRange& range);

  // ---- batches, for pruning; an iterator used this way is used in no other, and by either of the first two only

  /// Replaces the batch by the next matches >= `from`, one at least, with their scores. False at the end. What cannot
  /// compete may be left out, or come with a score that is too low. REQUIRES: `from` is not below the last batch's
  /// `until`.
  virtual bool next_batch(ScoredBatch& batch, DocId from);
  /// scores[i] = the score of docs[i], kNoMatch where it does not match. Of a document that cannot compete any score
  /// not above its own may be told, or kNoMatch. REQUIRES: documents increase, within a call and from call to call; at
  /// most ScoredBatch::kCapacity.
  virtual void look_up(std::span<const DocId> docs, float* scores);
  /// Adds to bounds[i] a bound for what look_up would say of docs[i] (0 where it would not match). Touches nothing but
  /// what is known of documents beforehand, such as their lengths. The default adds max_score().
  virtual void add_bounds(std::span<const DocId> docs, double* bounds) const;
  /// From now on add_bounds() takes longer and is closer: for whoever weighs matches of all clauses, most of which it
  /// hopes not to look up.
  virtual void sharpen_bounds() {}

  /// An upper estimate of the number of matches, for ordering clauses. Constant.
  virtual std::uint64_t cost() const = 0;

 protected:
  DocId doc_{0};
};

}  // namespace aisle::engine
