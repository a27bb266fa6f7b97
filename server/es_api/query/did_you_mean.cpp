#include "server/es_api/query/did_you_mean.hpp"

#include <algorithm>
#include <vector>

#include "engine/suggest/edit_distance.hpp"

namespace aisle::server::es_api {

std::string did_you_mean(std::string_view typed, std::span<const std::string_view> candidates) {
  if (typed.size() > 64) return {};
  const std::u32string word = engine::code_points(typed);
  std::size_t best = typed.size() / 2 + 1;
  std::vector<std::string_view> nearest;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = engine::edit_distance(word, engine::code_points(candidate), true);
    if (distance > best || 2 * distance > std::max(typed.size(), candidate.size())) continue;
    if (distance < best) nearest.clear();
    best = distance;
    nearest.push_back(candidate);
  }
  if (nearest.empty()) return {};
  if (nearest.size() == 1) return " did you mean [" + std::string(nearest.front()) + "]?";
  std::string message = " did you mean any of [";
  for (const std::string_view name : nearest) {
    if (message.back() != '[') message += ", ";
    message += name;
  }
  return message + "]?";
}

}  // namespace aisle::server::es_api
