#pragma once
// A header that may be there once: two of them are two opinions, and taking either would be a guess.

#include <optional>
#include <string_view>

#include "server/http/request.hpp"
#include "server/shop_api/http/read_fault.hpp"

namespace aisle::server::shop_api {

/// Its value, a view into the request; nothing when it is absent; 400 header-invalid when it is there twice.
Read<std::optional<std::string_view>> single_header(const http::Request& request, std::string_view name);

}  // namespace aisle::server::shop_api
