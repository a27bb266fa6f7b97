#pragma once

#include <span>
#include <string>
#include <string_view>

namespace aisle::server::es_api {

/// " did you mean [match]?" for the candidate nearest to a mistyped name, or " did you mean any of [a, b]?" for
/// several equally near; empty when none is within a third of its length. Costs candidates * lengths.
std::string did_you_mean(std::string_view typed, std::span<const std::string_view> candidates);

}  // namespace aisle::server::es_api
