#pragma once
// Is a partial document nothing but live values? Then it changes columns in place.

#include <optional>
#include <string>

#include "engine/engine.hpp"
#include "loaders/mapping/mapping.hpp"

namespace aisle::server::es_api {

/// The operation, when every leaf of `partial` is a live field and its value is sound; nothing otherwise (the update
/// then goes the long way, which also words the errors).
std::optional<engine::LiveUpdateOperation> live_update_of(const loaders::Mapping& mapping, const std::string& id, JsonValue partial);

}  // namespace aisle::server::es_api
