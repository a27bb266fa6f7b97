#pragma once

#include <string_view>

#include "base/result.hpp"
#include "server/http/response.hpp"

namespace aisle::server::es_api {

/// An error that came up while a search ran, as Elasticsearch wraps it: a search_phase_execution_exception, "all shards
/// failed", with the reason inside. What is not the request's fault is rendered plainly.
http::Response search_phase_failure(const Error& error, std::string_view index);

}  // namespace aisle::server::es_api
