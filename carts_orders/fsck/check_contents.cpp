#include "carts_orders/fsck/check_contents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop {
namespace {

FsckReport counts_of(const ShopContents& contents) {
  FsckReport report;
  report.stock = contents.of<Stock>().size();
  report.reservations = contents.of<Reservation>().size();
  report.carts = contents.of<Cart>().size();
  report.orders = contents.of<Order>().size();
  report.jobs = contents.of<Job>().size();
  report.dead_jobs = static_cast<std::uint64_t>(
      std::ranges::count_if(contents.of<Job>(), [](const auto& entry) { return entry.second->state == Job::State::dead; }));
  report.events = contents.events.size();
  report.ledger_entries = contents.ledger.size();
  return report;
}

}  // namespace

FsckReport check_contents(const ShopContents& contents, const CheckOptions& options) {
  FsckReport report = counts_of(contents);
  fsck::check_lists(contents, report);
  fsck::check_stock(contents, report);
  fsck::check_reservations(contents, options, report);
  fsck::check_order_stock(contents, report);
  fsck::check_money(contents, report);
  fsck::check_intents(contents, report);
  fsck::check_history(contents, report);
  fsck::check_work(contents, report);
  fsck::check_carts(contents, report);
  return report;
}

std::string to_string(const FsckReport& report) {
  std::string lines;
  for (const Violation& violation : report.violations) lines += fmt::format("{}: {}\n", violation.invariant, violation.sentence);
  const std::uint64_t unnamed = report.violation_count - report.violations.size();
  if (unnamed > 0) lines += fmt::format("and {} more\n", unnamed);
  return lines;
}

}  // namespace aisle::shop
