#include "analyzers/analyzer_registry.hpp"

#include <fmt/format.h>

#include <cassert>

#include "analyzers/registry/builtin_analyzers.hpp"
#include "analyzers/registry/chain_builder.hpp"

namespace aisle::analyzers {
namespace {

template <class T>
using ByName = std::map<std::string, std::unique_ptr<const T>, std::less<>>;

template <class T>
const T* look_up(const ByName<T>& from, std::string_view name) {
  auto found = from.find(name);
  return found == from.end() ? nullptr : found->second.get();
}

const AnalysisSettings& no_settings() {
  static const AnalysisSettings kNone;
  return kNone;
}

// Shared by all registries, made on first use.
const ByName<Analyzer>& built_in_analyzers() {
  static const ByName<Analyzer> kAnalyzers = [] {
    ByName<Analyzer> made;
    for (std::string_view name : builtin_analyzer_names()) {
      auto analyzer = ChainBuilder(no_settings()).analyzer(std::string(name), {std::string(name), {}});
      assert(analyzer && "a built-in analyzer is sound");
      made.emplace(name, *std::move(analyzer));
    }
    return made;
  }();
  return kAnalyzers;
}

const ByName<Normalizer>& built_in_normalizers() {
  static const ByName<Normalizer> kNormalizers = [] {
    ByName<Normalizer> made;
    auto lowercase = ChainBuilder(no_settings()).normalizer("lowercase", {"lowercase", {}});
    assert(lowercase && "the built-in normalizer is sound");
    made.emplace("lowercase", *std::move(lowercase));
    return made;
  }();
  return kNormalizers;
}

}  // namespace

AnalyzerRegistry::AnalyzerRegistry() = default;
AnalyzerRegistry::~AnalyzerRegistry() = default;

Result<std::shared_ptr<const AnalyzerRegistry>> AnalyzerRegistry::build(const AnalysisSettings& settings) {
  std::shared_ptr<AnalyzerRegistry> registry(new AnalyzerRegistry());
  registry->settings_ = settings;
  const ChainBuilder builder(registry->settings_);
  if (auto status = builder.check_components(); !status) return std::move(status).error();
  for (const auto& [name, definition] : settings.analyzers) {
    if (name.starts_with('_')) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("analyzer name must not start with '_'. got \"{}\"", name),
                   "illegal_argument_exception", name);
    }
    auto made = builder.analyzer(name, definition);
    if (!made) return std::move(made).error();
    registry->analyzers_.emplace(name, *std::move(made));
  }
  for (const auto& [name, definition] : settings.normalizers) {
    auto made = builder.normalizer(name, definition);
    if (!made) return std::move(made).error();
    registry->normalizers_.emplace(name, *std::move(made));
  }
  return std::shared_ptr<const AnalyzerRegistry>(std::move(registry));
}

const Analyzer* AnalyzerRegistry::find(std::string_view name) const {
  const Analyzer* own = look_up(analyzers_, name);
  return own ? own : look_up(built_in_analyzers(), name);
}

const Normalizer* AnalyzerRegistry::find_normalizer(std::string_view name) const {
  const Normalizer* own = look_up(normalizers_, name);
  return own ? own : look_up(built_in_normalizers(), name);
}

const Analyzer& AnalyzerRegistry::default_analyzer() const {
  const Analyzer* defined = find("default");
  return defined ? *defined : *find("standard");
}

Result<std::unique_ptr<Analyzer>> AnalyzerRegistry::make_custom(const CustomChain& chain) const {
  auto made = ChainBuilder(settings_).chain("Custom Analyzer [_anonymous_]", chain);
  if (!made) return std::move(made).error();
  return std::make_unique<Analyzer>("_anonymous_", *std::move(made), true);
}

Result<std::unique_ptr<Normalizer>> AnalyzerRegistry::make_custom_normalizer(const CustomChain& chain) const {
  auto made = ChainBuilder(settings_).normalizer_chain("Custom normalizer", chain);
  if (!made) return std::move(made).error();
  return std::make_unique<Normalizer>("_anonymous_", std::move(made->char_filters),
                                      std::move(made->token_filters));
}

Result<std::unique_ptr<Analyzer>> AnalyzerRegistry::make_analyzer(const ComponentSettings& definition) const {
  return ChainBuilder(settings_).analyzer("_anonymous_", definition);
}

}  // namespace aisle::analyzers
