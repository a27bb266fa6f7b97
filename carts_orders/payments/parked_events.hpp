#pragma once
// Webhooks that came before what they are about: kept until the intent becomes known, or their time is over.
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

/// Keeps the event for later.
void park(Transaction& tx, const ProviderEvent& event, const std::string& payload);
/// The events that waited for the intent, in the order they came; they are parked no more.
std::vector<ProviderEvent> unpark(Transaction& tx, const std::string& provider, const std::string& intent);

}  // namespace aisle::shop
