#include "loaders/inference/field_plan.hpp"

#include "loaders/inference/field_statistics.hpp"
#include "loaders/inference/value_shapes.hpp"

namespace aisle::loaders {

namespace {

constexpr std::uint64_t kProseBytes = 100;       // average length from which a string is read, not compared
constexpr std::uint64_t kMaxEnumValues = 500;    // distinct values of an enumeration
constexpr std::uint64_t kMinEnumRepeats = 5;     // how often each of them occurs on average, at least
constexpr std::uint64_t kLongestEnumValue = 48;

struct Strings {
  explicit Strings(const FieldNode& node) : values(node.values), node_(node) {}
  const ValueStatistics& values;

  bool all(std::uint64_t count) const { return count == values.strings; }
  bool most(std::uint64_t count) const { return count * 10 >= values.strings * 9; }
  std::uint64_t mean_bytes() const { return values.bytes / values.strings; }
  bool repeats() const {
    return !node_.distinct_overflowed && node_.distinct.size() <= kMaxEnumValues &&
           values.strings >= kMinEnumRepeats * node_.distinct.size();
  }
  bool mostly_different() const { return node_.distinct_overflowed || node_.distinct.size() * 10 >= values.strings * 9; }

 private:
  const FieldNode& node_;
};

PlannedField plan_strings(const FieldNode& node, bool top_level) {
  const Strings strings(node);
  const auto& values = node.values;
  if (values.strings == 0) return {FieldPlan::keyword, false, "booleans mixed with numbers"};
  if (strings.all(values.dates) && values.scalars() == values.strings)
    return {FieldPlan::date, false, "every value is an ISO 8601 date"};
  if (strings.most(values.urls)) return {FieldPlan::keyword, false, "addresses"};
  if (top_level && is_title_name(node.name)) return {FieldPlan::title, false, "the product's name"};
  if (!values.in_arrays && values.paths * 2 > values.strings)
    return {FieldPlan::category_path, false, "levels divided by >"};
  if (values.in_arrays && (is_category_name(node.name) || values.paths * 2 > values.strings))
    return {FieldPlan::keyword, false, "category levels"};
  if (is_brand_name(node.name)) return {FieldPlan::text_keyword, false, "searched by its words and as a whole"};
  if (is_id_name(node.name) && strings.all(values.single_words)) return {FieldPlan::keyword, false, "an identifier"};
  if (strings.all(values.single_words) && strings.most(values.codes) && strings.mostly_different())
    return {FieldPlan::keyword, false, "codes"};
  if (strings.mean_bytes() > kProseBytes) return {FieldPlan::prose, false, "long text"};
  if (strings.repeats() && values.longest <= kLongestEnumValue && (values.in_arrays || values.words * 2 <= values.strings * 3))
    return {FieldPlan::keyword, false, "few different short values"};
  return {FieldPlan::text_keyword, false, "text"};
}

PlannedField plan_numbers(const FieldNode& node, bool top_level) {
  const auto& values = node.values;
  const bool live = top_level && !values.in_arrays && is_live_name(node.name);
  if (values.decimals == 0 && (is_id_name(node.name) || values.huge_integers > 0))
    return {FieldPlan::keyword, false, "an identifier"};
  if (values.decimals > 0) return {FieldPlan::double_decimal, live, "decimals"};
  // Elasticsearch would cut 9.99 to 9 in a long: the first price with cents must not be what shows it.
  if (is_price_name(node.name)) return {FieldPlan::double_decimal, live, "a price"};
  return {FieldPlan::long_integer, live, "integers"};
}

}  // namespace

PlannedField plan_field(const FieldNode& node, bool top_level) {
  const auto& values = node.values;
  const auto scalars = values.scalars();
  if (node.too_deep) return {FieldPlan::opaque, false, "nested too deep"};
  if (values.objects > 0) {
    if (scalars > 0) return {FieldPlan::opaque, false, "objects in some records, plain values in others"};
    return {FieldPlan::object, false, "object"};
  }
  if (scalars == 0) return {FieldPlan::nothing, false, "no value in the sample"};
  if (values.booleans == scalars)
    return {FieldPlan::boolean, top_level && !values.in_arrays && is_live_name(node.name), "booleans"};
  if (values.integers + values.decimals == scalars) return plan_numbers(node, top_level);
  return plan_strings(node, top_level);
}

std::string_view mapping_type(FieldPlan plan) {
  switch (plan) {
    case FieldPlan::boolean: return "boolean";
    case FieldPlan::long_integer: return "long";
    case FieldPlan::double_decimal: return "double";
    case FieldPlan::date: return "date";
    case FieldPlan::keyword: return "keyword";
    case FieldPlan::text_keyword:
    case FieldPlan::title:
    case FieldPlan::prose:
    case FieldPlan::category_path: return "text";
    case FieldPlan::object:
    case FieldPlan::opaque:
    case FieldPlan::nothing: return "object";
  }
  return "object";
}

}  // namespace aisle::loaders
