#pragma once
// One scalar of a document -> the value that a field keeps, by Elasticsearch's rules of coercion and range.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/index/document.hpp"
#include "loaders/mapping/document_plan.hpp"

namespace aisle::loaders {

/// A scalar as it stood in the document. `text` is the unescaped string, or the literal of a number or boolean.
struct Scalar {
  enum class Kind : std::uint8_t { boolean, integer, real, text };
  Kind kind = Kind::text;
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;  ///< of a real, and of an integer too large for 64 bits
  std::string_view text;
};

enum class Coercion : std::uint8_t {
  value,      ///< `out` is to be kept
  nothing,    ///< the value counts as absent (an empty string for a number, a keyword past ignore_above)
  malformed,  ///< `cause` says why, as "exception type: reason"
};

/// Does not allocate unless malformed. `out.field` is set; views in `out` point where the scalar's did.
Coercion coerce_scalar(const LeafPlan& leaf, const Scalar& scalar, engine::FieldValue& out, std::string& cause);

/// A JSON literal (as LeafPlan::null_value holds it) as a scalar; views point into `unescaped` for strings.
Scalar scalar_from_json(std::string_view json, std::string& unescaped);

/// UTF-16 code units of valid UTF-8: what Java calls a string's length.
std::size_t utf16_length(std::string_view utf8);

}  // namespace aisle::loaders
