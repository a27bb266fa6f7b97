#pragma once
// Character references of HTML.

#include <cstddef>
#include <optional>
#include <string_view>

namespace aisle::analyzers {

struct HtmlEntity {
  char32_t point;
  std::size_t length;  ///< bytes from '&' to ';', both included
};

/// The reference that `text` begins with: "&eacute;", "&#233;" or "&#xE9;". The no-break space is read as a
/// space, as Lucene reads it. Nothing if the name is none of HTML 4's (and `apos`), or the semicolon is
/// missing.
std::optional<HtmlEntity> parse_html_entity(std::string_view text);

}  // namespace aisle::analyzers
