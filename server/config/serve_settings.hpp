#pragma once
// What `aisle serve` needs to know, as types.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "server/config/access_config.hpp"
#include "server/config/config.hpp"
#include "server/config/shop_config.hpp"
#include "server/http/server.hpp"
#include "server/log/log.hpp"

namespace aisle::server::config {

struct ServeSettings {
  std::filesystem::path data_dir;
  http::ServerOptions http;
  log::Options log;
  std::chrono::milliseconds drain_timeout{0};
  std::optional<shop_api::JwtVerifier> tokens;  ///< of shoppers; none: shoppers cannot sign in
  ShopConfig shop;
  std::filesystem::path pid_file;  ///< empty: none
  std::string config_file;         ///< as named by the user; empty: none
};

struct Endpoint {
  std::string address;  ///< an IP address
  std::uint16_t port;
};
/// Reads "HOST:PORT", ":PORT", "[::1]:PORT" or "PORT". "localhost" is 127.0.0.1; other names are refused, since they
/// may stand for several addresses.
Result<Endpoint> parse_endpoint(std::string_view text);

/// Also reads the files of API keys and token keys, and refuses to listen beyond this machine without keys unless that is
/// allowed (access_config.hpp).
Result<ServeSettings> serve_settings(const Config& config);

}  // namespace aisle::server::config
