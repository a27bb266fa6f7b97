#pragma once
// What a hit shows of its document: the stored source, newer live values written over it, and only the parts asked for.

#include <string>
#include <utility>

#include "engine/index/segment/segment.hpp"
#include "engine/schema/schema.hpp"
#include "server/es_api/documents/rendered_source.hpp"

namespace aisle::server::es_api {

/// Reused from hit to hit, so that nothing is allocated per hit once its buffers have grown. Not thread-safe.
class HitSource {
 public:
  /// `view` says what the request and the index's mapping show; the schema is that of the snapshot.
  HitSource(const engine::Schema& schema, SourceView view) : schema_(schema), view_(std::move(view)) {}

  bool is_shown() const { return view_.shown; }

  /// Appends the document's source as one JSON object.
  void append(const engine::Segment& segment, DocId doc, std::string& out);

 private:
  void append_whole(const engine::Segment& segment, DocId doc, std::string& out);

  const engine::Schema& schema_;
  const SourceView view_;
  std::string stored_;
  std::string whole_;
};

}  // namespace aisle::server::es_api
