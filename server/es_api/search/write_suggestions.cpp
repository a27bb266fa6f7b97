#include "server/es_api/search/write_suggestions.hpp"

#include <memory>

#include "loaders/mapping/scalar_coercion.hpp"
#include "server/es_api/search/hit_source.hpp"

namespace aisle::server::es_api {
namespace {

class OptionWriter {
 public:
  OptionWriter(std::span<const engine::SearchTarget> targets,
               std::span<const std::shared_ptr<const loaders::Mapping>> mappings, const SourceSelection& wanted,
               JsonWriter& json)
      : targets_(targets), json_(json) {
    for (std::size_t i = 0; i < mappings.size(); ++i) {
      sources_.push_back(std::make_unique<HitSource>(
          targets[i].snapshot->schema(), source_view(*mappings[i], wanted.enabled, wanted.includes, wanted.excludes)));
    }
  }

  void write(const engine::CompletionOption& option) {
    const engine::SearchTarget& target = targets_[option.target];
    const engine::Segment& segment = *target.snapshot->segments()[option.segment].segment;
    json_.begin_object().field("text", option.text).field("_index", target.index);
    json_.field("_id", segment.doc_id(option.doc)).key("_score").real(option.score);
    HitSource& source = *sources_[option.target];
    if (source.is_shown()) {
      json_.key("_source").raw({});
      source.append(segment, option.doc, json_.out());
    }
    json_.end_object();
  }

 private:
  std::span<const engine::SearchTarget> targets_;
  JsonWriter& json_;
  std::vector<std::unique_ptr<HitSource>> sources_;
};

}  // namespace

void write_suggestions(JsonWriter& json, std::span<const engine::SearchTarget> targets,
                       std::span<const std::shared_ptr<const loaders::Mapping>> mappings, const SearchBody& body,
                       const SuggestedOptions& found, bool typed_keys) {
  OptionWriter options(targets, mappings, body.source, json);
  json.begin_object();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Suggestion& suggestion = body.suggestions[i];
    json.key(typed_keys ? "completion#" + suggestion.name : suggestion.name).begin_array().begin_object();
    json.field("text", suggestion.request.prefix).field("offset", 0);
    json.field("length", static_cast<std::uint64_t>(loaders::utf16_length(suggestion.request.prefix)));
    json.key("options").begin_array();
    for (const engine::CompletionOption& option : found[i]) options.write(option);
    json.end_array().end_object().end_array();
  }
  json.end_object();
}

}  // namespace aisle::server::es_api
