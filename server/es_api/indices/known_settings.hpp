#pragma once
// The index settings that Elasticsearch knows, so that a misspelt one is refused and the rest is kept for GET.

#include <string_view>

namespace aisle::server::es_api {

enum class SettingKind { unknown, dynamic, fixed, final };

/// `name` with its "index." prefix. `fixed` ones change only while the index is closed, `final` ones never.
SettingKind setting_kind(std::string_view name);

}  // namespace aisle::server::es_api
