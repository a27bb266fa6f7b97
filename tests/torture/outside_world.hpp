#pragma once
// Payment provider, carrier and mail, as the shop's workers meet them: does the jobs of a torture shop and reports.

#include <atomic>
#include <thread>

#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

/// What becomes of a payment depends on its order's id alone, so that it is the same after every restart: of twenty, 15 are
/// paid, 3 are declined, and 2 are never decided. What is paid is captured when the intent is made. One thread; the shop
/// must outlive it.
class OutsideWorld {
 public:
  explicit OutsideWorld(TortureShop& torture) : torture_(torture), thread_([this] { work(); }) {}
  ~OutsideWorld();

 private:
  void work();
  bool work_once();
  void perform(const shop::Job& job);
  void create_intent(const shop::Job& job);
  void report(shop::Command command);

  TortureShop& torture_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace aisle::torture
