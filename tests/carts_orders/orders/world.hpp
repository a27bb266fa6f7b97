#pragma once
// The world outside a shop under test: a payment provider with books of its own, and a carrier, both obedient and
// without delay. The test says when shoppers pay; the world does the jobs that the shop recorded.
//
//   World world(shop);
//   const Id order = world.order_of({{"shoe", 1}});
//   world.work();                                        // payment.create: now there is an intent
//   world.pay(order);                                    // captured at the provider, and its webhook delivered
//   world.work();                                        // booked, notified
//   world.check();                                       // money, stock and history of everything

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "carts_orders/jobs/job_kinds.hpp"
#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {

/// An intent in the provider's own books.
struct WorldIntent {
  Id order;
  std::int32_t attempt = 1;
  Money amount;
  std::int64_t captured = 0;
  std::int64_t refunded = 0;
  bool is_void = false;
};

class World {
 public:
  explicit World(TestShop& shop) : shop_(shop) {}

  using Lines = std::vector<std::pair<std::string, std::int64_t>>;
  /// A shopper of her own with a cart of these lines; nothing ordered yet.
  Id cart_of(const Lines& lines);
  Principal owner_of(const Id& cart) const { return owners_.at(cart); }
  Answer check_out(const Id& cart) { return check_out(cart, Checkout{}); }
  Answer check_out(const Id& cart, Checkout checkout);
  /// Checked out, and paid for by nobody yet.
  Id order_of(const Lines& lines);
  Order order(const Id& id) const { return *shop_.order(id); }
  OrderState state(const Id& id) const { return shop_.order(id)->state; }
  Principal buyer(const Id& order) const { return owners_.at(shop_.order(order)->cart); }

  /// Does the jobs that are due, once each, until none is; not those of queue "timer".
  void work();
  /// Likewise, but of one kind only.
  void work(std::string_view kind);
  /// The jobs of one kind that wait.
  std::vector<Job> jobs(std::string_view kind) const;
  /// Runs the timers that are due and expires overdue leases, as the writer does.
  void run_timers();
  /// Time goes on until the payment of an order placed now is overdue; timers run.
  void let_payment_lapse();

  // At the provider.
  std::string intent_of(const Id& order, std::int32_t attempt = 1) const;
  WorldIntent& books(const std::string& intent) { return intents_.at(intent); }
  /// Captures the intent, if the provider still can, without telling anybody. True if it did now.
  bool capture(const std::string& intent);
  /// An event about an intent, with an id of its own.
  ProviderEvent event(ProviderEvent::Type type, const std::string& intent);
  Answer deliver(const ProviderEvent& event);
  /// Captures and tells.
  void pay(const Id& order, std::int32_t attempt = 1);
  void decline(const Id& order, std::int32_t attempt = 1);
  /// An intent for the order that the shop did not ask for.
  std::string stray_intent(const Id& order);

  /// Expects every order in order, its history legal, its money as in the provider's books, and stock conserved.
  /// Books agree once all webhooks were delivered: `with_books`.
  void check(bool with_books = true) const;
  /// The shop's own invariants only: fsck's, and that no payment is hoped for in vain.
  void check_shop() const;
  /// What the provider keeps of an order.
  std::int64_t kept(const Id& order) const;

  Principal support = service(Role::support, "support");
  Principal packer = service(Role::fulfilment, "packer");

 private:
  void perform(const Job& job);
  void create(const Job& job);
  void give_up(const Job& job);
  void pay_back(const Job& job);
  void poll(const Job& job);
  Answer report(Command command) { return shop_.ask(internal(), std::move(command)); }

  TestShop& shop_;
  std::map<Id, Principal> owners_;  ///< by cart
  std::map<std::string, WorldIntent> intents_;
  std::set<std::string> refunds_;   ///< idempotency keys of refunds
  int shoppers_ = 0;
  int events_ = 0;
};

/// What gtest prints for a failed comparison of states.
void PrintTo(OrderState state, std::ostream* out);

}  // namespace aisle::shop
