#pragma once
// A client of the torture shop: reserves, commits, releases, counts, fills carts, checks out, cancels; one thing after
// another, chosen by its seed.

#include <atomic>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

struct ShopperOptions {
  std::uint64_t seed = 1;
  std::int64_t run = 1;    ///< which process of its directory this is; part of each key
  std::int64_t number = 0; ///< which client of its process
};

/// One thread. The shop must outlive it.
class Shopper {
 public:
  Shopper(TortureShop& torture, const ShopperOptions& options)
      : torture_(torture), options_(options),
        random_(options.seed * 1'000'003 + static_cast<std::uint64_t>(options.run * 1009 + options.number)) {}

  /// Does whole errands until `asks` were answered or `stop` is set.
  void work(std::int64_t asks, const std::atomic<bool>& stop);

 private:
  void hold_stock();
  void count_stock();
  void buy();
  void cancel_or_return(const std::string& user, const std::string& order);
  bool fill_cart(const std::string& user, const std::string& cart, std::vector<std::string>& skus);

  /// Logs "ask <key> <words>", waits for the answer, and asks again, with the same key, while it says "later".
  /// Nothing when the client was stopped meanwhile.
  std::optional<shop::Answer> ask(std::vector<std::string> words);
  std::int64_t below(std::int64_t bound) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound)); }
  std::string any_sku() { return sku_name(below(torture_.options().skus)); }

  TortureShop& torture_;
  const ShopperOptions options_;
  std::mt19937_64 random_;
  const std::atomic<bool>* stop_ = nullptr;
  std::int64_t asked_ = 0;
};

}  // namespace aisle::torture
