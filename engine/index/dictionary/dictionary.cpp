#include "engine/index/dictionary/dictionary.hpp"

#include <algorithm>
#include <cassert>

#include "base/hash.hpp"

namespace aisle::engine {
namespace {

std::size_t shared_length(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())),
                                                b.begin()).first -
                                  a.begin());
}

/// How far the entries of a block agree with one wanted term, without ever putting an entry's bytes together.
class Comparison {
 public:
  explicit Comparison(std::string_view wanted) : wanted_(wanted) {}

  void see(const TermReader::Entry& entry) {
    const std::size_t length = entry.shared + entry.rest.size();
    // An entry that shares more than what agreed so far disagrees at the same place as the one before.
    if (entry.shared <= agreed_) {
      agreed_ = entry.shared;
      const std::string_view left = wanted_.substr(agreed_);
      const std::size_t more = shared_length(left, entry.rest);
      next_ = more < entry.rest.size() ? static_cast<unsigned char>(entry.rest[more]) : -1;
      agreed_ += more;
    }
    length_ = length;
  }
  bool equal() const { return agreed_ == wanted_.size() && length_ == wanted_.size(); }
  /// Whether the last entry seen orders before the wanted term.
  bool less() const {
    if (agreed_ == wanted_.size()) return false;
    if (agreed_ == length_) return true;
    return next_ < static_cast<int>(static_cast<unsigned char>(wanted_[agreed_]));
  }

 private:
  std::string_view wanted_;
  std::size_t agreed_ = 0;
  std::size_t length_ = 0;
  int next_ = -1;  ///< the entry's byte where it stopped agreeing
};

}  // namespace

std::uint64_t term_key(std::string_view term) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    key = key << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  }
  return key;
}

bool Dictionary::equals(std::uint32_t number, std::string_view term) const {
  TermReader reader = block(number / kTermsPerBlock);
  Comparison comparison(term);
  for (std::uint32_t i = 0; i <= number % kTermsPerBlock; ++i) comparison.see(reader.next());
  return comparison.equal();
}

std::optional<TermId> Dictionary::find(std::string_view term) const {
  const std::uint32_t found =
      slots_.find(hash64(term), [this, term](std::uint32_t number) { return equals(number, term); });
  if (found == SlotTable::kNotFound) return std::nullopt;
  return TermId{found};
}

std::uint32_t Dictionary::lower_bound(std::string_view term) const {
  const std::uint64_t key = term_key(term);
  const auto& keys = parts_.block_keys;
  auto low = static_cast<std::uint32_t>(std::lower_bound(keys.begin(), keys.end(), key) - keys.begin());
  auto high = static_cast<std::uint32_t>(std::upper_bound(keys.begin() + low, keys.end(), key) - keys.begin());
  while (low < high) {  // the first block whose first term is >= term
    const std::uint32_t middle = low + (high - low) / 2;
    if (first_term(middle) < term) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return 0;
  TermReader reader = block(low - 1);
  Comparison comparison(term);
  std::uint32_t number = (low - 1) * kTermsPerBlock;
  const std::uint32_t end = std::min(low * kTermsPerBlock, parts_.term_count);
  for (; number < end; ++number) {
    comparison.see(reader.next());
    if (!comparison.less()) return number;
  }
  return number;
}

std::pair<std::uint32_t, std::uint32_t> Dictionary::prefix_range(std::string_view prefix) const {
  const std::uint32_t first = lower_bound(prefix);
  std::string after(prefix);
  while (!after.empty() && static_cast<unsigned char>(after.back()) == 0xFF) after.pop_back();
  if (after.empty()) return {first, parts_.term_count};
  after.back() = static_cast<char>(static_cast<unsigned char>(after.back()) + 1);
  return {first, lower_bound(after)};
}

void Dictionary::term(TermId term, std::string& out) const {
  const std::uint32_t number = index_of(term);
  assert(number < parts_.term_count && "no such term");
  out.clear();
  TermReader reader = block(number / kTermsPerBlock);
  for (std::uint32_t i = 0; i <= number % kTermsPerBlock; ++i) {
    const TermReader::Entry entry = reader.next();
    out.resize(entry.shared);
    out += entry.rest;
  }
}

void DictionaryWriter::put_length(std::size_t length) {
  if (length < 128) {
    bytes_.push_back(static_cast<std::byte>(length));
  } else {
    bytes_.push_back(static_cast<std::byte>((length & 127) | 128));
    bytes_.push_back(static_cast<std::byte>(length >> 7));
  }
}

void DictionaryWriter::add(std::string_view term) {
  assert(term.size() <= kMaxTermBytes && "a term is too long");
  assert((hashes_.empty() || previous_ < term) && "terms must come in byte order");
  std::size_t shared = 0;
  if (hashes_.size() % kTermsPerBlock == 0) {
    block_keys_.push_back(term_key(term));
    block_offsets_.push_back(bytes_.size());
  } else {
    shared = shared_length(previous_, term);
  }
  put_length(shared);
  put_length(term.size() - shared);
  const auto rest = std::as_bytes(std::span(term.data() + shared, term.size() - shared));
  bytes_.insert(bytes_.end(), rest.begin(), rest.end());
  hashes_.push_back(hash64(term));
  previous_ = term;
}

const std::vector<std::uint64_t>& DictionaryWriter::finish_offsets() {
  block_offsets_.push_back(bytes_.size());
  return block_offsets_;
}

namespace {

/// Reads a length that need not be there. False past the end.
bool read_length(std::span<const std::byte>& bytes, std::uint32_t& length) {
  if (bytes.empty()) return false;
  length = static_cast<std::uint32_t>(bytes[0]);
  bytes = bytes.subspan(1);
  if (length < 128) return true;
  if (bytes.empty()) return false;
  length = (length & 127) | static_cast<std::uint32_t>(bytes[0]) << 7;
  bytes = bytes.subspan(1);
  return true;
}

const char* find_block_fault(std::span<const std::byte> bytes, std::uint32_t terms, std::uint64_t key,
                             std::string& previous, bool first_block) {
  for (std::uint32_t i = 0; i < terms; ++i) {
    std::uint32_t shared = 0;
    std::uint32_t size = 0;
    if (!read_length(bytes, shared) || !read_length(bytes, size) || size > bytes.size()) return "term outside its block";
    if (shared > (i == 0 ? 0 : previous.size())) return "term shares more than there is";
    std::string term = previous.substr(0, shared);
    term.append(reinterpret_cast<const char*>(bytes.data()), size);
    bytes = bytes.subspan(size);
    if (i == 0 && term_key(term) != key) return "block key disagrees with its first term";
    if (term.size() > kMaxTermBytes) return "term too long";
    if (!(first_block && i == 0) && term <= previous) return "terms out of order";
    previous = std::move(term);
  }
  return bytes.empty() ? nullptr : "bytes left over after a block's terms";
}

}  // namespace

const char* Dictionary::find_fault(const Parts& parts) {
  const std::uint64_t blocks = (std::uint64_t{parts.term_count} + kTermsPerBlock - 1) / kTermsPerBlock;
  if (parts.block_keys.size() != blocks || parts.block_offsets.size() != blocks + 1) return "wrong number of blocks";
  if (parts.block_offsets[0] != 0 || parts.block_offsets[blocks] != parts.bytes.size()) return "wrong block offsets";
  std::string previous;
  for (std::uint32_t b = 0; b < blocks; ++b) {
    const std::uint64_t begin = parts.block_offsets[b];
    const std::uint64_t end = parts.block_offsets[b + 1];
    if (begin > end || end > parts.bytes.size()) return "block outside the dictionary";
    const std::uint32_t terms = std::min(kTermsPerBlock, parts.term_count - b * kTermsPerBlock);
    const auto bytes = parts.bytes.subspan(begin, end - begin);
    if (const char* fault = find_block_fault(bytes, terms, parts.block_keys[b], previous, b == 0)) return fault;
  }
  return find_slot_fault(parts.slots, parts.term_count);
}

}  // namespace aisle::engine
