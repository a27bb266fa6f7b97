#pragma once
// What a check of a shop found: each violation of an invariant as a sentence with the ids concerned.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aisle::shop {

struct Violation {
  std::string_view invariant;  ///< "I1" ... "I10", "feed", "ledger", "chain", "file"; a literal
  std::string sentence;
};

struct FsckReport {
  std::vector<Violation> violations;  ///< the first kMostViolations
  std::uint64_t violation_count = 0;  ///< all

  // What was looked at.
  std::uint64_t stock = 0;
  std::uint64_t reservations = 0;
  std::uint64_t carts = 0;
  std::uint64_t orders = 0;
  std::uint64_t jobs = 0;
  std::uint64_t dead_jobs = 0;
  std::uint64_t events = 0;
  std::uint64_t ledger_entries = 0;

  static constexpr std::size_t kMostViolations = 1000;

  bool clean() const { return violation_count == 0; }
  void add(std::string_view invariant, std::string sentence) {
    ++violation_count;
    if (violations.size() < kMostViolations) violations.push_back({invariant, std::move(sentence)});
  }
};

/// "I2: ..." one a line; what tests print.
std::string to_string(const FsckReport& report);

}  // namespace aisle::shop
