#pragma once
// Webhooks that came before what they are about: kept until the intent, or its capture, becomes known, or their time is
// over.
//
// Each event id has its WebhookEvent row, `parked`, with the payload as received. The events of one intent are listed
// once more, as they were read, under "parked:<provider>:<intent>", so that they are found when the intent comes.

#include <string>
#include <vector>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// "<provider>:<event id>".
std::string webhook_key(const ProviderEvent& event);
/// What a provider's event is, in JSON and back; errors: data_corrupt.
std::string encode_event(const ProviderEvent& event);
Result<std::vector<ProviderEvent>> decode_events(std::string_view array);

/// How many events wait for one intent at most; a provider sends a handful.
inline constexpr std::size_t kMostParked = 64;

// How many such lists there are is Meta "parked": it is in memory, so that a shop whose webhooks come in order looks for
// none in the store.

/// Whether the row is such a list.
bool is_parked_list(const WebhookEvent& event);
/// Removes a list, with what it names.
void drop_parked_list(Transaction& tx, const std::string& key);

/// Keeps the event for later.
void park(Transaction& tx, const ProviderEvent& event, const std::string& payload);
struct ParkedEvent {
  ProviderEvent event;
  std::string payload;  ///< as received
};
/// The events that waited for the intent, in the order they came; they are parked no more.
std::vector<ParkedEvent> unpark(Transaction& tx, const std::string& provider, const std::string& intent);

}  // namespace aisle::shop
