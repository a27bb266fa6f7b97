#pragma once
// Callbacks that outlive the object they speak of do nothing.

#include <memory>
#include <type_traits>
#include <utility>

namespace aisle::shop {

/// A member of an object that lives on one executor: what is guarded runs as long as the object lives.
class Lifeline {
 public:
  Lifeline() = default;
  Lifeline(const Lifeline&) = delete;
  Lifeline& operator=(const Lifeline&) = delete;

  /// A function like `f`, which must return nothing. Called on the executor of the owner.
  template <class F>
  auto guard(F f) const {
    return [alive = std::weak_ptr<const int>(token_), f = std::move(f)](auto&&... args) mutable {
      if (!alive.expired()) f(std::forward<decltype(args)>(args)...);
    };
  }

 private:
  std::shared_ptr<const int> token_ = std::make_shared<const int>(0);
};

}  // namespace aisle::shop
