#pragma once
// What a hit shows of its document: the stored source, newer live values written over it, and only the parts asked for.

#include <string>

#include "engine/index/segment/segment.hpp"
#include "engine/schema/schema.hpp"
#include "loaders/mapping/source_filter.hpp"

namespace aisle::server::es_api {

/// Reused from hit to hit, so that nothing is allocated per hit once its buffers have grown. Not thread-safe.
class HitSource {
 public:
  HitSource(const engine::Schema& schema, const loaders::SourceFilter& filter) : schema_(schema), filter_(filter) {}

  /// Appends the document's source as one JSON object.
  void append(const engine::Segment& segment, DocId doc, std::string& out);

 private:
  void append_whole(const engine::Segment& segment, DocId doc, std::string& out);

  const engine::Schema& schema_;
  const loaders::SourceFilter& filter_;
  std::string stored_;
  std::string whole_;
};

/// A live value as the JSON literal that a source would hold; "null" for none.
std::string live_literal(const engine::Field& field, std::optional<double> real, std::optional<std::int64_t> integer);

}  // namespace aisle::server::es_api
