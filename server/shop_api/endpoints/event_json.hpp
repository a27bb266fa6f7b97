#pragma once
// How answers show an event of the feed.

#include "base/json/json_writer.hpp"
#include "carts_orders/records/messages.hpp"

namespace aisle::server::shop_api {

/// {"seq","at","type","subject","data"}.
void write_event(JsonWriter& json, const shop::Event& event);

}  // namespace aisle::server::shop_api
