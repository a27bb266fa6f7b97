#include "engine/suggest/fuzzy_dictionary.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <optional>

#include "base/mutex.hpp"
#include "engine/suggest/edit_distance.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kLongest = 64;         // code points; longer terms share a group
constexpr std::uint32_t kBatch = 32;           // letter sets tested before anything branches
constexpr std::uint32_t kDirectTerms = 2'000;  // so few terms are read straight from the dictionary
constexpr std::size_t kCacheBytes = 256U << 20;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::uint32_t letter_bit(char32_t c) {
  if (c >= 'a' && c <= 'z') return 1U << (c - 'a');
  return 1U << (26 + c % 6);
}

std::uint32_t letters_of(std::u32string_view word) {
  std::uint32_t set = 0;
  for (const char32_t c : word) set |= letter_bit(c);
  return set;
}

std::uint32_t letters_of_ascii(std::string_view word) {
  std::uint32_t set = 0;
  for (const char c : word) set |= letter_bit(static_cast<unsigned char>(c));
  return set;
}

/// Non-zero when more than kEdits bits are set.
template <std::uint32_t kEdits>
[[gnu::always_inline]] inline std::uint32_t more_than(std::uint32_t set) {
  for (std::uint32_t i = 0; i < kEdits; ++i) set &= set - 1;  // 0 stays 0: 0 & 0xFFFFFFFF
  return set;
}

/// Where a batch with a letter set near enough was found, and which they are.
struct NearBatch {
  std::uint32_t first = 0;
  std::array<std::uint32_t, kBatch> far;  // 0: near
};

/// The first batch at or after `first` that has a near letter set; `end` when none has. Nearly all batches have none,
/// so that this loop is where the time goes: it is written to be vectorised.
template <std::uint32_t kEdits>
[[gnu::always_inline]] inline bool find_near(const std::uint32_t* letters, std::uint32_t end, std::uint32_t wanted,
                                             NearBatch& batch) {
  for (; batch.first < end; batch.first += kBatch) {
    const std::uint32_t* const held = letters + batch.first;
    std::uint32_t near = 0;
    for (std::uint32_t i = 0; i < kBatch; ++i) {
      const std::uint32_t far = more_than<kEdits>(wanted & ~held[i]) | more_than<kEdits>(held[i] & ~wanted);
      batch.far[i] = far;
      near |= far == 0 ? ~0U : 0U;
    }
    if (near != 0) return true;
  }
  return false;
}

using FindNear = bool (*)(const std::uint32_t* letters, std::uint32_t end, std::uint32_t wanted, NearBatch& batch);

template <std::uint32_t kEdits>
bool find_near_plain(const std::uint32_t* letters, std::uint32_t end, std::uint32_t wanted, NearBatch& batch) {
  return find_near<kEdits>(letters, end, wanted, batch);
}

#if defined(__x86_64__)
// The same loop for processors with wider registers, chosen when the program runs.
template <std::uint32_t kEdits>
[[gnu::target("avx2")]] bool find_near_avx2(const std::uint32_t* letters, std::uint32_t end, std::uint32_t wanted,
                                            NearBatch& batch) {
  return find_near<kEdits>(letters, end, wanted, batch);
}
template <std::uint32_t kEdits>
FindNear best_find_near() {
  return __builtin_cpu_supports("avx2") != 0 ? find_near_avx2<kEdits> : find_near_plain<kEdits>;
}
#else
template <std::uint32_t kEdits>
FindNear best_find_near() {
  return find_near_plain<kEdits>;
}
#endif

FindNear find_near_for(std::uint32_t edits) {
  static const std::array<FindNear, 3> kByEdits{best_find_near<0>(), best_find_near<1>(), best_find_near<2>()};
  return kByEdits[std::min<std::uint32_t>(edits, 2)];
}

/// Measures words against one pattern, its literal prefix split off.
class Measure {
 public:
  explicit Measure(const FuzzyPattern& pattern) : pattern_(pattern), all_(code_points(pattern.term)) {
    const std::size_t prefix = std::min<std::size_t>(pattern.prefix_length, all_.size());
    for (std::size_t i = 0, at = 0; i < prefix; ++i) {
      do {
        ++at;
      } while (at < pattern.term.size() && (static_cast<unsigned char>(pattern.term[at]) & 0xC0) == 0x80);
      prefix_bytes_ = at;
    }
    rest_ = all_.substr(prefix);
    if (!rest_.empty() && rest_.size() <= EditPattern::kMaxLength) bits_.emplace(rest_, pattern.transpositions);
  }

  std::size_t length() const { return all_.size(); }
  std::uint32_t letters() const { return letters_of(all_); }
  std::string_view prefix() const { return pattern_.term.substr(0, prefix_bytes_); }

  /// The distance, when it is allowed.
  std::optional<std::uint32_t> operator()(std::string_view word) const {
    if (!word.starts_with(prefix())) return std::nullopt;
    const std::uint32_t edits = distance(word.substr(prefix_bytes_));
    return edits <= pattern_.max_edits ? std::optional(edits) : std::nullopt;
  }

 private:
  std::uint32_t distance(std::string_view word) const {
    if (bits_ && is_ascii(word)) return bits_->distance_ascii(word);
    const std::u32string points = code_points(word);
    return bits_ ? bits_->distance(points) : edit_distance(rest_, points, pattern_.transpositions);
  }

  FuzzyPattern pattern_;
  std::u32string all_;
  std::u32string rest_;
  std::size_t prefix_bytes_ = 0;
  std::optional<EditPattern> bits_;
};

}  // namespace

FuzzyDictionary::FuzzyDictionary(const FieldIndex& index) : groups_(kLongest + 2) {
  index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
    const bool ascii = is_ascii(term);
    const std::u32string points = ascii ? std::u32string{} : code_points(term);
    const std::size_t length = ascii ? term.size() : points.size();
    Group& group = groups_[std::min<std::size_t>(length, kLongest + 1)];
    group.letters.push_back(ascii ? letters_of_ascii(term) : letters_of(points));
    group.text_offsets.push_back(static_cast<std::uint32_t>(text_.size()));
    text_.push_back(static_cast<char>(term.size() & 0xFF));
    text_.push_back(static_cast<char>(term.size() >> 8));
    text_.append(term);
    return true;
  });
  for (Group& group : groups_) {
    group.count = static_cast<std::uint32_t>(group.letters.size());
    group.letters.resize((group.letters.size() + kBatch - 1) / kBatch * kBatch);
  }
}

std::size_t FuzzyDictionary::memory_bytes() const {
  std::size_t bytes = text_.capacity();
  for (const Group& group : groups_) {
    bytes += (group.letters.capacity() + group.text_offsets.capacity()) * sizeof(std::uint32_t);
  }
  return bytes;
}

std::string_view FuzzyDictionary::text(const Group& group, std::uint32_t i) const {
  const char* at = text_.data() + group.text_offsets[i];
  const std::size_t size = static_cast<unsigned char>(at[0]) | static_cast<std::size_t>(static_cast<unsigned char>(at[1])) << 8;
  return {at + 2, size};
}

template <class Verify>
void FuzzyDictionary::scan(const Group& group, std::uint32_t wanted, std::uint32_t edits, Verify&& verify) const {
  const FindNear find = find_near_for(edits);
  for (NearBatch batch; find(group.letters.data(), group.count, wanted, batch); batch.first += kBatch) {
    const std::uint32_t last = std::min(kBatch, group.count - batch.first);
    for (std::uint32_t i = 0; i < last; ++i) {
      if (batch.far[i] == 0) verify(text(group, batch.first + i));
    }
  }
}

void FuzzyDictionary::search(const FuzzyPattern& pattern, std::vector<FuzzyMatch>& found) const {
  const Measure measure(pattern);
  const std::size_t length = measure.length();
  const std::size_t shortest = length > pattern.max_edits ? length - pattern.max_edits : 0;
  const std::size_t longest = std::min<std::size_t>(length + pattern.max_edits, kLongest + 1);
  const std::uint32_t wanted = measure.letters();
  const auto verify = [&](std::string_view word) {
    if (const auto edits = measure(word)) found.push_back({std::string(word), *edits});
  };
  for (std::size_t i = std::min<std::size_t>(shortest, kLongest + 1); i <= longest; ++i) {
    scan(groups_[i], wanted, pattern.max_edits, verify);
  }
}

namespace {

/// Dictionaries by segment and field, the most recently used first.
class FuzzyDictionaryCache {
 public:
  std::shared_ptr<const FuzzyDictionary> find(const std::shared_ptr<const Segment>& segment, FieldId field) {
    MutexLock lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->field != field || entry->segment.lock() != segment) continue;
      entries_.splice(entries_.begin(), entries_, entry);
      return entry->dictionary;
    }
    return nullptr;
  }

  void add(const std::shared_ptr<const Segment>& segment, FieldId field,
           std::shared_ptr<const FuzzyDictionary> dictionary) {
    MutexLock lock(mutex_);
    std::erase_if(entries_, [](const Entry& entry) { return entry.segment.expired(); });
    entries_.push_front({segment, field, std::move(dictionary)});
    std::size_t bytes = 0;
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      bytes += entry->dictionary->memory_bytes();
      if (bytes > kCacheBytes && entry != entries_.begin()) {
        entries_.erase(entry, entries_.end());
        return;
      }
    }
  }

 private:
  struct Entry {
    std::weak_ptr<const Segment> segment;
    FieldId field = kNoField;
    std::shared_ptr<const FuzzyDictionary> dictionary;
  };
  Mutex mutex_;
  std::list<Entry> entries_ AISLE_GUARDED_BY(mutex_);
};

FuzzyDictionaryCache& cache() {
  static FuzzyDictionaryCache instance;
  return instance;
}

void search_directly(const FieldIndex& index, std::uint32_t first, std::uint32_t last, const Measure& measure,
                     std::vector<FuzzyMatch>& found) {
  index.for_each_term(first, last, [&](TermId, std::string_view word) {
    if (const auto edits = measure(word)) found.push_back({std::string(word), *edits});
    return true;
  });
}

}  // namespace

std::shared_ptr<const FuzzyDictionary> fuzzy_dictionary(const std::shared_ptr<const Segment>& segment, FieldId field) {
  const FieldIndex* index = segment->field_index(field);
  if (index == nullptr) return nullptr;
  if (auto cached = cache().find(segment, field)) return cached;
  // Two threads may both make one; the second is dropped when the cache is next swept.
  auto made = std::make_shared<const FuzzyDictionary>(*index);
  cache().add(segment, field, made);
  return made;
}

void fuzzy_search(const std::shared_ptr<const Segment>& segment, FieldId field, const FuzzyPattern& pattern,
                  std::vector<FuzzyMatch>& found) {
  const FieldIndex* index = segment->field_index(field);
  if (index == nullptr) return;
  const Measure measure(pattern);
  const auto [first, last] = index->prefix_range(measure.prefix());
  if (last - first <= kDirectTerms) return search_directly(*index, first, last, measure, found);
  fuzzy_dictionary(segment, field)->search(pattern, found);
}

}  // namespace aisle::engine
