#include <fmt/format.h>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

template <class Entry>
void check_numbers(const std::vector<Entry>& list, std::string_view name, FsckReport& report) {
  std::int64_t before = list.empty() ? 0 : list.front().number - 1;
  for (const Entry& entry : list) {
    if (entry.number != before + 1) report.add(name, fmt::format("Entry {} of the {} is followed by entry {}.", before, name, entry.number));
    before = entry.number;
  }
}

void check_first(const std::vector<LedgerEntry>& ledger, FsckReport& report) {
  if (ledger.empty() || ledger.front().number == 1) return;
  report.add("ledger", fmt::format("The ledger begins with entry {}; the entries before it are missing.", ledger.front().number));
}

}  // namespace

void check_lists(const ShopContents& contents, FsckReport& report) {
  check_numbers(contents.events, "feed", report);
  check_numbers(contents.ledger, "ledger", report);
  check_first(contents.ledger, report);
}

}  // namespace aisle::shop::fsck
