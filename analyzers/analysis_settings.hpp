#pragma once
// What an index's `analysis` settings say, before any of it is understood.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace aisle::analyzers {

/// One component's settings. Elasticsearch stores every setting as text: a scalar is a list of one.
/// `type` is empty where the settings give none.
struct ComponentSettings {
  std::string type;
  std::map<std::string, std::vector<std::string>> parameters;
};

/// `index.max_ngram_diff` and `index.max_shingle_diff`, with Elasticsearch's defaults.
struct AnalysisLimits {
  std::uint32_t max_ngram_diff = 1;
  std::uint32_t max_shingle_diff = 3;
};

/// The components that index settings define, by name.
struct AnalysisSettings {
  std::map<std::string, ComponentSettings> analyzers;
  std::map<std::string, ComponentSettings> normalizers;
  std::map<std::string, ComponentSettings> tokenizers;
  std::map<std::string, ComponentSettings> char_filters;
  std::map<std::string, ComponentSettings> token_filters;
  AnalysisLimits limits;
};

/// A component of an ad-hoc chain: the name of a defined or built-in one, or a definition in place (then
/// `name` is empty and `inline_settings.type` is set).
struct ComponentReference {
  std::string name;
  ComponentSettings inline_settings;
};

/// An analyzer that exists for one `_analyze` request.
struct CustomChain {
  std::vector<ComponentReference> char_filters;
  ComponentReference tokenizer;  ///< no name and no type: the keyword tokenizer
  std::vector<ComponentReference> token_filters;
};

}  // namespace aisle::analyzers
