#pragma once
// Random numbers whose sequence is ours to keep, and draws by weight in constant time.

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace aisle::loaders {

/// xoshiro256** (Blackman & Vigna 2021, doi:10.1145/3460772), seeded through splitmix64. Not for secrets.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t state = seed * 0x9E3779B97F4A7C15ULL ^ stream * 0xD1B54A32D192ED03ULL;
    for (auto& word : state_) word = split_mix(state);
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  /// In [0, bound). The bias of 2^-32 is of no matter here. REQUIRES: bound > 0.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }
  std::uint64_t below64(std::uint64_t bound) {
    return bound <= 0xFFFFFFFFu ? below(static_cast<std::uint32_t>(bound)) : next() % bound;
  }
  int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1))); }
  /// In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool chance(unsigned percent) { return below(100) < percent; }
  /// Mean 0, deviation 1: twelve uniforms less six (Irwin-Hall), the same on every machine.
  double normal() {
    std::uint32_t sum = 0;
    for (int i = 0; i < 3; ++i)
      for (std::uint64_t bits = next(), k = 0; k < 4; ++k, bits >>= 16) sum += static_cast<std::uint32_t>(bits & 0xFFFF);
    return static_cast<double>(sum) / 65'536.0 - 6.0;
  }
  template <class T>
  const T& pick(const std::vector<T>& values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  static std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::array<std::uint64_t, 4> state_;
};

/// Draws an index with a given weight each: Vose's alias method (1991, doi:10.1109/32.92917), one random number per draw.
class WeightedChoice {
 public:
  WeightedChoice() = default;
  explicit WeightedChoice(std::span<const double> weights);
  /// Weights 1 / (rank + offset)^exponent for ranks 0 to count - 1.
  static WeightedChoice zipf(std::size_t count, double exponent, double offset);

  std::uint32_t draw(Random& random) const {
    const std::uint64_t bits = random.next();
    const auto slot = static_cast<std::uint32_t>(((bits >> 32) * slots_.size()) >> 32);
    return static_cast<std::uint32_t>(bits) < slots_[slot].threshold ? slot : slots_[slot].alias;
  }

 private:
  struct Slot {
    std::uint32_t threshold, alias;
  };
  std::vector<Slot> slots_;
};

}  // namespace aisle::loaders
