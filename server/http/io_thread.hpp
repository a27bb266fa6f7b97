#pragma once
// One thread that reads and writes sockets, and the connections that live on it. Inside server/http only.

#include <atomic>
#include <memory>
#include <thread>
#include <unordered_set>

#include "server/http/asio.hpp"
#include "server/http/exchange.hpp"

#include <boost/asio/executor_work_guard.hpp>

namespace aisle::server::http {

class Session;

class IoThread {
 public:
  IoThread();
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  void start();
  /// Any thread: cuts every connection and ends the thread.
  void stop();
  /// Any thread: closes connections that wait for a next request.
  void close_idle_sessions();

  net::io_context& io() { return io_; }
  const std::shared_ptr<Mailbox>& mailbox() { return mailbox_; }
  std::thread::id id() const { return id_; }
  std::size_t connections() const { return connections_.load(std::memory_order_relaxed); }
  /// Counts a connection that was handed to this thread, from the moment it was accepted.
  void count_connection(int change) { connections_.fetch_add(static_cast<std::size_t>(change), std::memory_order_relaxed); }

  // This thread only.
  void add(Session& session) { sessions_.insert(&session); }
  void remove(Session& session) { sessions_.erase(&session); }

 private:
  Awaitable<void> sweep();

  // Before io_, whose destruction ends the sessions that are left, which leave this set.
  std::unordered_set<Session*> sessions_;
  std::atomic<std::size_t> connections_ = 0;
  std::shared_ptr<Mailbox> mailbox_;
  net::io_context io_{1};
  net::executor_work_guard<Executor> work_{io_.get_executor()};
  std::thread thread_;
  std::thread::id id_;
};

}  // namespace aisle::server::http
