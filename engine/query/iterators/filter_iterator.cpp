#include "engine/query/iterators/filter_iterator.hpp"

#include <algorithm>

#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

// Testing a document costs about as much as this part of matching a whole window.
constexpr std::uint32_t kTestsPerWindow = 64;
// Documents to test one by one before a window is matched.
constexpr std::uint32_t kProbes = 16;

}  // namespace

DocId FilterIterator::next() {
  if (started_) return doc_ == kEndDoc ? doc_ : scan_from(doc_ + 1);
  started_ = true;
  return scan_from(DocId{0});
}

DocId FilterIterator::advance(DocId target) {
  if (started_ && doc_ >= target) return doc_;
  started_ = true;
  if (min_score_ > score_) return doc_ = kEndDoc;
  return probe_from(target) ? doc_ = target : scan_from(target);
}

/// Tests a few documents from `target` on, unless their window is matched already. True when one matches; `target` is
/// the document, or where to go on.
bool FilterIterator::probe_from(DocId& target) {
  for (std::uint32_t i = 0; i < kProbes && index_of(target) < doc_count_; ++i) {
    if ((index_of(target) & ~(kWindowSize - 1)) == index_of(window_base_)) return false;
    if (matches(target)) return true;
    target = target + 1;
  }
  return false;
}

DocId FilterIterator::scan_from(DocId target) {
  if (min_score_ > score_) return doc_ = kEndDoc;
  while (index_of(target) < doc_count_) {
    const DocId base{index_of(target) & ~(kWindowSize - 1)};
    if (base != window_base_) {
      window_base_ = base;
      window_bits_.clear();
      match_window(base, window_bits_);
    }
    const std::uint32_t offset = next_set_bit(window_bits_, index_of(target) - index_of(base));
    if (offset < kWindowSize) return doc_ = base + offset;
    target = base + kWindowSize;
  }
  return doc_ = kEndDoc;
}

void FilterIterator::match(MatchRange& range) {
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    const DocId base = range.window_base(i);
    if (index_of(base) >= doc_count_) return;
    WindowBits found;
    match_window(base, found);
    range.windows[i] |= found;
  }
}

void FilterIterator::keep_matches(MatchRange& range) {
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    WindowBits& bits = range.windows[i];
    if (bits.any()) bits &= matches_among(range.window_base(i), bits);
  }
}

void FilterIterator::collect(Window& window, bool with_scores) {
  if (index_of(window.base) >= doc_count_) return;
  WindowBits found;
  match_window(window.base, found);
  window.bits |= found;
  if (with_scores && score_ != 0.0F) add_constant(found, static_cast<double>(score_), window);
}

void FilterIterator::look_up(std::span<const DocId> docs, float* scores) {
  for (std::size_t i = 0; i < docs.size(); ++i) scores[i] = matches(docs[i]) ? score_ : kNoMatch;
}

/// Those of the candidates that match, and perhaps other matches.
WindowBits FilterIterator::matches_among(DocId base, const WindowBits& candidates) {
  WindowBits found;
  if (candidates.count() > kTestsPerWindow) {
    match_window(base, found);
  } else {
    candidates.for_each([&](std::uint32_t offset) {
      if (matches(base + offset)) found.set(offset);
    });
  }
  return found;
}

void FilterIterator::refine(Window& window, bool with_scores) {
  keep_only(window, matches_among(window.base, window.bits));
  if (with_scores && score_ != 0.0F) add_constant(window.bits, static_cast<double>(score_), window);
}

}  // namespace aisle::engine
