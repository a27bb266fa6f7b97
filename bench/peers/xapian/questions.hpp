#pragma once
// A file of questions (bench/peers/README.md), read.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace aisle::bench {

struct Question {
  std::uint64_t i = 0;
  std::string kind;
  std::string text;
  std::string brand;     ///< filters; empty where there is none
  std::string category;
  std::optional<std::pair<double, double>> price;
};

/// The first `limit` lines.
Result<std::vector<Question>> read_questions(const std::string& file, std::size_t limit);

}  // namespace aisle::bench
