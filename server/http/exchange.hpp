#pragma once
// One request on its way through the server, and its answer on the way back. Inside server/http only.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "server/http/body_coding.hpp"
#include "server/http/context.hpp"
#include "server/http/memory_budget.hpp"

namespace aisle::server::http {

class Exchange;

/// Carries finished exchanges to the I/O thread that owns their connections. Any thread may push; after `close` pushed
/// exchanges are dropped, so a handler that answers late, after the server is gone, harms nothing.
class Mailbox {
 public:
  /// `wake` schedules `deliver_all` on the owner's thread.
  explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}
  void push(std::shared_ptr<Exchange> exchange);
  /// Owner's thread: completes every exchange that arrived.
  void deliver_all();
  void close();

 private:
  Mutex mutex_;
  std::function<void()> wake_ AISLE_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<Exchange>> arrived_ AISLE_GUARDED_BY(mutex_);
};

/// Shared by its session, by the job that runs its handler and by its Reply. `request` and the fields before it are
/// written by the session before the handler starts and only read afterwards; the response is written by whoever
/// answers, then read by the session once `complete` ran on its thread. A session that is its only holder afterwards
/// renews it for the next request, so that its memory is used again.
class Exchange final : public ReplySink, public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(std::shared_ptr<ServerContext> context, std::shared_ptr<Mailbox> mailbox, std::thread::id io_thread);
  ~Exchange() override;

  const std::shared_ptr<ServerContext> context;
  Request request;
  const Route* route = nullptr;
  Coding coding = Coding::identity;
  bool head_only = false;
  MemoryLease body_lease;
  std::chrono::steady_clock::time_point started;  ///< when the request was read whole

  /// A request begins: it counts as under way until `renew` or the end.
  void begin();
  /// Forgets request and answer. REQUIRES: the caller is the sole owner.
  void renew();

  /// Admits the request: answers it at once when it must be refused, runs a light handler, queues the others.
  void dispatch(std::optional<Response> refusal);

  /// Any thread, once: dresses the response (types, compression, CORS) and sends it home.
  void deliver(Response response) override;

  // The session's side; its thread only.
  bool answered() const { return answered_; }
  Response& response() { return response_; }
  void on_answer(std::function<void()> wake) { on_answer_ = std::move(wake); }
  void complete();

 private:
  void run_handler();
  bool decode();
  void dress(Response& response) const;
  void compress(Response& response) const;
  Response rejection() const;

  void end();

  const std::shared_ptr<Mailbox> mailbox_;
  const std::thread::id io_thread_;
  bool under_way_ = false;
  Response response_;
  bool answered_ = false;
  std::function<void()> on_answer_;
};

}  // namespace aisle::server::http
