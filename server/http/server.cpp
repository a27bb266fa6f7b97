#include "server/http/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <cassert>
#include <future>

#include "server/http/io_thread.hpp"
#include "server/http/session.hpp"
#include "server/http/wire.hpp"
#include "server/log/log.hpp"

namespace aisle::server::http {
namespace {

using namespace std::chrono_literals;
using Acceptor = net::basic_socket_acceptor<Tcp, Executor>;

Status cannot_listen(const ServerOptions& options, const ErrorCodeOf& error) {
  const auto where = fmt::format("{}:{}", options.address, options.port);
  if (error == net::error::address_in_use) {
    return Error(ErrorCode::already_exists,
                 fmt::format("{} is in use by another process; choose another port with --listen {}:PORT, or find the "
                             "process with `ss -ltnp 'sport = :{}'`",
                             where, options.address, options.port));
  }
  if (error == net::error::access_denied) {
    return Error(ErrorCode::failed_precondition,
                 fmt::format("this user may not listen on {}; ports below 1024 need CAP_NET_BIND_SERVICE", where));
  }
  return Error(ErrorCode::failed_precondition, fmt::format("cannot listen on {}: {}", where, error.message()));
}

}  // namespace

class ServerCore {
 public:
  ServerCore(ServerOptions options, Router router, Metrics& metrics, Health& health)
      : context_(std::make_shared<ServerContext>(std::move(options), std::move(router), metrics, health)) {
    sample_context(context_);
  }
  ~ServerCore() { stop(); }

  Status start();
  bool drain(std::chrono::milliseconds grace);
  std::uint16_t port() const { return port_; }
  ComputePool& pool() { return context_->pool; }

 private:
  Status listen();
  Awaitable<void> accept();
  void hand_over(Socket socket, IoThread& thread);
  void turn_away(Socket socket);
  IoThread& least_loaded();
  std::size_t connections() const;
  void stop_accepting();
  void stop();

  const std::shared_ptr<ServerContext> context_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::optional<Acceptor> acceptor_;  // first thread only, once started
  std::uint16_t port_ = 0;
};

Status ServerCore::listen() {
  ErrorCodeOf error;
  const auto address = net::ip::make_address(context_->options.address, error);
  if (error) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("[{}] is not an IP address to listen on", context_->options.address));
  }
  const Tcp::endpoint endpoint(address, context_->options.port);
  acceptor_.emplace(threads_.front()->io().get_executor());
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(net::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(context_->options, error);
  port_ = acceptor_->local_endpoint(error).port();
  return {};
}

Status ServerCore::start() {
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t count = context_->options.io_threads == 0 ? cores : context_->options.io_threads;
  for (std::size_t i = 0; i < count; ++i) threads_.push_back(std::make_unique<IoThread>());
  if (auto status = listen(); !status) {
    acceptor_.reset();
    return status;
  }
  for (auto& thread : threads_) thread->start();
  net::co_spawn(threads_.front()->io().get_executor(), [this] { return accept(); }, net::detached);
  return {};
}

Awaitable<void> ServerCore::accept() {
  Timer pause(threads_.front()->io().get_executor());
  while (acceptor_->is_open()) {
    IoThread& thread = least_loaded();
    ErrorCodeOf error;
    Socket socket = co_await acceptor_->async_accept(thread.io(), net::redirect_error(kAwait, error));
    if (error == net::error::operation_aborted) continue;
    if (error) {
      // Most likely out of file descriptors: connections wait in the kernel until some are free again.
      log::warn("accept failed", {{"what", error.message()}});
      pause.expires_after(50ms);
      co_await pause.async_wait(kAwait);
      continue;
    }
    hand_over(std::move(socket), thread);
  }
}

IoThread& ServerCore::least_loaded() {
  const auto fewer = [](const auto& a, const auto& b) { return a->connections() < b->connections(); };
  return **std::ranges::min_element(threads_, fewer);
}

std::size_t ServerCore::connections() const {
  std::size_t sum = 0;
  for (const auto& thread : threads_) sum += thread->connections();
  return sum;
}

void ServerCore::hand_over(Socket socket, IoThread& thread) {
  context_->metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
  if (connections() >= context_->options.limits.connections) return turn_away(std::move(socket));
  thread.count_connection(1);
  auto session = std::make_shared<Session>(context_, thread, std::move(socket));
  net::co_spawn(thread.io().get_executor(), [session] { return session->run(); }, net::detached);
}

/// One try to say why; a client that is not reading yet only sees the connection close.
void ServerCore::turn_away(Socket socket) {
  context_->metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
  auto response = error_response(503, "es_rejected_execution_exception", "too many connections");
  response.headers.emplace_back("Retry-After", "1");
  WireOptions options;
  options.keep_alive = false;
  std::string bytes;
  append_response_head(bytes, response, options);
  bytes += response.body;
  ErrorCodeOf ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(net::const_buffer(bytes.data(), bytes.size()), ignored);
  socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

void ServerCore::stop_accepting() {
  if (!acceptor_) return;
  std::promise<void> closed;
  net::post(threads_.front()->io(), [&] {
    ErrorCodeOf ignored;
    acceptor_->close(ignored);
    closed.set_value();
  });
  closed.get_future().wait();
}

bool ServerCore::drain(std::chrono::milliseconds grace) {
  if (!acceptor_) return true;
  context_->health.set_draining();
  context_->draining = true;
  stop_accepting();
  for (auto& thread : threads_) thread->close_idle_sessions();
  const auto deadline = std::chrono::steady_clock::now() + grace;
  while (connections() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(5ms);
  const bool clean = connections() == 0;
  stop();
  return clean;
}

void ServerCore::stop() {
  context_->draining = true;
  for (auto& thread : threads_) thread->stop();
  context_->pool.stop();
  acceptor_.reset();
  threads_.clear();
}

Server::Server(ServerOptions options, Router router, Metrics& metrics, Health& health)
    : core_(std::make_unique<ServerCore>(std::move(options), std::move(router), metrics, health)) {}
Server::~Server() = default;
Status Server::start() { return core_->start(); }
std::uint16_t Server::port() const { return core_->port(); }
bool Server::drain(std::chrono::milliseconds grace) { return core_->drain(grace); }
ComputePool& Server::pool() { return core_->pool(); }

}  // namespace aisle::server::http
