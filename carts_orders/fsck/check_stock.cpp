// Stock against its ledger, entry by entry, and against the reservations that claim it.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

std::string name_of(const StockKey& key) { return key.location == kDefaultLocation ? key.sku : key.sku + " at " + key.location; }

/// What the ledger says of one stock key so far.
struct Account {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t committed = 0;
  std::int64_t brought = 0;  ///< opening, adjusted, set, returned
  std::int64_t shipped = 0;
  std::int64_t entries = 0;
  bool went_below = false;   ///< said once
};

/// What reservations claim of one stock key.
struct Claims {
  std::int64_t pending = 0;
  std::int64_t committed = 0;
  std::int64_t shipped = 0;
};

bool is_legal(const Account& account) {
  return account.reserved >= 0 && account.committed >= 0 && account.reserved + account.committed <= account.on_hand;
}

/// Whether the counters moved as entries of that kind move them.
bool has_the_form_of_its_kind(const LedgerEntry& entry) {
  const auto& [on_hand, reserved, committed] = std::tie(entry.on_hand, entry.reserved, entry.committed);
  const bool counts_only = reserved == 0 && committed == 0;
  const bool claims_only = on_hand == 0;
  if (entry.kind == "opening") return counts_only && on_hand >= 0;
  if (entry.kind == "adjust" || entry.kind == "set") return counts_only;
  if (entry.kind == "reserve") return claims_only && reserved > 0 && committed == 0;
  if (entry.kind == "release" || entry.kind == "expire") return claims_only && reserved < 0 && committed == 0;
  if (entry.kind == "commit") return claims_only && committed > 0 && reserved == -committed;
  if (entry.kind == "restock") return claims_only && reserved == 0 && committed < 0;
  if (entry.kind == "ship") return on_hand < 0 && committed == on_hand && reserved == 0;
  return false;
}

void post(Account& account, const LedgerEntry& entry, FsckReport& report) {
  if (!has_the_form_of_its_kind(entry)) {
    report.add("I9", fmt::format("Ledger entry {} ({}) of {} moves on_hand by {}, reserved by {}, committed by {}: no '{}' does that.",
                                 entry.number, entry.kind, name_of(entry.stock), entry.on_hand, entry.reserved, entry.committed, entry.kind));
  }
  if (entry.kind == "opening" && account.entries > 0) {
    report.add("I9", fmt::format("Ledger entry {} opens {} a second time.", entry.number, name_of(entry.stock)));
  }
  account.on_hand += entry.on_hand;
  account.reserved += entry.reserved;
  account.committed += entry.committed;
  (entry.kind == "ship" ? account.shipped : account.brought) += entry.kind == "ship" ? -entry.on_hand : entry.on_hand;
  ++account.entries;
  if (is_legal(account) || account.went_below) return;
  account.went_below = true;
  report.add("I1", fmt::format("Ledger entry {} ({}) leaves {} with on_hand {}, reserved {}, committed {}: more was promised than there was.",
                               entry.number, entry.kind, name_of(entry.stock), account.on_hand, account.reserved, account.committed));
}

std::unordered_map<StockKey, Account> accounts_of(const ShopContents& contents, FsckReport& report) {
  std::unordered_map<StockKey, Account> accounts;
  for (const LedgerEntry& entry : contents.ledger) post(accounts[entry.stock], entry, report);
  return accounts;
}

std::unordered_map<StockKey, Claims> claims_of(const ShopContents& contents) {
  std::unordered_map<StockKey, Claims> claims;
  for (const auto& [id, reservation] : contents.of<Reservation>()) {
    for (const ReservedLine& line : reservation->lines) {
      Claims& claim = claims[line.stock];
      claim.shipped += line.shipped;
      if (reservation->state == ReservationState::pending) claim.pending += line.quantity;
      if (reservation->state == ReservationState::committed) claim.committed += line.quantity - line.shipped;
    }
  }
  return claims;
}

void check_against_ledger(const Stock& stock, const Account& account, FsckReport& report) {
  if (stock.on_hand == account.on_hand && stock.reserved == account.reserved && stock.committed == account.committed) return;
  report.add("I2", fmt::format("{} has on_hand {}, reserved {}, committed {}, but its ledger adds up to {}, {}, {}.", name_of(stock.key),
                               stock.on_hand, stock.reserved, stock.committed, account.on_hand, account.reserved, account.committed));
}

void check_against_reservations(const Stock& stock, const Claims& claims, FsckReport& report) {
  if (stock.reserved != claims.pending) {
    report.add("I2", fmt::format("{} has {} units reserved, but pending reservations hold {}.", name_of(stock.key), stock.reserved, claims.pending));
  }
  if (stock.committed != claims.committed) {
    report.add("I2", fmt::format("{} has {} units committed, but sold and unshipped reservations hold {}.", name_of(stock.key),
                                 stock.committed, claims.committed));
  }
}

void check_conservation(const Stock& stock, const Account& account, const Claims& claims, FsckReport& report) {
  if (account.brought != stock.on_hand + account.shipped) {
    report.add("I9", fmt::format("{} was given {} units in all, but {} are there and {} were shipped.", name_of(stock.key),
                                 account.brought, stock.on_hand, account.shipped));
  }
  if (account.shipped != claims.shipped) {
    report.add("I9", fmt::format("Of {} {} units were shipped by the ledger, but {} by the reservations.", name_of(stock.key),
                                 account.shipped, claims.shipped));
  }
}

}  // namespace

void check_stock(const ShopContents& contents, FsckReport& report) {
  auto accounts = accounts_of(contents, report);
  auto claims = claims_of(contents);
  for (const auto& [key, stock] : contents.of<Stock>()) {
    if (!is_legal({.on_hand = stock->on_hand, .reserved = stock->reserved, .committed = stock->committed})) {
      report.add("I1", fmt::format("{} has on_hand {}, reserved {}, committed {}.", name_of(key), stock->on_hand, stock->reserved, stock->committed));
    }
    check_against_ledger(*stock, accounts[key], report);
    check_against_reservations(*stock, claims[key], report);
    check_conservation(*stock, accounts[key], claims[key], report);
  }
  const auto has_no_stock = [&](const StockKey& key) { return !contents.of<Stock>().contains(key); };
  for (const auto& [key, account] : accounts) {
    if (has_no_stock(key)) report.add("I2", fmt::format("The ledger has {} entries of {}, which has no stock record.", account.entries, name_of(key)));
  }
  for (const auto& [key, claim] : claims) {
    if (has_no_stock(key)) report.add("I2", fmt::format("Reservations hold {}, which has no stock record.", name_of(key)));
  }
}

}  // namespace aisle::shop::fsck
