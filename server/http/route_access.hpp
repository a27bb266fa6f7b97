#pragma once
// Who may use the Elasticsearch endpoints, /metrics and the health routes, by method and pattern.
//
//   /livez, /readyz, /startupz                        everyone
//   /_shop/...                                        decided by the shop itself (shop_api/access/), but for
//     POST /_shop/v1/inventory/_bulk                  role inventory, also here, before its large body is read
//   _refresh, _flush, _forcemerge by any method       role admin
//   GET and HEAD of anything else, also /metrics      role search
//   POST and DELETE of what only reads or computes
//     (_search, _msearch, _count, _mget, _analyze, _explain, _field_caps, _pit, _termvectors, _validate)
//                                                     role search
//   everything else: documents, indices, mappings, settings, aliases, maintenance
//                                                     role admin
//
// Without configured keys all of it is open.

#include <optional>
#include <string_view>

#include "server/http/api_keys.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::http {

/// What a key needs for a route; `none` for routes that ask for no key here. `pattern` is the matched route's, never the
/// path: a path can be made to look like an open one with escapes.
shop::Role role_needed(Method method, std::string_view pattern);

/// Whether the path of an unmatched request asks for the shop, so that its refusal is written as the shop writes them.
bool is_shop_path(std::string_view path);
/// The router's refusal of such a request as a problem: 404 unknown-path, 405 method-not-allowed with Allow, or 400.
Response shop_refusal(const Request& request, Response refusal);

/// The 401 without a good key, the 403 with one that lacks the role, nothing when the request may go on.
/// An empty pattern (no route matched) asks for any key, so that strangers learn nothing of what exists.
std::optional<Response> access_refusal(const ApiKeys& keys, const Request& request, std::string_view pattern);

}  // namespace aisle::server::http
