#include "carts_orders/testing/simulation/shopper.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/crypto/digest.hpp"
#include "carts_orders/testing/simulation/json_text.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr std::array<std::string_view, 10> kOutcomes = {"ok",   "ok",           "ok",        "ok",      "decline",
                                                         "open", "slow_60000", "late_90000", "slow_1000", "late_5000"};
constexpr std::array<std::string_view, 8> kTroubles = {"duplicate_3", "reorder", "lost_webhook", "forged_webhook",
                                                       "wrong_amount", "error_2", "hang", "refund_fail_1"};

std::string text_of(const std::map<std::string, std::int64_t>& lines) {
  std::string text;
  for (const auto& [sku, quantity] : lines) text += sku + " x" + std::to_string(quantity) + ' ';
  return text;
}

int orders_with_mail(const ShopContents& contents, const std::string& mail) {
  return static_cast<int>(std::ranges::count_if(contents.of<Order>(), [&](const auto& entry) { return entry.second->email == mail; }));
}

}  // namespace

Shopper::Shopper(World& world, Front& front, AckLog& acks, int number)
    : world_(world),
      acks_(acks),
      client_(world, front, acks, "shopper" + std::to_string(number)),
      dice_(world.dice.fork()),
      user_{.kind = Principal::Kind::shopper, .subject = "user" + std::to_string(number)},
      pause_(dice_.between(200, 60'000)) {}

Principal Shopper::principal() const {
  return is_guest_ ? Principal{.kind = Principal::Kind::guest, .subject = token_hash_} : user_;
}

std::string Shopper::any_sku() { return dice_.pick(world_.catalog.products()).sku; }

std::string Shopper::any_method() {
  std::string method = "test_" + std::string(dice_.pick(kOutcomes));
  while (dice_.chance(0.2)) method += '+' + std::string(dice_.pick(kTroubles));
  return method;
}

void Shopper::later(EpochMillis longest, Next next) {
  world_.executor.post_after(dice_.skewed(longest), [this, next] { (this->*next)(); });
}

void Shopper::begin(EpochMillis period) { later(period, &Shopper::visit); }

void Shopper::visit() {
  if (!world_.open_for_business) return;
  is_guest_ = dice_.chance(0.5);
  changes_left_ = static_cast<int>(dice_.between(1, 4));
  is_guest_ ? enter_as_guest() : enter_as_user();
}

void Shopper::enter_as_guest() {
  client_.ask({}, CartCommand{CreateCart{}}, client_.new_key(), [this](const Answer& answer) {
    world_.findings.expect(answer.status == 201, "a guest cart was refused", answer.body);
    cart_ = id_in(answer);
    token_hash_ = sha256_hex(member(answer, "cart_token"));
    lines_.clear();
    later(pause_, &Shopper::change_lines);
  });
}

void Shopper::enter_as_user() {
  client_.ask(user_, CartCommand{CreateCart{}}, client_.new_key(), [this](const Answer& answer) {
    world_.findings.expect(answer.status == 200 || answer.status == 201, "a shopper's cart was refused", answer.body);
    cart_ = id_in(answer);
    lines_ = lines_in(answer);
    later(pause_, &Shopper::change_lines);
  });
}

void Shopper::change_lines() {
  if (changes_left_-- > 0) return change_line();
  if (is_guest_ && dice_.chance(0.5)) return log_in();
  if (dice_.chance(0.9)) return check_out();
  later(pause_, &Shopper::visit);
}

void Shopper::change_line() {
  const std::string sku = any_sku();
  const std::int64_t quantity = dice_.between(1, 3);
  Lines expected = lines_;
  CartCommand command;
  switch (dice_.between(0, 7)) {
    case 0:
      expected.erase(sku);
      command = RemoveLine{.cart = cart_, .sku = sku};
      break;
    case 1:
      if (quantity == 1) expected.clear();
      command = quantity == 1 ? CartCommand{ClearCart{.cart = cart_}} : CartCommand{PutLine{.cart = cart_, .sku = sku, .quantity = quantity}};
      if (quantity != 1) expected[sku] = quantity;
      break;
    case 2:
    case 3:
      expected[sku] = quantity;
      command = PutLine{.cart = cart_, .sku = sku, .quantity = quantity};
      break;
    default:
      expected[sku] += quantity;
      command = AddLine{.cart = cart_, .sku = sku, .quantity = quantity};
  }
  client_.ask(principal(), command, client_.new_key(), [this, expected](const Answer& answer) {
    if (!answer.failed()) {
      if (answer.status != 204) expect_lines(answer, expected);
      lines_ = expected;
    }
    later(pause_, &Shopper::change_lines);
  });
}

void Shopper::expect_lines(const Answer& answer, const Lines& expected) {
  const Lines found = lines_in(answer);
  world_.findings.expect(found == expected, "I10 a cart's lines are not what was put in", text_of(found) + "instead of " + text_of(expected));
}

// At login the shopper looks into the own cart, then the guest's goes into it.
void Shopper::log_in() {
  client_.ask(user_, CartCommand{CreateCart{}}, client_.new_key(), [this](const Answer& answer) {
    own_cart_ = member(answer, "state") == "active" ? id_in(answer) : Id{};
    Lines guest_lines = std::exchange(lines_, lines_in(answer));
    merge(std::move(guest_lines));
  });
}

void Shopper::merge(Lines guest_lines) {
  const MergeCarts command{.guest_cart = cart_, .guest_token_hash = token_hash_, .strategy = static_cast<MergeStrategy>(dice_.between(0, 2))};
  Lines expected = lines_;
  for (const auto& [sku, quantity] : guest_lines) {
    std::int64_t& line = expected[sku];
    switch (command.strategy) {
      case MergeStrategy::max: line = std::max(line, quantity); break;
      case MergeStrategy::sum: line += quantity; break;
      case MergeStrategy::replace: line = quantity; break;
    }
  }
  // Without a key: the merge itself must know that it was done. But where it will be refused, a copy that comes late must
  // be refused as well, or it merges what the shopper does not expect any more.
  const std::string key = own_cart_.is_null() ? client_.new_key() : std::string();
  client_.ask(user_, CartCommand{command}, key, [this, command, expected](const Answer& answer) {
    is_guest_ = false;
    if (answer.status != 200) return later(pause_, &Shopper::visit);
    cart_ = id_in(answer);
    if (cart_ == own_cart_) expect_lines(answer, expected);  // else an order took the cart meanwhile
    lines_ = lines_in(answer);
    merge_again(command, answer);
  });
}

/// Another tab logs in, too.
void Shopper::merge_again(const MergeCarts& command, const Answer& first) {
  client_.ask(user_, CartCommand{command}, client_.new_key(), [this, first](const Answer& answer) {
    world_.findings.expect(answer.status == 200 && answer.body == first.body, "I10 a cart was merged twice", answer.body);
    later(pause_, &Shopper::check_out);
  });
}

void Shopper::check_out() {
  const std::string key = client_.new_key();
  const std::string mark = key + "@example.com";
  Checkout command{.cart = cart_, .payment_method = any_method(), .email = mark, .shipping_address = {}, .adjustments = {}};
  if (dice_.chance(0.3)) command.adjustments.push_back({.code = "shipping", .label = "Shipping", .amount = payable(world_.settings.currency, dice_.between(0, 500))});
  client_.ask(principal(), OrderCommand{command}, key, [this, mark](const Answer& answer) { ordered(answer, mark); });
}

void Shopper::ordered(const Answer& answer, const std::string& mark) {
  const int orders = answer.status == 202 ? 1 : 0;
  acks_.expect("the order of " + mark, orders, [mark](const ShopContents& contents) { return orders_with_mail(contents, mark); });
  if (orders == 0) return later(pause_, &Shopper::visit);
  order_ = id_in(answer);
  looks_left_ = static_cast<int>(dice_.between(1, 8));
  later(pause_, &Shopper::follow);
}

void Shopper::follow() {
  if (looks_left_-- <= 0) return visit();
  client_.look(order_, [this](std::shared_ptr<const Order> order) {
    if (!order) {
      world_.findings.add("an acknowledged order is not there", to_string(order_));
      return later(pause_, &Shopper::visit);
    }
    act_on(*order);
  });
}

void Shopper::act_on(const Order& order) {
  if (is_terminal(order.state)) looks_left_ = 0;
  if (dice_.chance(0.15)) return cancel();
  if (order.state == OrderState::payment_pending && dice_.chance(0.3)) return pay_again();
  later(pause_, &Shopper::follow);
}

void Shopper::pay_again() {
  client_.ask(principal(), OrderCommand{PayAgain{.order = order_, .payment_method = any_method()}}, client_.new_key(),
              [this](const Answer&) { later(pause_, &Shopper::follow); });
}

void Shopper::cancel() {
  client_.ask(principal(), OrderCommand{CancelOrder{.order = order_, .reason = "changed my mind"}}, client_.new_key(), [this](const Answer& answer) {
    if (!answer.failed()) {
      acks_.expect("the cancelled order " + to_string(order_), 1, [id = order_](const ShopContents& contents) {
        const auto order = contents.find<Order>(id);
        return order && (order->state == OrderState::cancelled || order->state == OrderState::refunded) ? 1 : 0;
      });
    }
    later(pause_, &Shopper::follow);
  });
}

}  // namespace aisle::shop::simulation
