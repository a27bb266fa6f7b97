#pragma once
// One shopper: fills a cart as guest or logged in, merges, checks out, pays again, cancels, and minds that nothing of it
// is lost or doubled.

#include <map>
#include <string>

#include "carts_orders/testing/simulation/client.hpp"

namespace aisle::shop::simulation {

/// For one thread; lives as long as the run.
class Shopper {
 public:
  Shopper(World& world, Front& front, AckLog& acks, int number);

  /// Comes at some time within `period`, and again and again while the shop is open for business.
  void begin(EpochMillis period);
  std::size_t open_calls() const { return client_.open_calls(); }

 private:
  using Lines = std::map<std::string, std::int64_t>;
  using Next = void (Shopper::*)();

  void later(EpochMillis longest, Next next);
  void visit();
  void enter_as_guest();
  void enter_as_user();
  void change_lines();
  void change_line();
  void expect_lines(const Answer& answer, const Lines& expected);
  void log_in();
  void merge(Lines guest_lines);
  void merge_again(const MergeCarts& command, const Answer& first);
  void check_out();
  void ordered(const Answer& answer, const std::string& mark);
  void follow();
  void act_on(const Order& order);
  void pay_again();
  void cancel();
  Principal principal() const;
  std::string any_sku();
  std::string any_method();

  World& world_;
  AckLog& acks_;
  Client client_;
  Dice dice_;
  const Principal user_;
  EpochMillis pause_;
  bool is_guest_ = false;
  std::string token_hash_;
  Id cart_;
  Id own_cart_;        ///< the shopper's, as found at login; null: it cannot be changed just now
  Lines lines_;        ///< what must be in the cart
  int changes_left_ = 0;
  Id order_;
  int looks_left_ = 0;
};

}  // namespace aisle::shop::simulation
