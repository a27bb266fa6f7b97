#include "server/config/serve_settings.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace aisle::server::config {
namespace {

std::size_t cores() { return std::max(1u, std::thread::hardware_concurrency()); }

std::chrono::milliseconds duration(const Config& config, std::string_view name) {
  return std::chrono::milliseconds(config.duration_ms(name));
}

std::size_t or_default(std::uint64_t configured, std::size_t otherwise) {
  return configured == 0 ? otherwise : static_cast<std::size_t>(configured);
}

http::PoolLimits pool_limits(const Config& config) {
  http::PoolLimits pool;
  pool.shop = {or_default(config.number("shop-threads"), cores()), config.number("shop-queue")};
  pool.search = {or_default(config.number("search-threads"), cores()), config.number("search-queue")};
  pool.write = {or_default(config.number("write-threads"), std::max<std::size_t>(1, cores() / 2)), config.number("write-queue")};
  pool.admin = {1, config.number("admin-queue")};
  return pool;
}

http::Limits limits(const Config& config) {
  http::Limits limits;
  limits.header_bytes = config.bytes("max-header");
  limits.body_bytes = config.bytes("max-body");
  limits.light_body_bytes = std::min(limits.light_body_bytes, limits.body_bytes);
  limits.decompression_ratio = config.number("max-decompression-ratio");
  limits.bodies_in_flight_bytes = config.bytes("max-bodies-in-flight");
  limits.connections = config.number("max-connections");
  return limits;
}

http::Timeouts timeouts(const Config& config) {
  http::Timeouts timeouts;
  timeouts.header = duration(config, "header-timeout");
  timeouts.body = duration(config, "body-timeout");
  timeouts.idle = duration(config, "idle-timeout");
  timeouts.write = duration(config, "write-timeout");
  timeouts.request = duration(config, "request-timeout");
  return timeouts;
}

http::CompressionOptions compression(const Config& config) {
  http::CompressionOptions options;
  options.enabled = config.boolean("compression");
  options.level = static_cast<int>(std::clamp<std::uint64_t>(config.number("compression-level"), 1, 9));
  options.min_bytes = config.bytes("compression-min");
  return options;
}

bool is_address(const std::string& text) {
  in6_addr address;
  return inet_pton(AF_INET, text.c_str(), &address) == 1 || inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

/// Catches a slip of the hand before it becomes a million threads.
Status check_threads(const Config& config) {
  constexpr std::uint64_t kMostThreads = 1024;
  for (std::string_view name : {"threads", "shop-threads", "search-threads", "write-threads"}) {
    if (config.number(name) <= kMostThreads) continue;
    return Error(ErrorCode::invalid_argument,
                 fmt::format("{}: {} is more than {}", config.setting(name).origin, name, kMostThreads));
  }
  return {};
}

Status fill_log(const Config& config, ServeSettings& settings) {
  const auto level = log::level_from(config.text("log-level"));
  if (!level) return Error(level.error());
  const auto format = log::format_from(config.text("log-format"));
  if (!format) return Error(format.error());
  settings.log = {*level, *format, config.boolean("no-color")};
  settings.http.log.access = config.boolean("access-log");
  settings.http.log.slow = duration(config, "slow-request");
  return {};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  const Error wrong(ErrorCode::invalid_argument,
                    fmt::format("listen [{}] is not HOST:PORT with an IP address or localhost as HOST", text));
  const auto colon = text.rfind(':');
  std::string host(colon == std::string_view::npos ? "" : text.substr(0, colon));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty() || host == "localhost") host = "127.0.0.1";
  const auto port = parse_number(text.substr(colon == std::string_view::npos ? 0 : colon + 1));
  if (!port || *port > 65535 || !is_address(host)) return wrong;
  return Endpoint{host, static_cast<std::uint16_t>(*port)};
}

Result<ServeSettings> serve_settings(const Config& config) {
  ServeSettings settings;
  if (auto status = check_threads(config); !status) return std::move(status).error();
  auto endpoint = parse_endpoint(config.text("listen"));
  if (!endpoint) return std::move(endpoint).error();
  settings.data_dir = config.text("data-dir");
  settings.http.address = endpoint->address;
  settings.http.port = endpoint->port;
  settings.http.io_threads = config.number("threads");
  settings.http.pool = pool_limits(config);
  settings.http.limits = limits(config);
  settings.http.timeouts = timeouts(config);
  settings.http.compression = compression(config);
  settings.http.cors.allow_origins = config.list("cors-allow-origin");
  settings.drain_timeout = duration(config, "drain-timeout");
  settings.pid_file = config.text("pid-file");
  if (auto status = fill_log(config, settings); !status) return std::move(status).error();
  auto shop = shop_config(config);
  if (!shop) return std::move(shop).error();
  settings.shop = *std::move(shop);
  auto access = access_config(config, settings.http.address);
  if (!access) return std::move(access).error();
  settings.http.api_keys = std::move(access->api_keys);
  settings.tokens = std::move(access->tokens);
  return settings;
}

}  // namespace aisle::server::config
