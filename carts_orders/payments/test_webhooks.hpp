#pragma once
// Delivers the test provider's notices as a real provider does: signed anew at each try, again and again with longer
// pauses until they are acknowledged, three days long.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "carts_orders/workers/deadlines.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

/// How a notice leaves: raw body and signature header. `done` may be called by any thread, with the HTTP status of the
/// answer, or 0 when there was none.
using WebhookOut = std::function<void(std::string body, std::string signature, std::function<void(int status)> done)>;

struct TestWebhookSettings {
  EpochMillis first_retry = 1'000;      ///< doubles with each
  EpochMillis longest_retry = 3'600'000;
  EpochMillis answer_within = 10'000;
  EpochMillis give_up_after = 72 * 3'600'000;
  std::size_t in_flight = 256;          ///< at most so many at once; the others wait
};

/// Lives on one executor.
class TestWebhooks {
 public:
  TestWebhooks(Executor& executor, std::vector<std::string> secrets, WebhookOut out, TestWebhookSettings settings = {});

  /// Delivers `body` from `due_at` on. `acknowledged` is called once, when somebody answered 2xx or it was given up.
  void deliver(std::string body, EpochMillis due_at, std::function<void()> acknowledged);
  /// One try, signed whichever way; nobody minds what comes of it.
  void send_once(std::string body, std::string signature, EpochMillis delay);

  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Notice {
    std::string body;
    std::function<void()> acknowledged;
    EpochMillis first_at = 0;
    int tries = 0;
  };
  /// One try: open until its answer, or the end of patience.
  struct Try {
    std::shared_ptr<Notice> notice;
    bool open = true;
  };
  void start(std::shared_ptr<Notice> notice);
  void finish(const std::shared_ptr<Try>& attempt, int status);
  EpochMillis pause_after(int tries) const;

  Executor& executor_;
  const std::vector<std::string> secrets_;
  const WebhookOut out_;
  const TestWebhookSettings settings_;
  std::deque<std::shared_ptr<Notice>> waiting_;
  std::size_t in_flight_ = 0;
  Deadlines<Try> deadlines_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
