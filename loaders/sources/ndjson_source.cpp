#include "loaders/sources/ndjson_source.hpp"

#include <fmt/format.h>

#include "loaders/sources/json_fault.hpp"

namespace aisle::loaders {

Result<std::optional<Record>> NdjsonSource::next() {
  auto line = lines_.next();
  if (!line) return std::move(line).error();
  if (!*line) return std::optional<Record>();
  const auto& [text, where] = **line;
  if (auto fault = checker_.find_fault_in_object(text)) return bad_json(*fault, where);
  return std::optional(Record{.json = text, .id = {}, .metadata = {}, .where = where});
}

}  // namespace aisle::loaders
