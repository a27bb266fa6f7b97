#pragma once
// Payment provider, carrier and mail, as the shop's workers meet them: does the jobs of a torture shop and reports.

#include <atomic>
#include <thread>
#include <vector>

#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

/// What becomes of a payment depends on its order's id alone, so that it is the same after every restart: of twenty, 15 are
/// paid, 3 are declined, and 2 are never decided. What is paid is captured when the intent is made. The shop must outlive
/// it.
class OutsideWorld {
 public:
  explicit OutsideWorld(TortureShop& torture, int threads = 8);
  ~OutsideWorld();

 private:
  void work();
  bool work_once();
  void perform(const shop::Job& job);
  void create_intent(const shop::Job& job);
  void report(shop::Command command);

  TortureShop& torture_;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace aisle::torture
