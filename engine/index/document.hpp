#pragma once
// A document on its way in: its id, its source bytes, and the values of its leaf fields.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"

namespace aisle::engine {

/// One value of one leaf field. `text` for text and keyword fields, and for
/// completion fields as encode_completion_input has it, `integer` for ValueClass::integer (booleans 0/1,
/// dates in epoch milliseconds), `real` for ValueClass::real. Which one holds is decided by the field's type.
struct FieldValue {
  FieldId field = kNoField;
  std::variant<std::string_view, std::int64_t, double> value;
};

/// A parsed document. Views in `values` point into `text` or into `source`; both live as long as the document.
/// Several values of one field follow each other in the order of the source.
struct Document {
  std::string id;
  std::string source;                 ///< the bytes to store and give back, unchanged
  std::vector<FieldValue> values;     ///< only values to index or keep in columns
  std::shared_ptr<const void> text;   ///< keeps unescaped strings alive; opaque to the engine
};

}  // namespace aisle::engine
