#include "carts_orders/machine/reader.hpp"

namespace aisle::shop {
namespace {

/// A record that is not in memory is in the store as it was committed last: it left memory unchanged.
template <class Record, class Find>
Result<std::shared_ptr<const Record>> look_up(const Tables& tables, SnapshotReader& store, Find find,
                                              const typename Record::Key& key) {
  if (auto record = tables.of<Record>().committed(key)) return record;
  return (store.*find)(key);
}

}  // namespace

Result<std::shared_ptr<const Cart>> Reader::cart(const Id& id) const {
  return look_up<Cart>(tables_, *store_, &SnapshotReader::find_cart, id);
}

Result<std::shared_ptr<const CartOwner>> Reader::cart_owner(const std::string& owner) const {
  return look_up<CartOwner>(tables_, *store_, &SnapshotReader::find_cart_owner, owner);
}

Result<std::shared_ptr<const Order>> Reader::order(const Id& id) const {
  return look_up<Order>(tables_, *store_, &SnapshotReader::find_order, id);
}

Result<std::shared_ptr<const Reservation>> Reader::reservation(const Id& id) const {
  return look_up<Reservation>(tables_, *store_, &SnapshotReader::find_reservation, id);
}

}  // namespace aisle::shop
