#pragma once
// A file of queries as bench/peers/README.md has it, each line made ready to be asked.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "engine/suggest/completion.hpp"

namespace aisle::bench {

struct Question {
  std::uint64_t i = 0;
  engine::SearchRequest request;  ///< texts not analysed yet
  std::optional<engine::CompletionRequest> completion;  ///< asked for instead, where the body has nothing but a suggestion
};

/// Reads the first `limit` lines. A body that the API's parser refuses is an error.
Result<std::vector<Question>> read_questions(const std::filesystem::path& file, std::size_t limit);

}  // namespace aisle::bench
