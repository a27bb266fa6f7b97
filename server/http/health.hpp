#pragma once
// Is the process alive, has it started, may traffic be sent to it?

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "server/http/router.hpp"

namespace aisle::server::http {

/// Answers /livez, /startupz and /readyz (all with `?verbose`, in Kubernetes' form). Any thread.
/// Owned by the program; outlives the server.
class Health {
 public:
  /// A named condition of readiness. `check` is called on an I/O thread at every /readyz: it must be quick, must not
  /// block, and must stay callable until the server stopped.
  void add_readiness_check(std::string name, std::function<Status()> check);

  /// From now on /startupz and /readyz may say yes.
  void set_started() { started_ = true; }
  /// From now on /readyz says no: the server is about to leave.
  void set_draining() { draining_ = true; }
  bool draining() const { return draining_; }

  /// Adds the three routes. The object must outlive the router.
  void install(Router& router);

  /// The answer to /readyz.
  Response readiness(bool verbose) const;

 private:
  std::vector<std::pair<std::string, Status>> run_checks() const;
  std::atomic<bool> started_ = false;
  std::atomic<bool> draining_ = false;
  mutable Mutex mutex_;
  std::vector<std::pair<std::string, std::function<Status()>>> checks_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::server::http
