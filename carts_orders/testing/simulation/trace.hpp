#pragma once
// What happened in a run, as one number: two runs of a seed must agree on it. On request as lines, too.

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/hash.hpp"

namespace aisle::shop::simulation {

class Trace {
 public:
  /// Lines go to `out` (null: nowhere).
  explicit Trace(std::FILE* out = nullptr) : out_(out) {}

  /// Something happened at `elapsed` milliseconds.
  void note(EpochMillis elapsed, std::string_view what, std::string_view detail = {}) {
    hash_ = mix64(hash_ ^ static_cast<std::uint64_t>(elapsed)) + hash64(what);
    hash_ = mix64(hash_) + hash64(detail);
    ++steps_;
    if (out_ != nullptr) print(elapsed, what, detail);
  }
  std::uint64_t hash() const { return hash_; }
  std::uint64_t steps() const { return steps_; }
  bool is_printed() const { return out_ != nullptr; }

 private:
  void print(EpochMillis elapsed, std::string_view what, std::string_view detail) const;

  std::FILE* out_;
  std::uint64_t hash_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace aisle::shop::simulation
