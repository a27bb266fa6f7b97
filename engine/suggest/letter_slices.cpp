#include "engine/suggest/letter_slices.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace aisle::engine {
namespace {

constexpr std::size_t kStep = 8;  // 64-bit words looked at together: 512 members

/// What is asked of the slices at one step.
struct Question {
  std::array<const std::uint64_t*, kLetterBits> slices;
  std::size_t slice_count = 0;
  std::size_t words = 0;
};

/// Counts, for the kCount words from `at` on, how many of the slices lack each member, up to kMissing + 1: bit i of
/// over[kMissing] tells that more than kMissing do.
template <std::uint32_t kMissing, std::size_t kCount>
[[gnu::always_inline]] inline void count_missing(const Question& question, std::size_t at,
                                                 std::array<std::uint64_t, kCount>& result) {
  std::array<std::array<std::uint64_t, kCount>, kMissing + 1> over{};
  for (std::size_t s = 0; s < question.slice_count; ++s) {
    const std::uint64_t* const slice = question.slices[s] + at;
    for (std::size_t i = 0; i < kCount; ++i) {
      const std::uint64_t lacks = ~slice[i];
      for (std::uint32_t m = kMissing; m > 0; --m) over[m][i] |= over[m - 1][i] & lacks;
      over[0][i] |= lacks;
    }
  }
  for (std::size_t i = 0; i < kCount; ++i) result[i] = ~over[kMissing][i];
}

template <std::uint32_t kMissing>
[[gnu::always_inline]] inline void find_members(const Question& question, std::uint64_t* members) {
  std::size_t at = 0;
  for (; at + kStep <= question.words; at += kStep) {
    std::array<std::uint64_t, kStep> step;
    count_missing<kMissing, kStep>(question, at, step);
    for (std::size_t i = 0; i < kStep; ++i) members[at + i] = step[i];
  }
  for (; at < question.words; ++at) {
    std::array<std::uint64_t, 1> step;
    count_missing<kMissing, 1>(question, at, step);
    members[at] = step[0];
  }
}

using FindMembers = void (*)(const Question& question, std::uint64_t* members);

template <std::uint32_t kMissing>
void find_members_plain(const Question& question, std::uint64_t* members) {
  find_members<kMissing>(question, members);
}

#if defined(__x86_64__)
// The same loops for processors with wider registers, chosen when the program runs.
template <std::uint32_t kMissing>
[[gnu::target("avx2")]] void find_members_avx2(const Question& question, std::uint64_t* members) {
  find_members<kMissing>(question, members);
}
template <std::uint32_t kMissing>
FindMembers best_find_members() {
  return __builtin_cpu_supports("avx2") != 0 ? find_members_avx2<kMissing> : find_members_plain<kMissing>;
}
#else
template <std::uint32_t kMissing>
FindMembers best_find_members() {
  return find_members_plain<kMissing>;
}
#endif

FindMembers find_members_for(std::uint32_t missing) {
  static const std::array<FindMembers, 3> kByMissing{best_find_members<0>(), best_find_members<1>(),
                                                     best_find_members<2>()};
  return kByMissing[missing];
}

}  // namespace

LetterSlices::LetterSlices(const std::vector<std::uint64_t>& sets)
    : size_(static_cast<std::uint32_t>(sets.size())),
      words_((sets.size() + 63) / 64),
      bits_(words_ * kLetterBits) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::uint64_t set = sets[i]; set != 0; set &= set - 1) {
      bits_[static_cast<std::size_t>(std::countr_zero(set)) * words_ + i / 64] |= std::uint64_t{1} << (i % 64);
    }
  }
}

void LetterSlices::find(std::uint64_t wanted, std::uint32_t missing, std::vector<std::uint32_t>& found) const {
  assert(missing <= kMaxMissing && "no more letters are counted");
  if (size_ == 0) return;
  Question question;
  question.words = words_;
  for (; wanted != 0; wanted &= wanted - 1) {
    question.slices[question.slice_count++] = bits_.data() + static_cast<std::size_t>(std::countr_zero(wanted)) * words_;
  }
  thread_local std::vector<std::uint64_t> members;
  members.resize(words_);
  find_members_for(missing)(question, members.data());
  if (size_ % 64 != 0) members.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
  for (std::size_t w = 0; w < words_; ++w) {
    for (std::uint64_t word = members[w]; word != 0; word &= word - 1) {
      found.push_back(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }
}

}  // namespace aisle::engine
