#include "server/shop_api/providers/link.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>

namespace aisle::server::shop_api {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using http::Awaitable;
using http::ErrorCodeOf;
using TlsStream = net::ssl::stream<http::Socket>;

/// What both kinds of links share; `Stream` is what HTTP flows through.
template <class Stream>
class LinkOver : public Link {
 public:
  Awaitable<ErrorCodeOf> write(const BeastRequest& request) override {
    ErrorCodeOf error;
    auto token = net::redirect_error(http::kAwait, error);
    co_await beast::http::async_write(stream(), request, token);
    co_return error;
  }

  Awaitable<ErrorCodeOf> read(BeastParser& parser, std::size_t limit) override {
    ErrorCodeOf error;
    auto token = net::redirect_error(http::kAwait, error);
    std::size_t bytes = 0;
    while (!parser.is_done() && !error) {
      bytes += co_await beast::http::async_read_some(stream(), buffer_, parser, token);
      if (bytes > limit) error = beast::http::error::body_limit;
    }
    co_return error;
  }

  void cut() override {
    ErrorCodeOf ignored;
    socket().close(ignored);
  }

 protected:
  virtual Stream& stream() = 0;
  virtual http::Socket& socket() = 0;
  Awaitable<ErrorCodeOf> connect(const Endpoints& endpoints) {
    ErrorCodeOf error;
    auto token = net::redirect_error(http::kAwait, error);
    co_await net::async_connect(socket(), endpoints, token);
    ErrorCodeOf ignored;
    if (!error) socket().set_option(http::Tcp::no_delay(true), ignored);
    co_return error;
  }

 private:
  beast::flat_buffer buffer_;
};

class PlainLink final : public LinkOver<http::Socket> {
 public:
  explicit PlainLink(http::Executor executor) : socket_(executor) {}
  Awaitable<ErrorCodeOf> open(const Endpoints& endpoints) override { return connect(endpoints); }

 private:
  http::Socket& stream() override { return socket_; }
  http::Socket& socket() override { return socket_; }
  http::Socket socket_;
};

bool is_address(const std::string& host) {
  ErrorCodeOf error;
  net::ip::make_address(host, error);
  return !error;
}

class TlsLink final : public LinkOver<TlsStream> {
 public:
  TlsLink(http::Executor executor, net::ssl::context& context, const std::string& host) : stream_(executor, context) {
    stream_.set_verify_mode(net::ssl::verify_peer);
    stream_.set_verify_callback(net::ssl::host_name_verification(host));
    // A name tells the server which certificate is asked for; addresses are not names.
    if (!is_address(host)) SSL_set_tlsext_host_name(stream_.native_handle(), host.c_str());
  }

  Awaitable<ErrorCodeOf> open(const Endpoints& endpoints) override {
    ErrorCodeOf error = co_await connect(endpoints);
    if (error) co_return error;
    auto token = net::redirect_error(http::kAwait, error);
    co_await stream_.async_handshake(net::ssl::stream_base::client, token);
    co_return error;
  }

 private:
  TlsStream& stream() override { return stream_; }
  http::Socket& socket() override { return stream_.next_layer(); }
  TlsStream stream_;
};

}  // namespace

std::unique_ptr<Link> make_plain_link(http::Executor executor) { return std::make_unique<PlainLink>(executor); }

std::unique_ptr<Link> make_tls_link(http::Executor executor, net::ssl::context& context, const std::string& host) {
  return std::make_unique<TlsLink>(executor, context, host);
}

}  // namespace aisle::server::shop_api
