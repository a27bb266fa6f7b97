#include "carts_orders/testing/simulation/front.hpp"

#include <utility>

namespace aisle::shop::simulation {

void Front::serve(std::shared_ptr<ShopProcess> shop) {
  shop_ = std::move(shop);
  under_way_ = std::make_shared<std::set<std::string>>();
}

// Facts are those of the whole catalog, which is small here.
void Front::accept(Request request, Completion done) {
  if (!is_open()) return;
  request.products = world_.catalog.products();
  if (!request.idempotency) return shop_->submit(std::move(request), std::move(done));
  const std::string key = request.idempotency->key;
  if (!under_way_->insert(key).second) {
    return done(problem(409, "idempotency-in-flight", "A request with this Idempotency-Key is being executed."));
  }
  shop_->submit(std::move(request), [keys = under_way_, key, done = std::move(done)](Answer answer) {
    keys->erase(key);
    done(std::move(answer));
  });
}

void Front::read(const std::function<void(const Reader&)>& read) {
  if (is_open()) read(shop_->reader());
}

}  // namespace aisle::shop::simulation
