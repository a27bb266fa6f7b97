#pragma once
// Who does the jobs of a queue: calls the outside world, and says in commands what came of it.

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/machine/command.hpp"
#include "carts_orders/records/messages.hpp"

namespace aisle::shop {

/// What a job ends in: commands that are submitted one after the other, the last of which settles the job.
using Outcome = std::vector<Command>;
using Report = std::function<void(Outcome)>;

/// Lives on one executor. May be asked for a job again whose first answer never came, and must have no second effect.
class Performer {
 public:
  virtual ~Performer() = default;
  /// Calls `report` at most once, now or later. May throw instead; a report that does not come in time is a failure.
  virtual void perform(const Job& job, Report report) = 0;
};

/// The outcome of a job that did not work: by `is_transient`, tried again or dead.
Outcome failed(const Job& job, const Error& error);
/// The outcome of a job that nobody can do: its kind or payload is not understood.
Outcome poisoned(const Job& job, std::string why);

}  // namespace aisle::shop
