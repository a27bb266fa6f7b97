#pragma once
// When may a write be answered? Once it is durable, and visible if the client asked for that.

#include <functional>
#include <vector>

#include "server/es_api/documents/document_writer.hpp"

namespace aisle::server::es_api {

enum class RefreshPolicy : std::uint8_t { none, now, wait };
Result<RefreshPolicy> refresh_policy(std::string_view value, bool given);

/// Calls `done` once every index is durable up to its position and, as the policy says, refreshed. May call at once,
/// or later from an engine's thread, so `done` must be quick. Exactly once.
void when_complete(std::vector<DocumentWriter::Touched> touched, RefreshPolicy policy, std::function<void(Status)> done);

}  // namespace aisle::server::es_api
