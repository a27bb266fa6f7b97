#include "analyzers/char_filters/pattern_replace_char_filter.hpp"

namespace aisle::analyzers {

void PatternReplaceCharFilter::filter(std::string_view text, std::string& out, OffsetMap& map) const {
  std::size_t copied = 0;
  pattern_.for_each_replacement(text, replacement_, true,
                                [&](std::size_t begin, std::size_t end, std::string_view replacement) {
                                  out.append(text.substr(copied, begin - copied));
                                  const auto out_begin = static_cast<std::uint32_t>(out.size());
                                  out.append(replacement);
                                  map.add({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                                           out_begin, static_cast<std::uint32_t>(out.size())});
                                  copied = end;
                                });
  out.append(text.substr(copied));
}

}  // namespace aisle::analyzers
