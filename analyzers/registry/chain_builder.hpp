#pragma once
// Puts analyzers together from settings.

#include <memory>
#include <string>
#include <string_view>

#include "analyzers/analysis_settings.hpp"
#include "analyzers/analyzer.hpp"
#include "analyzers/registry/factories.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// Resolves names first among the settings' components, then among the built-in ones. Refers to the settings.
class ChainBuilder {
 public:
  explicit ChainBuilder(const AnalysisSettings& settings) : settings_(settings) {}

  /// Checks that every defined component can be made, used or not.
  Status check_components() const;

  Result<std::unique_ptr<Analyzer>> analyzer(const std::string& name,
                                             const ComponentSettings& definition) const;
  Result<std::unique_ptr<Normalizer>> normalizer(const std::string& name,
                                                 const ComponentSettings& definition) const;

  /// `owner` is how errors name the analyzer: "Custom Analyzer [x]". Without a tokenizer: keyword.
  Result<AnalyzerChain> chain(const std::string& owner, const CustomChain& parts) const;
  /// The same with the filters that normalizers may use.
  Result<AnalyzerChain> normalizer_chain(const std::string& owner, const CustomChain& parts) const;

 private:
  Result<AnalyzerChain> build(const std::string& owner, const CustomChain& parts, bool for_normalizer) const;
  Result<Named<CharFilter>> char_filter(const std::string& owner, const ComponentReference& wanted,
                                        bool for_normalizer) const;
  Result<Named<Tokenizer>> tokenizer(const std::string& owner, const ComponentReference& wanted) const;
  Result<Named<TokenFilter>> token_filter(const std::string& owner, const ComponentReference& wanted,
                                          const AnalyzerChain& before, bool for_normalizer) const;
  Status reject_for_normalizer(const std::string& owner, std::string_view what,
                               const std::string& name) const;

  const AnalysisSettings& settings_;
};

}  // namespace aisle::analyzers
