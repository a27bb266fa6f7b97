#include "engine/query/rewrite/analyzed_text.hpp"

#include <algorithm>

#include "analyzers/analyzer.hpp"

namespace aisle::engine {
namespace {

using Path = AnalyzedText::Path;

std::uint32_t end_of(const QueryToken& token) { return token.position + token.length; }

/// Walks all ways from `node` to `end`, depth first.
void walk(const std::vector<QueryToken>& tokens, std::uint32_t node, std::uint32_t end, Path& path,
          std::vector<Path>& found) {
  if (found.size() >= AnalyzedText::kMaxPaths) return;
  // A gap (a stop word) leads to the next position that has a token.
  auto first = std::lower_bound(tokens.begin(), tokens.end(), node,
                                [](const QueryToken& token, std::uint32_t at) { return token.position < at; });
  if (first == tokens.end() || first->position >= end) {
    found.push_back(path);
    return;
  }
  const std::uint32_t at = first->position;
  for (; first != tokens.end() && first->position == at; ++first) {
    path.push_back(*first);
    walk(tokens, end_of(*first), end, path, found);
    path.pop_back();
  }
}

std::vector<Path> paths_between(const std::vector<QueryToken>& tokens, std::uint32_t begin, std::uint32_t end) {
  std::vector<Path> found;
  Path path;
  walk(tokens, begin, end, path, found);
  return found;
}

}  // namespace

std::vector<AnalyzedText::Position> AnalyzedText::positions() const {
  std::vector<Position> result;
  for (const QueryToken& token : tokens) {
    if (result.empty() || result.back().position != token.position) result.push_back({token.position, {}});
    result.back().terms.push_back(token.term);
  }
  return result;
}

std::vector<std::vector<Path>> AnalyzedText::parts() const {
  std::vector<std::vector<Path>> result;
  std::size_t first = 0;
  while (first < tokens.size()) {
    // A part ends where no token that began in it reaches over the next one's position.
    std::uint32_t reach = end_of(tokens[first]);
    std::size_t next = first + 1;
    while (next < tokens.size() && tokens[next].position < reach) reach = std::max(reach, end_of(tokens[next++]));
    result.push_back(paths_between(tokens, tokens[first].position, reach));
    first = next;
  }
  return result;
}

std::vector<Path> AnalyzedText::paths() const {
  if (tokens.empty()) return {};
  std::uint32_t end = 0;
  for (const QueryToken& token : tokens) end = std::max(end, end_of(token));
  return paths_between(tokens, tokens.front().position, end);
}

AnalyzedText analyze_query(const Field& field, const analyzers::Analyzer* analyzer, const std::string& text) {
  AnalyzedText result;
  if (analyzer == nullptr) {
    std::string term = field.normalizer == nullptr ? text : field.normalizer->normalize(text);
    result.tokens.push_back({std::move(term), 0, 1});
    return result;
  }
  thread_local analyzers::TokenStream stream;
  analyzer->analyze(text, stream);
  for (const analyzers::Token& token : stream.tokens()) {
    result.tokens.push_back({std::string(token.term), token.position, std::max(1U, token.position_length)});
    result.is_graph |= token.position_length > 1;
  }
  return result;
}

}  // namespace aisle::engine
