#pragma once
// A document's source as a client sees it: live values written over it, `_source` of the mapping and request applied.

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/engine.hpp"
#include "loaders/mapping/mapping.hpp"
#include "loaders/mapping/source_filter.hpp"
#include "server/http/request.hpp"

namespace aisle::server::es_api {

using LiveChanges = std::vector<std::pair<FieldId, std::optional<std::variant<std::int64_t, double>>>>;

/// A live value as JSON: true/false, a number, a date as its field's format writes it; null for none.
std::string live_value_json(const engine::Field& field, const std::optional<std::variant<std::int64_t, double>>& value);

/// The source with live changes in it; unfiltered. Moves the source through when there are none.
std::string current_source(const loaders::Mapping& mapping, std::string source, const LiveChanges& changes);

/// What `_source`, `_source_includes` and `_source_excludes` of a URL ask for, on top of the mapping's own settings.
struct SourceView {
  bool shown = true;
  loaders::SourceFilter mapping_filter;
  loaders::SourceFilter request_filter;
  std::string apply(std::string source) const;
};
SourceView source_view(const loaders::Mapping& mapping, const http::Request& request);
SourceView source_view(const loaders::Mapping& mapping, bool shown, std::vector<std::string> includes, std::vector<std::string> excludes);

}  // namespace aisle::server::es_api
