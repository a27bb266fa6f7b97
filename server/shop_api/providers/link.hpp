#pragma once
// One connection to another server, with or without TLS. Inside server/shop_api/providers only.

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <string>
#include <vector>

#include "server/http/asio.hpp"

namespace aisle::server::shop_api {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
using BeastParser = boost::beast::http::response_parser<boost::beast::http::string_body>;
using Endpoints = std::vector<http::Tcp::endpoint>;

/// Operations fail by error code; `cut` ends the one that runs.
class Link {
 public:
  virtual ~Link() = default;
  /// Connects to the first endpoint that answers, and shakes hands.
  virtual http::Awaitable<http::ErrorCodeOf> open(const Endpoints& endpoints) = 0;
  virtual http::Awaitable<http::ErrorCodeOf> write(const BeastRequest& request) = 0;
  /// Reads one answer; `limit` bounds all bytes of it, also those that the parser does not count.
  virtual http::Awaitable<http::ErrorCodeOf> read(BeastParser& parser, std::size_t limit) = 0;
  virtual void cut() = 0;
};

std::unique_ptr<Link> make_plain_link(http::Executor executor);
/// Verifies that the certificate is `host`'s.
std::unique_ptr<Link> make_tls_link(http::Executor executor, boost::asio::ssl::context& context, const std::string& host);

}  // namespace aisle::server::shop_api
