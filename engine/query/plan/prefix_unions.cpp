#include "engine/query/plan/prefix_unions.hpp"

#include <algorithm>
#include <tuple>

#include "engine/index/bit_words.hpp"

namespace aisle::engine {
namespace {

// Segments with fewer documents gather every time.
constexpr std::uint32_t kLeastDocuments = 65'536;
// Prefixes of more code points have no union.
constexpr std::uint32_t kMostCodePoints = 4;
// Opening a list costs about as much as reading so many postings.
constexpr std::uint64_t kPostingsPerTerm = 16;
// Unions cost at least as much to gather as reading this part of the documents (as a divisor) in one list.
constexpr std::uint32_t kLeastShare = 32;

/// Bytes of the code point that begins at `at`, or 0 at the end.
std::size_t code_point_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  std::size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

}  // namespace

void add_postings(const FieldIndex& index, std::uint32_t first, std::uint32_t last, DocBitset& set) {
  for (std::uint32_t number = first; number < last; ++number) {
    const TermId term{number};
    if (index.doc_freq(term) == 1) {
      set.set(index.only_doc(term));
      continue;
    }
    PostingCursor postings = index.postings(term, PostingDetail::docs);
    if (postings.is_dense()) {
      postings.fill_words(DocId{0}, set.words);
      continue;
    }
    for (; !postings.exhausted(); postings.next_block()) {
      for (const DocId doc : postings.docs()) set.set(doc);
    }
  }
}

bool PrefixUnions::is_worth_while(const FieldIndex& index, std::uint32_t first, std::uint32_t last,
                                  std::uint32_t doc_count) {
  if (doc_count < kLeastDocuments) return false;
  std::uint64_t cost = 0;
  for (std::uint32_t term = first; term < last && cost < doc_count / kLeastShare; ++term) {
    cost += kPostingsPerTerm + index.doc_freq(TermId{term});
  }
  return cost >= doc_count / kLeastShare;
}

/// Makes the unions of a prefix and of the longer ones.
class PrefixUnions::Builder {
 public:
  Builder(const FieldIndex& index, std::uint32_t doc_count) : index_(index), doc_count_(doc_count) {}

  /// The prefixes one code point longer than one of `bytes` bytes, which terms [first, last) have, that get a union;
  /// adds their documents, and those of the other terms, to `set` unless it is null.
  void add_longer(std::uint32_t first, std::uint32_t last, std::size_t bytes, std::uint32_t depth, DocBitset* set) {
    std::uint32_t single = first;  // terms since this one are in no longer prefix's union
    for (const Child& child : children(first, last, bytes, depth)) {
      const std::shared_ptr<const DocBitset> docs = make(child, depth + 1);
      if (set == nullptr) continue;
      add_postings(index_, single, child.first, *set);
      or_words(set->words.data(), docs->words.data(), set->words.size());
      single = child.last;
    }
    if (set != nullptr) add_postings(index_, single, last, *set);
  }

  std::vector<Union> take() {
    std::sort(unions_.begin(), unions_.end(),
              [](const Union& a, const Union& b) { return std::tie(a.first, a.last) < std::tie(b.first, b.last); });
    return std::move(unions_);
  }

 private:
  struct Child {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::size_t bytes = 0;
  };

  std::vector<Child> children(std::uint32_t first, std::uint32_t last, std::size_t bytes, std::uint32_t depth) const {
    std::vector<Child> found;
    if (depth == kMostCodePoints) return found;
    std::string key;
    const auto close = [&](std::uint32_t end) {
      found.back().last = end;
      if (!is_worth_while(index_, found.back().first, end, doc_count_)) found.pop_back();
    };
    bool open = false;
    index_.for_each_term(first, last, [&](TermId term, std::string_view text) {
      const std::size_t size = code_point_at(text, bytes);
      const std::string_view own = text.substr(std::min(bytes, text.size()), size);
      if (open && own == key) return true;
      if (open) close(index_of(term));
      open = size > 0;
      key = own;
      if (open) found.push_back({index_of(term), last, bytes + size});
      return true;
    });
    if (open) close(last);
    return found;
  }

  std::shared_ptr<const DocBitset> make(const Child& child, std::uint32_t depth) {
    auto docs = std::make_shared<DocBitset>(doc_count_);
    const std::size_t before = unions_.size();
    add_longer(child.first, child.last, child.bytes, depth, docs.get());
    // All terms go on alike: the longer prefix has the same union.
    for (std::size_t i = before; i < unions_.size(); ++i) {
      if (unions_[i].first == child.first && unions_[i].last == child.last) return unions_[i].docs;
    }
    unions_.push_back({child.first, child.last, docs->count(), docs});
    return docs;
  }

  const FieldIndex& index_;
  std::uint32_t doc_count_;
  std::vector<Union> unions_;
};

PrefixUnions::PrefixUnions(const FieldIndex& index, std::uint32_t doc_count) {
  Builder builder(index, doc_count);
  builder.add_longer(0, index.term_count(), 0, 0, nullptr);
  unions_ = builder.take();
}

const PrefixUnions::Union* PrefixUnions::find(std::uint32_t first, std::uint32_t last) const {
  const auto at = std::lower_bound(unions_.begin(), unions_.end(), std::pair(first, last),
                                   [](const Union& one, const auto& wanted) {
                                     return std::pair(one.first, one.last) < wanted;
                                   });
  return at != unions_.end() && at->first == first && at->last == last ? &*at : nullptr;
}

std::size_t PrefixUnions::memory_bytes() const {
  std::size_t bytes = unions_.capacity() * sizeof(Union);
  for (const Union& one : unions_) bytes += one.docs->words.size() * sizeof(std::uint64_t);
  return bytes;
}

}  // namespace aisle::engine
