// What does Beast itself cost? The least HTTP server that somebody who knows Beast would write.
//
//   bare_beast --port 9301 --threads 1
//
// One io_context and one thread each, connections handed to them in turn, a parser of Beast's own for each request, and
// one answer kept ready: HEAD and GET of any path get 200. No time limits, no routing, no logging, no metrics: whatever a
// real server does besides, it does on top of this.

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type>;
using Answer = http::response<http::string_body>;

constexpr std::string_view kBody = R"({"name":"bare","tagline":"You Know, for Search"})";

Answer make_answer() {
  Answer answer(http::status::ok, 11);
  answer.set(http::field::server, "bare");
  answer.set(http::field::content_type, "application/json");
  answer.body() = kBody;
  answer.prepare_payload();
  return answer;
}

/// One connection, kept alive by the operation under way.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(Socket socket) : socket_(std::move(socket)), whole_(make_answer()), head_(make_answer()) {
    head_.body().clear();  // its Content-Length stays
    boost::system::error_code ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);
  }

  void read() {
    parser_.emplace();
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](boost::system::error_code error, std::size_t) {
      if (!error) self->answer();
    });
  }

 private:
  void answer() {
    const bool keep_alive = parser_->get().keep_alive();
    Answer& answer = parser_->get().method() == http::verb::head ? head_ : whole_;
    http::async_write(socket_, answer, [self = shared_from_this(), keep_alive](boost::system::error_code error, std::size_t) {
      if (error) return;
      if (keep_alive) return self->read();
      boost::system::error_code ignored;
      self->socket_.shutdown(Tcp::socket::shutdown_send, ignored);
    });
  }

  Socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::empty_body>> parser_;
  Answer whole_;
  Answer head_;
};

class BareServer {
 public:
  BareServer(std::uint16_t port, unsigned threads) : contexts_(threads) {
    for (auto& context : contexts_) context = std::make_unique<asio::io_context>(1);
    acceptor_.emplace(*contexts_.front(), Tcp::endpoint(asio::ip::address_v4::loopback(), port));
  }

  std::uint16_t port() const { return acceptor_->local_endpoint().port(); }

  void run() {
    accept();
    std::vector<std::jthread> threads;
    for (auto& context : contexts_) {
      threads.emplace_back([&context] {
        const auto work = asio::make_work_guard(*context);
        context->run();
      });
    }
  }

 private:
  void accept() {
    asio::io_context& next = *contexts_[accepted_++ % contexts_.size()];
    acceptor_->async_accept(next, [this, &next](boost::system::error_code error, Socket socket) {
      auto connection = error ? nullptr : std::make_shared<Connection>(std::move(socket));
      if (connection) asio::post(next, [connection] { connection->read(); });
      accept();
    });
  }

  std::vector<std::unique_ptr<asio::io_context>> contexts_;
  std::optional<Acceptor> acceptor_;
  std::size_t accepted_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  unsigned threads = 1;
  CLI::App app("The least HTTP server over Beast, as a measure of what the library itself costs");
  app.add_option("--port", port, "on loopback; 0 lets the system choose");
  app.add_option("--threads", threads, "I/O threads")->check(CLI::Range(1, 64));
  CLI11_PARSE(app, argc, argv);
  BareServer server(port, threads);
  std::printf("listening on 127.0.0.1:%u\n", static_cast<unsigned>(server.port()));
  std::fflush(stdout);
  server.run();
}
