#include "tests/torture/clock_jumps.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace aisle::torture {
namespace {

using namespace aisle::shop;

constexpr EpochMillis kLease = 2'000;
constexpr EpochMillis kMostLate = 1'000;
constexpr EpochMillis kMostEarly = 50;
constexpr EpochMillis kYear = 365 * kDay;

struct Jump {
  std::string_view name;
  EpochMillis by;
};
constexpr Jump kJumps[] = {
    {"no jump", 0},           {"a second ahead", kSecond},     {"a second back", -kSecond}, {"an hour ahead", kHour},
    {"an hour back", -kHour}, {"thirty days ahead", 30 * kDay}, {"thirty days back", -30 * kDay},
    {"past 2038", 13 * kYear}, {"ten years back", -10 * kYear},
};

Id hold_one(TortureShop& torture) {
  return id_in(torture.call(InventoryCommand{Reserve{.lines = {{.stock = {.sku = sku_name(0)}, .quantity = 1}}, .lease = kLease, .owner = "clock"}}).body);
}

ReservationState state_of(TortureShop& torture, const Id& id) {
  const auto found = torture.shop().reader().reservation(id);
  return found && *found ? (*found)->state : ReservationState::released;
}

/// Milliseconds until the hold was expired; nothing when it was not within `longest`.
std::optional<EpochMillis> wait_until_expired(TortureShop& torture, const Id& id, EpochMillis longest) {
  const Stopwatch watch;
  while (watch.elapsed_us() / 1000 < longest) {
    if (state_of(torture, id) == ReservationState::expired) return watch.elapsed_us() / 1000;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return std::nullopt;
}

void sleep_ms(EpochMillis milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

/// Empty: all is well.
using Verdict = std::string;

Verdict judge(const std::optional<EpochMillis>& waited, EpochMillis earliest, EpochMillis latest) {
  if (!waited) return fmt::format("the lease did not end within {} ms", latest);
  if (*waited < earliest || *waited > latest) return fmt::format("the lease ended after {} ms, not {} to {} ms", *waited, earliest, latest);
  return {};
}

Verdict jump_while_held(const TortureOptions& options, EpochMillis by) {
  const auto torture = TortureShop::open(options);
  if (!torture) return "the shop did not open";
  const Stopwatch since_asked;
  const Id id = hold_one(*torture);
  const Stopwatch since_held;
  sleep_ms(kLease / 4);
  torture->wall().move_by(by);
  const auto waited = wait_until_expired(*torture, id, kLease + kMostLate);
  const Verdict early = judge(waited ? std::optional(since_asked.elapsed_us() / 1000) : waited, kLease - kMostEarly, 4 * kLease);
  const Verdict late = judge(since_held.elapsed_us() / 1000, 0, kLease + kMostLate);
  const Verdict& verdict = early.empty() ? late : early;
  if (!verdict.empty()) return verdict;
  torture->wall().move_by(-by);
  sleep_ms(200);
  return state_of(*torture, id) == ReservationState::expired ? Verdict() : "the hold came back to life";
}

Verdict jump_while_closed(TortureOptions options, EpochMillis by) {
  Id held;
  Id expired;
  {
    const auto torture = TortureShop::open(options);
    if (!torture) return "the shop did not open";
    expired = hold_one(*torture);
    if (!wait_until_expired(*torture, expired, kLease + kMostLate)) return "the lease did not end";
    held = hold_one(*torture);
  }
  options.wall_offset = by;
  const auto torture = TortureShop::open(options);
  if (!torture) return "the shop did not open again";
  const EpochMillis earliest = by >= kLease ? 0 : kLease / 2 - std::max<EpochMillis>(by, 0);
  const Verdict verdict = judge(wait_until_expired(*torture, held, kLease + kMostLate), std::max<EpochMillis>(earliest, 0), kLease + kMostLate);
  if (!verdict.empty()) return verdict;
  return state_of(*torture, expired) == ReservationState::expired ? Verdict() : "the first hold came back to life";
}

/// A guest's cart, looked at by a shop that is opened `later`: is it still there?
Verdict cart_lives(TortureOptions options, EpochMillis later, bool expected) {
  Id cart;
  {
    const auto torture = TortureShop::open(options);
    if (!torture) return "the shop did not open";
    cart = id_in(torture->call(CartCommand{CreateCart{}}).body);
  }
  options.wall_offset = later;
  const auto torture = TortureShop::open(options);
  if (!torture) return "the shop did not open again";
  const bool taken = !torture->call(CartCommand{PutLine{.cart = cart, .sku = sku_name(0), .quantity = 1}}).failed();
  if (taken == expected) return {};
  return expected ? "the cart is gone too early" : "the cart is still there";
}

struct Scenario {
  std::string name;
  std::function<Verdict(const TortureOptions&)> run;
};

std::vector<Scenario> all_scenarios() {
  std::vector<Scenario> scenarios;
  for (const Jump& jump : kJumps) {
    scenarios.push_back({fmt::format("{} while held", jump.name), [&](const auto& options) { return jump_while_held(options, jump.by); }});
    scenarios.push_back({fmt::format("{} while closed", jump.name), [&](const auto& options) { return jump_while_closed(options, jump.by); }});
  }
  scenarios.push_back({"a cart after 30 days less a minute", [](const auto& options) { return cart_lives(options, 30 * kDay - kMinute, true); }});
  scenarios.push_back({"a cart after 30 days and a minute", [](const auto& options) { return cart_lives(options, 30 * kDay + kMinute, false); }});
  return scenarios;
}

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// After a jump there is nothing to do, and nothing may be done.
Verdict stays_idle(const TortureOptions& options, EpochMillis by) {
  const auto torture = TortureShop::open(options);
  if (!torture) return "the shop did not open";
  hold_one(*torture);
  torture->wall().move_by(by);
  sleep_ms(kLease + kMostLate);
  const double before = cpu_seconds();
  sleep_ms(1000);
  const double used = cpu_seconds() - before;
  return used < 0.3 ? Verdict() : fmt::format("{:.2f} s of work in an idle second", used);
}

bool report(const std::string& name, const Verdict& verdict) {
  log_line(verdict.empty() ? "passed " + name : fmt::format("broken {}: {}", name, verdict));
  return verdict.empty();
}

}  // namespace

int run_clock_jumps(const TortureOptions& options) {
  std::atomic<bool> all_well = true;
  std::vector<std::thread> threads;
  const auto in_own_directory = [&](const std::string& name) {
    TortureOptions own = options;
    own.directory = options.directory / name;
    return own;
  };
  const std::vector<Scenario> scenarios = all_scenarios();
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    threads.emplace_back([&, i] {
      if (!report(scenarios[i].name, scenarios[i].run(in_own_directory(std::to_string(i))))) all_well = false;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const EpochMillis by : {30 * kDay, -30 * kDay}) {
    const std::string name = fmt::format("idle after a jump of {} days", by / kDay);
    if (!report(name, stays_idle(in_own_directory(name), by))) all_well = false;
  }
  return all_well ? 0 : 3;
}

}  // namespace aisle::torture
