#pragma once
// Ids of carts, reservations, orders: 128 bits, time first (RFC 9562, UUID version 7), so that rows written together
// lie together on disk, and the rest random, so that nobody guesses one.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/hash.hpp"

namespace aisle::shop {

struct Id {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool is_null() const { return high == 0 && low == 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

/// "0193b7e2-5c1a-7f3e-9d41-2b6a8c0e5f17".
std::string to_string(const Id& id);
/// Lower or upper case; nothing for anything but 36 characters of that shape.
std::optional<Id> parse_id(std::string_view text);

/// Where randomness comes from: an input of the state machine, so that a seed replays a run. Used by one thread.
class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

/// The kernel's generator, read a page at a time.
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::byte> out) override;

 private:
  alignas(8) std::byte pool_[4096];
  std::size_t used_ = sizeof(pool_);
};

/// Reproducible; for tests and simulation only.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> out) override;
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

/// A version 7 UUID of that time.
Id new_id(Entropy& entropy, EpochMillis now);
/// `bytes` random bytes as url-safe base 64 without padding: 32 bytes for a cart's token.
std::string new_token(Entropy& entropy, std::size_t bytes);

}  // namespace aisle::shop

template <>
struct std::hash<aisle::shop::Id> {
  std::size_t operator()(const aisle::shop::Id& id) const { return aisle::mix64(id.high ^ aisle::mix64(id.low)); }
};
