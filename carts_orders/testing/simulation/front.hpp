#pragma once
// The shop as the world reaches it: whichever life of the process there is just now, or none.

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "carts_orders/testing/simulation/shop_process.hpp"

namespace aisle::shop::simulation {

/// For one thread. What the real front does between socket and writer: facts of products are looked up, and a key whose
/// request is under way is refused.
class Front {
 public:
  explicit Front(World& world) : world_(world) {}

  /// The life that serves from now on; null: none does.
  void serve(std::shared_ptr<ShopProcess> shop);
  bool is_open() const { return shop_ != nullptr && shop_->alive(); }
  ShopProcess* shop() const { return is_open() ? shop_.get() : nullptr; }

  /// A request arrives. `done` is called at most once: a process that is not there, or dies, answers nothing.
  void accept(Request request, Completion done);
  /// A read arrives: `read` runs at once, if there is a process.
  void read(const std::function<void(const Reader&)>& read);

 private:
  World& world_;
  std::shared_ptr<ShopProcess> shop_;
  std::shared_ptr<std::set<std::string>> under_way_;
};

}  // namespace aisle::shop::simulation
