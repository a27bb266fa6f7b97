#pragma once
// The analyzers of one index: the built-in ones and those its settings define.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "analyzers/analysis_settings.hpp"
#include "analyzers/analyzer.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// Analyzers and normalizers by name. Immutable after `build`, so any number of threads may share one.
///
/// Built in: standard, simple, whitespace, stop, keyword, pattern, snowball, fingerprint and the languages of
/// `builtin_analyzers.cpp`. Settings may define an analyzer of a built-in name; theirs wins.
class AnalyzerRegistry {
 public:
  /// Fails with `invalid_argument` and Elasticsearch's wording where a component is unknown or a parameter is
  /// wrong; the error's subject is the component's name.
  static Result<std::shared_ptr<const AnalyzerRegistry>> build(const AnalysisSettings& settings);
  ~AnalyzerRegistry();

  /// Null if there is none. "default" is found only if settings define it. The pointer lives as long as the
  /// registry.
  const Analyzer* find(std::string_view name) const;
  /// Null if there is none; "lowercase" is built in.
  const Normalizer* find_normalizer(std::string_view name) const;
  /// What a text field uses that names no analyzer: "default" if defined, else "standard".
  const Analyzer& default_analyzer() const;

  /// An analyzer for one `_analyze` request, from names and definitions in place.
  Result<std::unique_ptr<Analyzer>> make_custom(const CustomChain& chain) const;
  /// The same without a tokenizer, where filters must be those that a normalizer may use.
  Result<std::unique_ptr<Normalizer>> make_custom_normalizer(const CustomChain& chain) const;
  /// An analyzer from a definition in place, as settings would hold it.
  Result<std::unique_ptr<Analyzer>> make_analyzer(const ComponentSettings& definition) const;

 private:
  AnalyzerRegistry();
  AnalysisSettings settings_;
  std::map<std::string, std::unique_ptr<const Analyzer>, std::less<>> analyzers_;
  std::map<std::string, std::unique_ptr<const Normalizer>, std::less<>> normalizers_;
};

}  // namespace aisle::analyzers
