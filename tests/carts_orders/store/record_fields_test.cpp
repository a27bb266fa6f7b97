#include "carts_orders/store/record_fields.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <utility>

namespace aisle::shop {
namespace {

/// Converts to whatever a member is.
struct AnyMember {
  template <class T>
  operator T() const;
};

template <class T, std::size_t... At>
constexpr bool has_members(std::index_sequence<At...>) {
  return requires { T{(static_cast<void>(At), AnyMember{})...}; };
}

/// How many members an aggregate has.
template <class T, std::size_t Count = 64>
constexpr std::size_t members_of() {
  if constexpr (Count == 0 || has_members<T>(std::make_index_sequence<Count>())) {
    return Count;
  } else {
    return members_of<T, Count - 1>();
  }
}

template <class T>
std::size_t fields_of() {
  std::size_t fields = 0;
  T part;
  for_each_field(part, [&](std::string_view, auto&) { ++fields; });
  return fields;
}

template <class... Parts>
void expect_whole(std::size_t split) {
  ([&] { EXPECT_EQ(fields_of<Parts>(), members_of<Parts>() + split); }(), ...);
}

TEST(RecordFields, ListEveryMemberSoThatNoneIsLostOnDisk) {
  expect_whole<Reservation, Cart, CartLine, CartOwner, Order, OrderLine, Adjustment, PaymentAttempt, Refund, Shipment,
               ShippedLine, Intent, Job, StoredAnswer, WebhookEvent, Meta, Event>(0);
  // A stock key, and a price's money, are two fields each.
  expect_whole<Stock, Price, ReservedLine, LedgerEntry>(1);
}

}  // namespace
}  // namespace aisle::shop
