#pragma once
// An index behind a server's HTTP API, as the loader sees it.

#include <memory>
#include <string>
#include <vector>

#include "loaders/bulk_target.hpp"
#include "server/http/client.hpp"

namespace aisle::server::cli {

/// Where a server is: "http://host:port".
struct ServerAddress {
  std::string host;
  std::uint16_t port = 9200;
};
/// invalid_argument for what is not such an address; https is refused with the reason.
Result<ServerAddress> parse_server_url(std::string_view url);

/// Sends to one index. send_bulk may be called from as many threads as there are connections, each with its own number.
class HttpBulkTarget final : public loaders::BulkTarget {
 public:
  HttpBulkTarget(const ServerAddress& address, std::string index, unsigned connections);

  Result<bool> index_exists() override;
  Status create_index(std::string_view body) override;
  Result<std::vector<loaders::BulkItemOutcome>> send_bulk(unsigned connection, std::string_view body) override;
  Status refresh() override;

 private:
  std::string index_path_;  ///< percent-encoded, with its leading slash
  std::vector<http::Client> clients_;
};

}  // namespace aisle::server::cli
