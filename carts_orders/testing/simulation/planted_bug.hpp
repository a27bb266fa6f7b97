#pragma once
// Bugs planted on purpose, to see that the simulation finds them. None needs another product than the real one: the
// wrong behaviour is done by what the simulation puts around it, the store (planted_store.hpp), the writer
// (planted_runner.hpp), the roads to the provider and the clock.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aisle::shop::simulation {

enum class PlantedBug : std::uint8_t {
  none,
  check_then_decrement,        ///< requests of a batch check the stock as it was before the batch
  reply_before_commit,         ///< answers leave before the batch is durable
  answer_stored_later,         ///< the idempotency row is written by the next commit
  webhook_memory_only,         ///< seen webhooks are remembered in memory only
  expiry_without_check,        ///< leases end whether or not they were resolved meanwhile
  merge_without_flip,          ///< a merged guest cart stays as it was
  sync_skipped,                ///< a commit returns before the device has it
  going_on_after_device_error, ///< a failed commit is taken for a good one
  signature_made_anew,         ///< a webhook is compared with a signature of what was read, not of what came
  refund_not_idempotent,       ///< every try of a refund has a key of its own
  timer_memory_only,           ///< timers are not recorded
  outbox_written_later,        ///< jobs are recorded by the next commit
  publish_before_commit,       ///< searches see what may be taken back
  wall_clock_leases,           ///< leases follow the wall clock, leaps and all
  intent_not_idempotent,       ///< every try to open an intent has a key of its own
  amount_not_compared,         ///< what was captured is believed to be what was asked
};

/// Every bug, by name.
struct NamedBug {
  PlantedBug bug;
  std::string_view name;
};
inline constexpr std::array kPlantedBugs = {
    NamedBug{PlantedBug::check_then_decrement, "check_then_decrement"},
    NamedBug{PlantedBug::reply_before_commit, "reply_before_commit"},
    NamedBug{PlantedBug::answer_stored_later, "answer_stored_later"},
    NamedBug{PlantedBug::webhook_memory_only, "webhook_memory_only"},
    NamedBug{PlantedBug::expiry_without_check, "expiry_without_check"},
    NamedBug{PlantedBug::merge_without_flip, "merge_without_flip"},
    NamedBug{PlantedBug::sync_skipped, "sync_skipped"},
    NamedBug{PlantedBug::going_on_after_device_error, "going_on_after_device_error"},
    NamedBug{PlantedBug::signature_made_anew, "signature_made_anew"},
    NamedBug{PlantedBug::refund_not_idempotent, "refund_not_idempotent"},
    NamedBug{PlantedBug::timer_memory_only, "timer_memory_only"},
    NamedBug{PlantedBug::outbox_written_later, "outbox_written_later"},
    NamedBug{PlantedBug::publish_before_commit, "publish_before_commit"},
    NamedBug{PlantedBug::wall_clock_leases, "wall_clock_leases"},
    NamedBug{PlantedBug::intent_not_idempotent, "intent_not_idempotent"},
    NamedBug{PlantedBug::amount_not_compared, "amount_not_compared"},
};

constexpr std::optional<PlantedBug> find_planted_bug(std::string_view name) {
  for (const NamedBug& known : kPlantedBugs) {
    if (known.name == name) return known.bug;
  }
  return std::nullopt;
}

}  // namespace aisle::shop::simulation
