#include "carts_orders/workers/performer.hpp"

#include <fmt/format.h>

#include "carts_orders/payments/provider.hpp"

namespace aisle::shop {

Outcome failed(const Job& job, const Error& error) {
  std::string text = error.subject.empty() ? error.message : fmt::format("{} ({})", error.message, error.subject);
  return {Command(JobCommand(FailJob{.job = job.key, .error = std::move(text), .permanent = !is_transient(error)}))};
}

Outcome poisoned(const Job& job, std::string why) {
  return {Command(JobCommand(FailJob{.job = job.key, .error = std::move(why), .permanent = true}))};
}

}  // namespace aisle::shop
