#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "carts_orders/testing/simulation/staff.hpp"

namespace aisle::shop::simulation {
namespace {

Principal desk() { return {.kind = Principal::Kind::service, .subject = "desk", .roles = Role::support | Role::admin}; }

/// A random order for which `wanted` holds, or null.
template <class Wanted>
std::shared_ptr<const Order> any_order(const ShopContents& contents, Dice& dice, Wanted wanted) {
  std::vector<std::shared_ptr<const Order>> orders;
  for (const auto& [id, order] : contents.of<Order>()) {
    if (wanted(*order)) orders.push_back(order);
  }
  return orders.empty() ? nullptr : dice.pick(orders);
}

std::shared_ptr<const Job> any_dead_job(const ShopContents& contents, Dice& dice) {
  std::vector<std::shared_ptr<const Job>> dead;
  for (const auto& [number, job] : contents.of<Job>()) {
    if (job->state == Job::State::dead) dead.push_back(job);
  }
  return dead.empty() ? nullptr : dice.pick(dead);
}

int refunds_with_reason(const ShopContents& contents, const Id& id, const std::string& reason) {
  const auto order = contents.find<Order>(id);
  const bool there = order && (std::ranges::count(order->refunds, reason, &Refund::reason) > 0 || order->reason == reason);
  return there ? 1 : 0;
}

}  // namespace

Support::Support(World& world, Front& front, AckLog& acks)
    : world_(world), acks_(acks), client_(world, front, acks, "support"), dice_(world.dice.fork()) {}

void Support::begin() { later(); }

void Support::later() {
  const EpochMillis least = world_.open_for_business ? 20'000 : 2'000;
  world_.executor.post_after(least + dice_.skewed(3 * least), [this] { act(); });
}

void Support::act() {
  const ShopContents& shown = world_.disk.contents();
  if (const auto order = any_order(shown, dice_, [](const Order& o) { return o.state == OrderState::payment_review; })) {
    return review(order->key);
  }
  if (const auto job = any_dead_job(shown, dice_)) return revive(*job);
  if (world_.open_for_business && dice_.chance(0.3)) {
    if (const auto order = any_order(shown, dice_, [](const Order& o) { return o.captured > o.refunded; })) return refund(*order);
  }
  later();
}

void Support::review(const Id& order) {
  const auto decision = dice_.chance(0.5) ? ReviewOrder::Decision::confirm : ReviewOrder::Decision::refund;
  client_.ask(desk(), OrderCommand{ReviewOrder{.order = order, .decision = decision}}, client_.new_key(), [this](const Answer&) { later(); });
}

void Support::refund(const Order& order) {
  const std::string key = client_.new_key();
  const std::int64_t amount = dice_.chance(0.4) ? 0 : payable(order.currency, dice_.between(1, 30'000));
  client_.ask(desk(), OrderCommand{RefundOrder{.order = order.key, .amount = amount, .reason = key}}, key, [this, key, id = order.key](const Answer& answer) {
    const int times = answer.status == 202 ? 1 : 0;
    acks_.expect("the refund " + key, times, [key, id](const ShopContents& contents) { return refunds_with_reason(contents, id, key); });
    later();
  });
}

void Support::revive(const Job& job) {
  client_.ask(desk(), JobCommand{RequeueJob{.queue = job.queue, .job = job.key}}, client_.new_key(), [this](const Answer&) { later(); });
}

}  // namespace aisle::shop::simulation
