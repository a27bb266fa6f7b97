#include "server/es_api/query/did_you_mean.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace aisle::server::es_api {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view typed, std::span<const std::string_view> candidates) {
  if (typed.size() > 64) return {};
  std::size_t best = typed.size() / 2 + 1;
  std::vector<std::string_view> nearest;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(typed, candidate);
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
