#pragma once
// The leaf fields of an index, by number and by name.
//
// A schema is immutable and shared; adding fields makes a new one in which every old field keeps its number, so that
// segments written under an older schema stay readable.

#include <memory>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/schema/field.hpp"

namespace aisle::analyzers {
class AnalyzerRegistry;
}  // namespace aisle::analyzers

namespace aisle::engine {

class Schema {
 public:
  /// `fields` in the order of their numbers (fields[i].id is set here). The registry is kept alive.
  Schema(std::vector<Field> fields, std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers);

  std::size_t size() const { return fields_.size(); }
  const Field& field(FieldId id) const { return fields_[index_of(id)]; }
  /// Null when there is no such leaf field.
  const Field* find(std::string_view name) const;
  /// The leaf fields that a name or a pattern with `*` means, in field order.
  std::vector<const Field*> match(std::string_view pattern) const;
  const std::vector<Field>& fields() const { return fields_; }
  const analyzers::AnalyzerRegistry& analyzers() const { return *analyzers_; }
  const std::shared_ptr<const analyzers::AnalyzerRegistry>& shared_analyzers() const { return analyzers_; }

 private:
  std::vector<Field> fields_;
  std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers_;
  boost::unordered_flat_map<std::string_view, FieldId> by_name_;  // views into fields_, which never grows
};

/// True when `text` matches `pattern`, in which `*` stands for any run of bytes. Linear in practice, no recursion.
bool wildcard_match(std::string_view pattern, std::string_view text);

}  // namespace aisle::engine
