#pragma once
// What a run did that it must not do.

#include <string>
#include <utility>
#include <vector>

namespace aisle::shop::simulation {

class Findings {
 public:
  /// `rule` is the same for every breach of one rule ("I1 stock is negative"), `detail` says where.
  void add(std::string rule, std::string detail = {}) {
    if (list_.size() < kKept) list_.push_back(detail.empty() ? std::move(rule) : std::move(rule) + ": " + detail);
  }
  void expect(bool holds, std::string rule, std::string detail = {}) {
    if (!holds) add(std::move(rule), std::move(detail));
  }
  bool none() const { return list_.empty(); }
  const std::vector<std::string>& list() const { return list_; }

 private:
  static constexpr std::size_t kKept = 16;
  std::vector<std::string> list_;
};

}  // namespace aisle::shop::simulation
