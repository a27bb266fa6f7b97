#include "loaders/inference/field_statistics.hpp"

#include <simdjson.h>

#include <algorithm>

#include "base/hash.hpp"
#include "loaders/inference/value_shapes.hpp"

namespace aisle::loaders {

namespace dom = simdjson::dom;

// Enters one record into the tree.
class RecordWalker {
 public:
  explicit RecordWalker(FieldStatistics& statistics) : statistics_(statistics) {}

  void object(FieldNode& node, dom::object members, std::size_t depth) {
    if (depth == FieldStatistics::kMaxDepth) {
      node.too_deep = true;
      return;
    }
    for (const auto [key, value] : members)
      if (FieldNode* child = child_of(node, key)) enter(*child, value, depth + 1);
  }

 private:
  FieldNode* child_of(FieldNode& node, std::string_view key) {
    if (const auto found = node.by_name.find(key); found != node.by_name.end()) return found->second;
    if (key.empty() || statistics_.paths_ == FieldStatistics::kMaxPaths) return nullptr;
    ++statistics_.paths_;
    auto& child = node.children.emplace_back(std::make_unique<FieldNode>());
    child->name = key;
    node.by_name.emplace(child->name, child.get());
    return child.get();
  }

  // Arrays of arrays count as one array, as in a mapping; the parser has bounded their depth.
  void enter(FieldNode& node, dom::element value, std::size_t depth) {
    switch (value.type()) {
      case dom::element_type::ARRAY: {
        // Named, since a range-for keeps only the last temporary of its range alive before C++23's P2718.
        const dom::array elements = value.get_array().value_unsafe();
        node.values.in_arrays = true;
        for (const auto element : elements) enter(node, element, depth);
        return;
      }
      case dom::element_type::OBJECT:
        ++node.values.objects;
        return object(node, value.get_object().value_unsafe(), depth);
      case dom::element_type::NULL_VALUE: return;
      default: scalar(node, value);
    }
  }

  void scalar(FieldNode& node, dom::element value) {
    auto& values = node.values;
    if (node.last_record != statistics_.records_) ++values.records;
    node.last_record = statistics_.records_;
    switch (value.type()) {
      case dom::element_type::BOOL: ++values.booleans; return;
      case dom::element_type::DOUBLE: ++values.decimals; return;
      case dom::element_type::INT64:
        ++values.integers;
        return count_distinct(node, mix64(static_cast<std::uint64_t>(value.get_int64().value_unsafe())));
      case dom::element_type::UINT64:
        ++values.integers;
        ++values.huge_integers;
        return count_distinct(node, mix64(value.get_uint64().value_unsafe()));
      default: return string(node, value.get_string().value_unsafe());
    }
  }

  void string(FieldNode& node, std::string_view text) {
    auto& values = node.values;
    const auto words = count_words(text);
    ++values.strings;
    values.bytes += text.size();
    values.words += words;
    values.longest = std::max<std::uint64_t>(values.longest, text.size());
    values.dates += is_iso_date(text);
    values.urls += is_url(text);
    values.paths += is_category_path(text);
    values.codes += is_code(text);
    values.single_words += words <= 1;
    count_distinct(node, hash64(text));
  }

  void count_distinct(FieldNode& node, std::uint64_t hash) {
    if (node.distinct.size() < FieldStatistics::kMaxDistinct)
      node.distinct.insert(hash);
    else if (!node.distinct.contains(hash))
      node.distinct_overflowed = true;
  }

  FieldStatistics& statistics_;
};

struct FieldStatistics::Parser {
  dom::parser dom;
};

FieldStatistics::FieldStatistics() : parser_(std::make_unique<Parser>()) {}
FieldStatistics::~FieldStatistics() = default;

void FieldStatistics::add(std::string_view json) {
  dom::object record;
  if (parser_->dom.parse(json.data(), json.size(), true).get(record) != simdjson::SUCCESS) return;
  ++records_;
  RecordWalker(*this).object(root_, record, 0);
}

}  // namespace aisle::loaders
