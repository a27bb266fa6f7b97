#pragma once
// Everything that the shop does beside answering: payments, parcels, mails and outgoing webhooks, on one thread of its
// own (what blocks has threads of its own behind it).

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/service/shop.hpp"
#include "server/config/shop_config.hpp"

namespace aisle::server::shop_api {

/// Opened after the shop; stopped before the shop closes, destroyed after that.
class ShopWorkers {
 public:
  /// Opens providers, carriers and sinks, which keep what they must remember under `directory`. Nothing runs yet.
  static Result<std::unique_ptr<ShopWorkers>> open(const config::ShopConfig& config, const std::filesystem::path& directory,
                                                   shop::Shop& shop);
  ~ShopWorkers();

  void start();
  /// Takes no more jobs; those under way are forgotten and done again after the next start.
  void stop();

  /// Whose webhooks are accepted.
  std::map<std::string, const shop::PaymentProvider*, std::less<>> providers() const;

 private:
  struct Parts;
  explicit ShopWorkers(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace aisle::server::shop_api
