#pragma once
// Short words for tests of analysis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer_registry.hpp"

namespace aisle::analyzers {

using Strings = std::vector<std::string>;

inline ComponentReference part(std::string name) {
  return {std::move(name), {}};
}
inline ComponentReference part(std::string type, std::map<std::string, Strings> parameters) {
  return {{}, {std::move(type), std::move(parameters)}};
}

inline std::shared_ptr<const AnalyzerRegistry> build_registry(const AnalysisSettings& settings = {}) {
  auto registry = AnalyzerRegistry::build(settings);
  EXPECT_TRUE(registry.ok()) << (registry.ok() ? "" : registry.error().message);
  return registry.ok() ? *registry : nullptr;
}

/// The message of the error that building gives; empty if it succeeds.
inline std::string build_error(const AnalysisSettings& settings) {
  auto registry = AnalyzerRegistry::build(settings);
  return registry.ok() ? "" : registry.error().message;
}

inline std::unique_ptr<Analyzer> chain(const CustomChain& parts, AnalysisLimits limits = {50, 50}) {
  AnalysisSettings settings;
  settings.limits = limits;
  auto made = build_registry(settings)->make_custom(parts);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
  return made.ok() ? *std::move(made) : nullptr;
}
inline std::unique_ptr<Analyzer> chain(ComponentReference tokenizer,
                                       std::vector<ComponentReference> filters = {},
                                       std::vector<ComponentReference> char_filters = {}) {
  return chain(CustomChain{std::move(char_filters), std::move(tokenizer), std::move(filters)});
}

inline Strings terms(const Analyzer& analyzer, std::string_view text) {
  TokenStream stream;
  analyzer.analyze(text, stream);
  Strings found;
  for (const Token& token : stream.tokens()) found.emplace_back(token.term);
  return found;
}

/// Everything but the type: "term[start-end]@position", with "~length" where it is not 1.
inline Strings described(const Analyzer& analyzer, std::string_view text) {
  TokenStream stream;
  analyzer.analyze(text, stream);
  Strings found;
  for (const Token& token : stream.tokens()) {
    found.push_back(
        fmt::format("{}[{}-{}]@{}", token.term, token.start_offset, token.end_offset, token.position));
    if (token.position_length != 1) found.back() += fmt::format("~{}", token.position_length);
  }
  return found;
}

/// "term@position", with "~length" where it is not 1.
inline Strings placed(const Analyzer& analyzer, std::string_view text) {
  TokenStream stream;
  analyzer.analyze(text, stream);
  Strings found;
  for (const Token& token : stream.tokens()) {
    found.push_back(fmt::format("{}@{}", token.term, token.position));
    if (token.position_length != 1) found.back() += fmt::format("~{}", token.position_length);
  }
  return found;
}

/// "term<TYPE>".
inline Strings typed(const Analyzer& analyzer, std::string_view text) {
  TokenStream stream;
  analyzer.analyze(text, stream);
  Strings found;
  for (const Token& token : stream.tokens())
    found.push_back(fmt::format("{} {}", token.term, to_string(token.type)));
  return found;
}

}  // namespace aisle::analyzers
