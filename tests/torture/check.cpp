#include "tests/torture/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "base/hash.hpp"
#include "base/mutex.hpp"

namespace aisle::torture {
namespace {

using namespace aisle::shop;

constexpr std::size_t kUnderWay = 512;

/// Asks everything again, many at once.
class AskAgain {
 public:
  AskAgain(TortureShop& torture, std::vector<Promise>& promises, CheckReport& report)
      : torture_(torture), promises_(promises), report_(report) {}

  void run() {
    for (std::size_t i = 0; i < promises_.size(); ++i) {
      {
        MutexLock lock(mutex_);
        while (under_way_ >= kUnderWay) left_.wait(mutex_);
        ++under_way_;
      }
      submit(i);
    }
    MutexLock lock(mutex_);
    while (under_way_ > 0) left_.wait(mutex_);
  }

 private:
  void submit(std::size_t i) {
    torture_.shop().submit(to_request(promises_[i].ask, torture_.catalog()), [this, i](const Answer& answer) {
      MutexLock lock(mutex_);
      note(promises_[i], answer);
      --under_way_;
      left_.notify_one();
    });
  }

  void note(Promise& promise, const Answer& answer) AISLE_REQUIRES(mutex_) {
    Ack ack{.status = answer.status, .body_hash = fmt::format("{:016x}", hash64(answer.body)), .id = id_in(answer.body)};
    const std::string what = promise.ask.key + " " + promise.ask.text();
    if (promise.acked_twice_differently) report_.broken.push_back(what + " was answered in two ways");
    if (!promise.ack) {
      log_line(fmt::format("ack {} {} {} {}", promise.ask.key, ack.status, ack.body_hash, to_string(ack.id)));
      promise.ack = std::move(ack);
      ++report_.resolved;
      return;
    }
    if (ack.status == promise.ack->status && ack.body_hash == promise.ack->body_hash) {
      ++report_.kept;
    } else {
      report_.broken.push_back(fmt::format("{} was answered {}, and is now answered {} {}", what, promise.ack->status, answer.status, answer.body.substr(0, 200)));
    }
  }

  TortureShop& torture_;
  std::vector<Promise>& promises_;
  CheckReport& report_;
  Mutex mutex_;
  CondVar left_;
  std::size_t under_way_ AISLE_GUARDED_BY(mutex_) = 0;
};

bool succeeded(const Promise& promise) { return promise.ack && promise.ack->status < 300; }

/// What the answers say, by reservation, order, cart and SKU.
struct Expected {
  struct Resolution {
    bool committed = false;
    bool released = false;
  };
  std::map<Id, Resolution> reservations;  ///< of clients
  std::map<Id, bool> orders;              ///< and whether its cancellation was accepted
  std::map<Id, std::map<std::string, std::int64_t>> carts;
  std::map<std::string, std::int64_t> counted;  ///< sum of adjustments

  void add(const Promise& promise) {
    const auto& words = promise.ask.words;
    const std::string& verb = promise.ask.verb();
    const Id& id = promise.ack->id;
    if (verb == "reserve") reservations[id];
    if (verb == "commit") reservations[id].committed = true;
    if (verb == "release") reservations[id].released = true;
    if (verb == "adjust") counted[words[1]] += std::stoll(words[2]);
    if (verb == "create_cart") carts[id];
    if (verb == "put_line") carts[*parse_id(words[2])][words[3]] = std::stoll(words[4]);
    if (verb == "add_line") carts[*parse_id(words[2])][words[3]] += std::stoll(words[4]);
    if (verb == "checkout") orders[id];
    if (verb == "cancel") orders[id] = true;
  }
};

struct Units {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t committed = 0;
  friend bool operator==(const Units&, const Units&) = default;
};
std::string text(const Units& units) {
  return fmt::format("{} on hand, {} reserved, {} committed", units.on_hand, units.reserved, units.committed);
}

/// Looks at the records that the answers speak of.
class Inspection {
 public:
  Inspection(TortureShop& torture, const Expected& expected, CheckReport& report)
      : torture_(torture), expected_(expected), broken_(report.broken) {
    for (std::int64_t i = 0; i < torture.options().skus; ++i) units_[sku_name(i)].on_hand = torture.options().opening_stock;
  }

  void run() {
    for (const auto& [sku, delta] : expected_.counted) units_[sku].on_hand += delta;
    for (const auto& [id, resolution] : expected_.reservations) look_at(id, resolution);
    for (const auto& [id, cancelled] : expected_.orders) look_at_order(id, cancelled);
    for (const auto& [id, lines] : expected_.carts) look_at_cart(id, lines);
    compare_stock();
  }

 private:
  const Reader& reader() { return torture_.shop().reader(); }

  void look_at(const Id& id, const Expected::Resolution& resolution) {
    const auto found = reader().reservation(id);
    if (!found || !*found) return fail("reservation", id, "is gone");
    const ReservationState state = (*found)->state;
    if (resolution.committed && state != ReservationState::committed) fail("reservation", id, "was committed and is " + std::string(to_string(state)));
    if (resolution.released && state != ReservationState::released) fail("reservation", id, "was released and is " + std::string(to_string(state)));
    add_units(**found);
  }

  void look_at_order(const Id& id, bool cancelled) {
    const auto found = reader().order(id);
    if (!found || !*found) return fail("order", id, "is gone");
    const Order& order = **found;
    const bool called_off = order.state == OrderState::cancelling || order.state == OrderState::cancelled ||
                            order.state == OrderState::refund_pending || order.state == OrderState::refunded;
    if (cancelled && !called_off) fail("order", id, "was cancelled and is " + std::string(to_string(order.state)));
    if (order.captured < order.refunded) fail("order", id, "paid back more than it got");
    const auto reservation = reader().reservation(order.reservation);
    if (!reservation || !*reservation) return fail("order", id, "has lost its reservation");
    add_units(**reservation);
  }

  void look_at_cart(const Id& id, const std::map<std::string, std::int64_t>& lines) {
    const auto found = reader().cart(id);
    if (!found || !*found) return fail("cart", id, "is gone");
    std::map<std::string, std::int64_t> there;
    for (const CartLine& line : (*found)->lines) there[line.sku] = line.quantity;
    if (there != lines) fail("cart", id, "has other lines than were put into it");
  }

  void add_units(const Reservation& reservation) {
    for (const ReservedLine& line : reservation.lines) {
      Units& units = units_[line.stock.sku];
      if (reservation.state == ReservationState::pending) units.reserved += line.quantity;
      if (reservation.state == ReservationState::committed) units.committed += line.quantity - line.shipped;
      units.on_hand -= line.shipped;
    }
  }

  void compare_stock() {
    for (const auto& [sku, units] : units_) {
      const auto found = reader().stock({.sku = sku});
      Units there{.on_hand = torture_.options().opening_stock};
      if (found && *found) there = {(*found)->on_hand, (*found)->reserved, (*found)->committed};
      if (there != units) broken_.push_back(fmt::format("{} has {}; the answers add up to {}", sku, text(there), text(units)));
    }
  }

  void fail(std::string_view kind, const Id& id, std::string_view what) {
    broken_.push_back(fmt::format("{} {} {}", kind, to_string(id), what));
  }

  TortureShop& torture_;
  const Expected& expected_;
  std::vector<std::string>& broken_;
  std::map<std::string, Units> units_;
};

/// Leases may run out while the records are read one by one; what is really broken stays so.
void inspect(TortureShop& torture, const Expected& expected, CheckReport& report) {
  const std::size_t before = report.broken.size();
  for (int tries = 0; tries < 10; ++tries) {
    report.broken.resize(before);
    Inspection(torture, expected, report).run();
    if (report.broken.size() == before) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

CheckReport check_promises(TortureShop& torture, std::vector<Promise>& promises) {
  CheckReport report;
  AskAgain(torture, promises, report).run();
  Expected expected;
  for (const Promise& promise : promises) {
    if (succeeded(promise)) expected.add(promise);
  }
  inspect(torture, expected, report);
  return report;
}

std::vector<std::string> unsettled_orders(TortureShop& torture, const std::vector<Promise>& promises, int seconds) {
  const Stopwatch watch;
  std::vector<std::string> unsettled;
  do {
    unsettled.clear();
    for (const Promise& promise : promises) {
      if (promise.ask.verb() != "checkout" || !succeeded(promise)) continue;
      const auto order = torture.shop().reader().order(promise.ack->id);
      const bool settled = order && *order && is_terminal((*order)->state);
      if (!settled) unsettled.push_back(to_string(promise.ack->id) + (order && *order ? " " + std::string(to_string((*order)->state)) : ""));
    }
    if (!unsettled.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  } while (!unsettled.empty() && watch.elapsed_seconds() < seconds);
  return unsettled;
}

}  // namespace aisle::torture
