#pragma once
// The checks that check_contents makes, one family each. Each adds what it finds to `report`.

#include "carts_orders/fsck/check_contents.hpp"

namespace aisle::shop::fsck {

void check_lists(const ShopContents& contents, FsckReport& report);          // feed, ledger: numbers
void check_stock(const ShopContents& contents, FsckReport& report);          // I1, I2, I9
void check_reservations(const ShopContents& contents, const CheckOptions& options, FsckReport& report);  // I3, I5
void check_order_stock(const ShopContents& contents, FsckReport& report);    // I2
void check_money(const ShopContents& contents, FsckReport& report);          // I4
void check_intents(const ShopContents& contents, FsckReport& report);        // I6
void check_history(const ShopContents& contents, FsckReport& report);        // I7
void check_work(const ShopContents& contents, FsckReport& report);           // I8
void check_carts(const ShopContents& contents, FsckReport& report);          // I10

}  // namespace aisle::shop::fsck
