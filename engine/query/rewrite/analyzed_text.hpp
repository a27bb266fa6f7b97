#pragma once
// A query's text as terms and positions, and the ways through it where synonyms of several words make it a graph.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/field.hpp"

namespace aisle::engine {

struct QueryToken {
  std::string term;
  std::uint32_t position = 0;
  std::uint32_t length = 1;  ///< positions that it spans
};

/// Tokens in order of position.
struct AnalyzedText {
  std::vector<QueryToken> tokens;
  bool is_graph = false;  ///< some token spans several positions

  /// The terms at each position that has any, in order.
  struct Position {
    std::uint32_t position = 0;
    std::vector<std::string> terms;
  };
  std::vector<Position> positions() const;

  /// Parts between the points through which every way leads: each with all ways through it, a way being a list of
  /// tokens. At most kMaxPaths ways a part; more are left out.
  static constexpr std::size_t kMaxPaths = 1'024;
  using Path = std::vector<QueryToken>;
  std::vector<std::vector<Path>> parts() const;
  /// All ways from the first position to the last.
  std::vector<Path> paths() const;
};

/// Analyses with `analyzer`; null: the value as one term (keyword fields, through their normalizer).
AnalyzedText analyze_query(const Field& field, const analyzers::Analyzer* analyzer, const std::string& text);

}  // namespace aisle::engine
