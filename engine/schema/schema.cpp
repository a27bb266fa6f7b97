#include "engine/schema/schema.hpp"

#include <utility>

namespace aisle::engine {

Schema::Schema(std::vector<Field> fields, std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers)
    : fields_(std::move(fields)), analyzers_(std::move(analyzers)) {
  by_name_.reserve(fields_.size());
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    fields_[i].id = FieldId{static_cast<std::uint32_t>(i)};
    by_name_.emplace(fields_[i].name, fields_[i].id);
  }
}

const Field* Schema::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &fields_[index_of(found->second)];
}

std::vector<const Field*> Schema::match(std::string_view pattern) const {
  std::vector<const Field*> matched;
  if (pattern.find('*') == std::string_view::npos) {
    if (const Field* field = find(pattern)) matched.push_back(field);
    return matched;
  }
  for (const Field& field : fields_) {
    if (wildcard_match(pattern, field.name)) matched.push_back(&field);
  }
  return matched;
}

bool wildcard_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace aisle::engine
