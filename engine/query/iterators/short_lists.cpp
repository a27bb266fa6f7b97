#include "engine/query/iterators/short_lists.hpp"

#include <algorithm>
#include <bit>

#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {

void ShortLists::add(PostingCursor& cursor, const TermScorer& scorer, bool scored) {
  for (; !cursor.exhausted(); cursor.next_block()) {
    const std::span<const DocId> docs = cursor.docs();
    const std::uint32_t* const freqs = scored ? cursor.freqs().data() : nullptr;
    for (std::size_t i = 0; i < docs.size(); ++i) {
      postings_.push_back({docs[i], scored ? scorer.score(freqs[i], scorer.norm(docs[i])) : 0.0F});
    }
  }
}

void ShortLists::finish(std::uint32_t doc_count) {
  if (postings_.empty()) return;
  const auto bits = static_cast<std::uint32_t>(std::bit_width(doc_count));
  const auto wanted = static_cast<std::uint32_t>(std::bit_width(postings_.size()));
  bucket_shift_ = bits > wanted ? bits - wanted : 0;
  const auto bucket_of = [&](DocId doc) { return index_of(doc) >> bucket_shift_; };
  bucket_ends_.assign((doc_count >> bucket_shift_) + 1, 0);
  for (const Posting& one : postings_) ++bucket_ends_[bucket_of(one.doc)];
  for (std::uint32_t sum = 0; std::uint32_t& end : bucket_ends_) end = sum += end;
  std::vector<Posting> sorted(postings_.size());
  std::vector<std::uint32_t> next = bucket_ends_;  // buckets fill from behind
  for (std::size_t i = postings_.size(); i-- > 0;) sorted[--next[bucket_of(postings_[i].doc)]] = postings_[i];
  for (std::size_t begin = 0; const std::uint32_t end : bucket_ends_) {
    if (end - begin > 1) {
      std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begin), sorted.begin() + end,
                [](const Posting& a, const Posting& b) { return a.doc < b.doc; });
    }
    begin = end;
  }
  docs_.reserve(sorted.size());
  scores_.reserve(sorted.size());
  for (std::size_t i = 0, bucket = 0; bucket < bucket_ends_.size(); ++bucket) {
    for (; i < bucket_ends_[bucket]; ++i) {
      if (!docs_.empty() && docs_.back() == sorted[i].doc) {
        scores_.back() += static_cast<double>(sorted[i].score);
      } else {
        docs_.push_back(sorted[i].doc);
        scores_.push_back(static_cast<double>(sorted[i].score));
      }
    }
    bucket_ends_[bucket] = static_cast<std::uint32_t>(docs_.size());
  }
  postings_ = {};
  max_score_ = bound_of_sum(*std::max_element(scores_.begin(), scores_.end()));
}

std::uint32_t ShortLists::lower_bound(DocId target) const {
  const std::size_t bucket = index_of(target) >> bucket_shift_;
  if (bucket >= bucket_ends_.size()) return static_cast<std::uint32_t>(docs_.size());
  const std::uint32_t begin = bucket == 0 ? 0 : bucket_ends_[bucket - 1];
  const auto found = std::lower_bound(docs_.begin() + begin, docs_.begin() + bucket_ends_[bucket], target);
  return static_cast<std::uint32_t>(found - docs_.begin());
}

}  // namespace aisle::engine
