#include "loaders/mapping/search_as_you_type.hpp"

#include <string>
#include <utility>

namespace aisle::loaders {
namespace {

using analyzers::Analyzer;
using analyzers::ComponentReference;
using Owned = std::vector<std::shared_ptr<const Analyzer>>;

ComponentReference filter(std::string type, std::map<std::string, std::vector<std::string>> parameters) {
  return {.name = {}, .inline_settings = {.type = std::move(type), .parameters = std::move(parameters)}};
}

ComponentReference shingles(std::uint32_t least, std::uint32_t most, bool unigrams) {
  return filter("shingle", {{"min_shingle_size", {std::to_string(least)}},
                            {"max_shingle_size", {std::to_string(most)}},
                            {"output_unigrams", {unigrams ? "true" : "false"}}});
}

/// `base` with more filters behind its own.
Result<const Analyzer*> extended(const Analyzer& base, const std::string& suffix,
                                 std::vector<ComponentReference> filters, const MappingContext& context, Owned& owned) {
  analyzers::CustomChain tail;
  tail.tokenizer.name = "keyword";
  tail.token_filters = std::move(filters);
  auto built = context.analyzers->make_custom(tail);
  if (!built) return std::move(built).error();
  analyzers::AnalyzerChain chain = base.chain();
  for (const auto& named : (*built)->chain().token_filters) chain.token_filters.push_back(named);
  owned.push_back(std::make_shared<const Analyzer>(base.name() + suffix, std::move(chain), true,
                                                   base.position_increment_gap()));
  return owned.back().get();
}

engine::Field sub_field(const engine::Field& root, const std::string& suffix) {
  engine::Field field = root;
  field.name += suffix;
  field.has_column = false;
  return field;
}

Result<engine::Field> shingle_field(const engine::Field& root, std::uint32_t size, const MappingContext& context,
                                    Owned& owned) {
  const std::string name = "._" + std::to_string(size) + "gram";
  engine::Field field = sub_field(root, name);
  for (const Analyzer** slot : {&field.index_analyzer, &field.search_analyzer, &field.search_quote_analyzer}) {
    auto made = extended(**slot, name, {shingles(size, size, false)}, context, owned);
    if (!made) return std::move(made).error();
    *slot = *made;
  }
  return field;
}

Result<engine::Field> prefix_field(const engine::Field& root, std::uint32_t most, const MappingContext& context,
                                   Owned& owned) {
  engine::Field field = sub_field(root, "._index_prefix");
  field.posting_detail = engine::PostingDetail::docs;
  field.has_norms = false;
  auto index = extended(*root.index_analyzer, "._index_prefix",
                        {shingles(2, most, true), filter("edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"20"}}}),
                         filter("unique", {{"only_on_same_position", {"true"}}})},
                        context, owned);
  if (!index) return std::move(index).error();
  auto search = extended(*root.search_analyzer, "._index_prefix", {shingles(most, most, false)}, context, owned);
  if (!search) return std::move(search).error();
  field.index_analyzer = *index;
  field.search_analyzer = *search;
  field.search_quote_analyzer = *search;
  return field;
}

}  // namespace

Result<std::vector<engine::Field>> search_as_you_type_fields(const engine::Field& root, std::uint32_t max_shingle_size,
                                                             const MappingContext& context, Owned& owned) {
  std::vector<engine::Field> fields;
  for (std::uint32_t size = 2; size <= max_shingle_size; ++size) {
    auto field = shingle_field(root, size, context, owned);
    if (!field) return std::move(field).error();
    fields.push_back(std::move(*field));
  }
  auto prefix = prefix_field(root, max_shingle_size, context, owned);
  if (!prefix) return std::move(prefix).error();
  fields.push_back(std::move(*prefix));
  return fields;
}

}  // namespace aisle::loaders
