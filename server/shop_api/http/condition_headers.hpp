#pragma once
// If-Match and If-None-Match against the shop's entity tags, which are versions: `"7"` (RFC 9110, section 13).

#include <cstdint>
#include <optional>

#include "carts_orders/carts/commands.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/http/read_fault.hpp"

namespace aisle::server::shop_api {

enum class IfMatchUse : std::uint8_t { optional, required };

/// The version that If-Match names; none when it is absent, or `*` for "whatever is there".
/// 428 precondition-required when it is required and absent. 412 precondition-failed when no tag in it can be ours: weak
/// tags never match here, whatever they hold. 400 header-invalid for what is no list of tags, or names several of ours:
/// no client has seen two versions of one thing as current.
Read<shop::ExpectedVersion> if_match(const http::Request& request, IfMatchUse use = IfMatchUse::optional);

/// Whether If-None-Match names this version (weakly compared), so that a GET is answered 304. A header that cannot be
/// read matches nothing.
bool if_none_match_names(const http::Request& request, std::uint64_t version);

}  // namespace aisle::server::shop_api
