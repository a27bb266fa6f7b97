#pragma once
// Aisle's errors in Elasticsearch's words: one table from kinds to exception types and statuses.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/json/json_writer.hpp"
#include "server/http/response.hpp"

namespace aisle::server::es_api {

/// Which index an error is about; empty where none is.
struct ErrorPlace {
  std::string_view index;
  std::string_view index_uuid;
};

/// An exception as Elasticsearch would render it. A plain value.
struct EsError {
  int status = 500;
  std::string type;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> details;  ///< "index", "resource.id", ...: texts
  std::optional<Position> position;                          ///< rendered as line and col for parsing exceptions
  std::string cause_type;                                    ///< `caused_by`, when not empty
  std::string cause_reason;
};

EsError es_error(const Error& error, const ErrorPlace& place = {});
/// Writes the object that stands under "error" (and in bulk items), without root_cause.
void write_exception(JsonWriter& writer, const EsError& error);
/// `{"error":{"root_cause":[..],..},"status":N}`.
http::Response error_response(const EsError& error);
http::Response error_response(const Error& error, const ErrorPlace& place = {});

// Errors that this room words itself.
Error index_not_found(std::string_view name);
Error index_closed(std::string_view name, std::string_view uuid);
Error index_already_exists(std::string_view name, std::string_view uuid);
Error illegal_argument(std::string message, std::string subject = {});
Error parse_failure(std::string message);

}  // namespace aisle::server::es_api
