#pragma once
// What clients were told. Whoever was told that something happened finds it done once, and hears the same again.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "carts_orders/store/shop_contents.hpp"
#include "carts_orders/testing/simulation/findings.hpp"

namespace aisle::shop::simulation {

/// Answers that say nothing of the request: ask again.
bool is_transient(const Answer& answer);

/// For one thread. Outlives the shop's process.
class AckLog {
 public:
  /// An answer to a request with that idempotency key arrived: the same as the last time?
  void heard(const IdempotencyKey& key, const Answer& answer, Findings& findings);

  /// A thing that must be there `times` times at the end: counted by `count`.
  void expect(std::string what, int times, std::function<int(const ShopContents&)> count) {
    expectations_.push_back({std::move(what), times, std::move(count)});
  }
  /// The provider was told that this notice is recorded.
  void webhook_accepted(std::string key) { webhooks_.insert(std::move(key)); }

  void check(const ShopContents& contents, Findings& findings) const;

 private:
  struct Heard {
    int status = 0;
    std::string body;
  };
  struct Expectation {
    std::string what;
    int times = 0;
    std::function<int(const ShopContents&)> count;
  };
  std::map<std::pair<std::string, std::string>, Heard> heard_;  ///< by key and fingerprint
  std::vector<Expectation> expectations_;
  std::set<std::string> webhooks_;
};

}  // namespace aisle::shop::simulation
