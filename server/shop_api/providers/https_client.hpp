#pragma once
// HTTP/1.1 over TLS to payment providers and subscribers, asynchronous, on the shop's executor.

#include <memory>
#include <string>

#include "carts_orders/workers/http_exchange.hpp"
#include "server/shop_api/providers/asio_executor.hpp"

namespace aisle::server::shop_api {

struct HttpsSettings {
  std::string ca_file;                         ///< certificates trusted beside the system's; empty: the system's only
  std::size_t max_answer_bytes = 1u << 20;     ///< body; heads are limited to 64 KiB
  std::size_t idle_per_host = 16;              ///< connections kept for later calls
  EpochMillis idle_for = 20'000;
  std::string user_agent = "aisle";
};

/// TLS 1.2 or newer; certificates and host names are always verified. Unless a call allows private addresses, only
/// https and only public addresses are spoken to, and the address that was checked is the one connected to. A request
/// whose kept connection turned out to be closed is sent once more: callers carry idempotency keys or ids.
/// Lives on the executor, which must outlive it; at its end, calls under way are cut and never completed.
class HttpsClient final : public shop::HttpExchange {
 public:
  /// Errors: invalid_argument when the certificates cannot be read.
  static Result<std::unique_ptr<HttpsClient>> open(HttpsSettings settings, AsioExecutor& executor);
  ~HttpsClient() override;
  void send(shop::HttpCall call, std::function<void(Result<shop::HttpReply>)> done) override;

 private:
  class Shared;
  explicit HttpsClient(std::shared_ptr<Shared> shared);
  const std::shared_ptr<Shared> shared_;
};

}  // namespace aisle::server::shop_api
