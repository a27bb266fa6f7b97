#pragma once
// What went out already, of messages that go to several places: when one place fails, the others are not told again.

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

namespace aisle::shop {

/// Remembers the newest marks, in memory: after a restart something may be told twice.
class SentMemory {
 public:
  explicit SentMemory(std::size_t limit = 10'000) : limit_(limit) {}

  bool has(const std::string& mark) const { return marks_.contains(mark); }
  void add(const std::string& mark) {
    if (!marks_.insert(mark).second) return;
    order_.push_back(mark);
    if (order_.size() <= limit_) return;
    marks_.erase(order_.front());
    order_.pop_front();
  }

 private:
  const std::size_t limit_;
  std::unordered_set<std::string> marks_;
  std::deque<std::string> order_;
};

}  // namespace aisle::shop
