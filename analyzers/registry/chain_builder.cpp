#include "analyzers/registry/chain_builder.hpp"

#include <fmt/format.h>

#include "analyzers/registry/builtin_analyzers.hpp"
#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {
namespace {

using Definitions = std::map<std::string, ComponentSettings>;

/// A reference with its definition found. A built-in component is one whose type is its name.
struct Resolved {
  std::string name;
  const ComponentSettings& settings;
  bool defined;  // by the settings or in place, rather than built in
};

std::string name_in_place(std::string_view kind) {
  return fmt::format("__anonymous__{}", kind);
}

Resolved resolve(const ComponentReference& wanted, const Definitions& definitions,
                 ComponentSettings& built_in) {
  if (wanted.name.empty()) return {name_in_place(wanted.inline_settings.type), wanted.inline_settings, true};
  if (auto found = definitions.find(wanted.name); found != definitions.end())
    return {wanted.name, found->second, true};
  built_in.type = wanted.name;
  return {wanted.name, built_in, false};
}

std::vector<ComponentReference> references(const std::vector<std::string>& names) {
  std::vector<ComponentReference> wanted;
  for (const std::string& name : names) wanted.push_back({name, {}});
  return wanted;
}

CustomChain parts_of(const Parameters& parameters) {
  return {references(parameters.list("char_filter")),
          {parameters.text("tokenizer"), {}},
          references(parameters.list("filter"))};
}

Error unknown_type(std::string_view kind, std::string_view type, const std::string& name) {
  if (type.empty()) {
    return component_error(
        fmt::format("{} [{}] must specify either an analyzer type, or a tokenizer", kind, name), name);
  }
  return component_error(fmt::format("Unknown {} type [{}] for [{}]", kind, type, name), name);
}

// A part that is neither defined nor built in.
Error not_found(const Resolved& part, std::string_view kind, const std::string& owner) {
  if (part.defined) return unknown_type(kind, part.settings.type, part.name);
  return component_error(fmt::format("{} failed to find {} under name [{}]", owner, kind, part.name),
                         part.name);
}

template <class Component>
using Factory = Result<std::shared_ptr<const Component>> (*)(Parameters&, const BuildContext&);

// Makes every defined component once, for its errors.
template <class Component>
Status check_all(std::string_view kind, const Definitions& definitions, const BuildContext& context,
                 Factory<Component> factory) {
  for (const auto& [name, definition] : definitions) {
    Parameters parameters(kind, name, definition);
    auto made = factory(parameters, context);
    if (!made) return std::move(made).error();
    if (!*made) return unknown_type(kind, definition.type, name);
  }
  return {};
}

}  // namespace

Status ChainBuilder::check_components() const {
  const BuildContext context{settings_.limits, nullptr};
  if (auto status = check_all<CharFilter>("char_filter", settings_.char_filters, context, make_char_filter);
      !status) {
    return status;
  }
  if (auto status = check_all<Tokenizer>("tokenizer", settings_.tokenizers, context, make_tokenizer);
      !status) {
    return status;
  }
  return check_all<TokenFilter>("filter", settings_.token_filters, context, make_token_filter);
}

Result<std::unique_ptr<Analyzer>> ChainBuilder::analyzer(const std::string& name,
                                                         const ComponentSettings& definition) const {
  Parameters parameters("analyzer", name, definition);
  const bool custom = definition.type == "custom" || (definition.type.empty() && parameters.has("tokenizer"));
  std::optional<CustomChain> parts;
  if (custom) {
    parts = parts_of(parameters);
    if (parts->tokenizer.name.empty()) {
      return component_error(fmt::format("analyzer [{}] must be configured with a tokenizer", name), name);
    }
  } else {
    parts = builtin_chain(definition.type, parameters);
    if (!parts) return unknown_type("analyzer", definition.type, name);
  }
  const int gap = parameters.integer("position_increment_gap", Analyzer::kDefaultPositionIncrementGap, 0);
  if (auto status = parameters.status(); !status) return std::move(status).error();
  auto made = chain(fmt::format("Custom Analyzer [{}]", name), *parts);
  if (!made) return std::move(made).error();
  return std::make_unique<Analyzer>(name, *std::move(made), custom, static_cast<std::uint32_t>(gap));
}

Result<std::unique_ptr<Normalizer>> ChainBuilder::normalizer(const std::string& name,
                                                             const ComponentSettings& definition) const {
  Parameters parameters("normalizer", name, definition);
  if (definition.type == "lowercase") {
    auto made = normalizer_chain("Custom normalizer [lowercase]", {{}, {}, {{"lowercase", {}}}});
    if (!made) return std::move(made).error();
    return std::make_unique<Normalizer>(name, std::move(made->char_filters), std::move(made->token_filters));
  }
  if (!definition.type.empty() && definition.type != "custom") {
    return unknown_type("normalizer", definition.type, name);
  }
  if (parameters.has("tokenizer")) {
    return component_error(fmt::format("Custom normalizer [{}] cannot configure a tokenizer", name), name);
  }
  auto made = normalizer_chain(fmt::format("Custom normalizer [{}]", name), parts_of(parameters));
  if (!made) return std::move(made).error();
  return std::make_unique<Normalizer>(name, std::move(made->char_filters), std::move(made->token_filters));
}

Result<AnalyzerChain> ChainBuilder::chain(const std::string& owner, const CustomChain& parts) const {
  return build(owner, parts, false);
}

Result<AnalyzerChain> ChainBuilder::normalizer_chain(const std::string& owner,
                                                     const CustomChain& parts) const {
  return build(owner, parts, true);
}

Result<AnalyzerChain> ChainBuilder::build(const std::string& owner, const CustomChain& parts,
                                          bool for_normalizer) const {
  AnalyzerChain chain;
  for (const ComponentReference& wanted : parts.char_filters) {
    auto made = char_filter(owner, wanted, for_normalizer);
    if (!made) return std::move(made).error();
    chain.char_filters.push_back(*std::move(made));
  }
  auto made_tokenizer = tokenizer(owner, parts.tokenizer);
  if (!made_tokenizer) return std::move(made_tokenizer).error();
  chain.tokenizer = *std::move(made_tokenizer);
  for (const ComponentReference& wanted : parts.token_filters) {
    auto made = token_filter(owner, wanted, chain, for_normalizer);
    if (!made) return std::move(made).error();
    chain.token_filters.push_back(*std::move(made));
  }
  return chain;
}

Result<Named<CharFilter>> ChainBuilder::char_filter(const std::string& owner,
                                                    const ComponentReference& wanted,
                                                    bool for_normalizer) const {
  ComponentSettings built_in;
  const Resolved part = resolve(wanted, settings_.char_filters, built_in);
  Parameters parameters("char_filter", part.name, part.settings);
  auto made = make_char_filter(parameters, {settings_.limits, nullptr});
  if (!made) return std::move(made).error();
  if (!*made) return not_found(part, "char_filter", owner);
  if (for_normalizer && !normalizer_may_use_char_filter(part.settings.type)) {
    auto status = reject_for_normalizer(owner, "char filter", part.name);
    return std::move(status).error();
  }
  return Named<CharFilter>{part.name, *std::move(made)};
}

Result<Named<Tokenizer>> ChainBuilder::tokenizer(const std::string& owner,
                                                 const ComponentReference& wanted) const {
  const bool none = wanted.name.empty() && wanted.inline_settings.type.empty();
  const ComponentReference keyword{"keyword", {}};
  ComponentSettings built_in;
  const Resolved part = resolve(none ? keyword : wanted, settings_.tokenizers, built_in);
  Parameters parameters("tokenizer", part.name, part.settings);
  auto made = make_tokenizer(parameters, {settings_.limits, nullptr});
  if (!made) return std::move(made).error();
  if (!*made) return not_found(part, "tokenizer", owner);
  return Named<Tokenizer>{part.name, *std::move(made)};
}

Result<Named<TokenFilter>> ChainBuilder::token_filter(const std::string& owner,
                                                      const ComponentReference& wanted,
                                                      const AnalyzerChain& before,
                                                      bool for_normalizer) const {
  ComponentSettings built_in;
  const Resolved part = resolve(wanted, settings_.token_filters, built_in);
  Parameters parameters("filter", part.name, part.settings);
  auto made = make_token_filter(parameters, {settings_.limits, &before});
  if (!made) return std::move(made).error();
  if (!*made) return not_found(part, "filter", owner);
  if (for_normalizer && !normalizer_may_use_token_filter(part.settings.type)) {
    auto status = reject_for_normalizer(owner, "filter", part.name);
    return std::move(status).error();
  }
  return Named<TokenFilter>{part.name, *std::move(made)};
}

Status ChainBuilder::reject_for_normalizer(const std::string& owner, std::string_view what,
                                           const std::string& name) const {
  return component_error(fmt::format("{} may not use {} [{}]", owner, what, name), name);
}

}  // namespace aisle::analyzers
