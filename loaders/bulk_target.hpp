#pragma once
// Where batches go: an index behind HTTP, or in this process. Implemented by the server room and by tests.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace aisle::loaders {

struct BulkItemOutcome {
  int status = 0;          ///< as HTTP: 200, 201, 400, 409, 429...
  std::string error_type;  ///< empty when it worked
  std::string reason;

  bool ok() const { return status >= 200 && status < 300; }
  bool retryable() const { return status == 429 || status == 503; }
};

/// One index that takes `_bulk` bodies. `send_bulk` is called from several threads at once, with a different
/// `connection` (from 0) in each, so that an implementation can keep one connection per thread; the rest is called from one.
class BulkTarget {
 public:
  virtual ~BulkTarget() = default;
  virtual Result<bool> index_exists() = 0;
  virtual Status create_index(std::string_view body) = 0;

  /// Sends one NDJSON body for the index and returns one outcome per action, in order.
  ///
  /// Errors resource_exhausted (HTTP 429) and unavailable (503, refused or lost connection) mean "the same body again,
  /// later" and are retried; every other error ends the import.
  virtual Result<std::vector<BulkItemOutcome>> send_bulk(unsigned connection, std::string_view body) = 0;
  virtual Status refresh() = 0;
};

/// Reads the answer of `POST /_bulk`. An answer of another shape is invalid_argument.
Result<std::vector<BulkItemOutcome>> parse_bulk_response(std::string_view json);

/// The field named in a rejection such as "failed to parse field [price] of type [long] in document"; else empty.
std::string field_of_reason(std::string_view reason);

}  // namespace aisle::loaders
