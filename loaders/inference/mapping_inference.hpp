#pragma once
// START HERE for inference: a sample of records in, the body of `PUT /{index}` out.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::loaders {

class FieldStatistics;

struct InferredField {
  std::string path;
  std::string type;    ///< the mapping type chosen ("text", "keyword", "long", ...)
  std::string reason;  ///< why, in a few words, for `--dry-run`
};

struct InferredMapping {
  std::string body;                   ///< JSON for `PUT /{index}`: settings and mappings, indented
  std::string id_field;               ///< a field that can serve as document id; empty when none can
  std::vector<InferredField> fields;  ///< leaves, in the order they were first seen
  std::size_t field_count = 0;        ///< as index.mapping.total_fields.limit counts: objects and sub-fields too
};

/// Collects what the sampled records hold per path, and decides.
///
/// Deterministic: the same records in the same order give the same bytes. Memory is bounded per path (distinct values
/// are counted exactly up to a limit, then estimated); the number of paths is bounded too, later ones are left to
/// the server's dynamic mapping.
class MappingInference {
 public:
  MappingInference();
  ~MappingInference();
  MappingInference(MappingInference&&) noexcept;
  MappingInference& operator=(MappingInference&&) noexcept;

  /// Adds one record: a JSON object. Anything else is ignored, since the source has reported it.
  void add(std::string_view json);
  std::size_t records() const;
  InferredMapping infer() const;

 private:
  std::unique_ptr<FieldStatistics> statistics_;
};

/// The settings and mappings body stays valid JSON of an object: used to check a `--mapping` file before it is sent.
bool is_json_object(std::string_view text);

}  // namespace aisle::loaders
