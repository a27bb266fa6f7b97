#pragma once
// Writes documents to indices: parses, maps, applies, and keeps one result per operation in order.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/es_api/documents/bulk_body.hpp"
#include "server/es_api/documents/update_body.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/es_api/indices/open_index.hpp"
#include "server/http/response.hpp"

namespace aisle::server::es_api {

/// What became of one operation.
struct WriteResult {
  BulkKind kind = BulkKind::index;
  std::string index;  ///< the concrete index, or what was asked for if there is none
  std::string index_uuid;
  std::string id;
  std::string result;  ///< created, updated, deleted, not_found, noop
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
  int status = 200;
  std::optional<Error> error;
  std::optional<std::string> warning;  ///< about a deletion
  std::optional<std::string> source;  ///< an update's new document, when it was asked for
};

/// Takes operations in order and applies them in batches per index. Not thread-safe; lives for one request.
class DocumentWriter {
 public:
  explicit DocumentWriter(IndexRegistry& registry) : registry_(registry) {}

  /// The source is copied.
  void add(const BulkAction& action);
  /// Applies what waits; call before `results`.
  void flush();

  std::vector<WriteResult>& results() { return results_; }
  /// The indices written to, and how far their logs have to be durable.
  struct Touched {
    IndexPtr index;
    std::shared_ptr<engine::Index> engine;
    std::uint64_t log_position = 0;
  };
  std::vector<Touched> touched() const;

 private:
  struct Batch {
    IndexPtr index;
    std::shared_ptr<engine::Index> engine;
    std::vector<engine::WriteOperation> operations;
    std::vector<std::size_t> slots;  ///< of results_
    std::uint64_t log_position = 0;
  };
  static constexpr std::size_t kBatchOperations = 512;

  Result<Batch*> batch_for(const BulkAction& action);
  void fail(std::size_t slot, Error error);
  void flush(Batch& batch);
  void add_index(Batch& batch, const BulkAction& action, std::size_t slot);
  void update(Batch& batch, const BulkAction& action, std::size_t slot);
  /// One attempt; true when it is done, whatever came of it. False: someone else changed the document meanwhile.
  bool try_update(Batch& batch, const BulkAction& action, const UpdateBody& body, std::size_t slot);
  bool write_whole(Batch& batch, const BulkAction& action, std::string source, engine::WriteCondition condition, bool must_be_new, std::size_t slot);
  bool apply_now(Batch& batch, engine::WriteOperation operation, std::size_t slot);
  void show_source(const Batch& batch, const UpdateBody& body, const std::string& source, std::size_t slot);

  IndexRegistry& registry_;
  std::map<std::string, Batch, std::less<>> batches_;       // by concrete name
  std::map<std::string, std::string, std::less<>> targets_;  // what was asked for -> concrete name
  std::vector<WriteResult> results_;
};

/// `Warning: 299 Aisle "..."` for the first few results that carry a warning, as Elasticsearch warns its clients.
void add_warnings(const std::vector<WriteResult>& results, http::Response& response);

/// Writes `"_index":..,"_id":..,"_version":..,"result":..,"_shards":{},"_seq_no":..,"_primary_term":1`.
void write_result_members(JsonWriter& writer, const WriteResult& result, bool forced_refresh);

}  // namespace aisle::server::es_api
