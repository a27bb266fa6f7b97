// _analyze: what an analyzer makes of a text.

#include <utility>

#include "analyzers/analyzer_registry.hpp"
#include "analyzers/token_stream.hpp"
#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using analyzers::Analyzer;
using analyzers::ComponentReference;
using http::Request;
using http::Response;

constexpr std::size_t kMaxTokens = 10'000;  // index.analyze.max_token_count

/// What the body and the URL ask for.
struct AnalyzeRequest {
  std::vector<std::string> texts;
  std::string analyzer, field, normalizer;
  std::optional<ComponentReference> tokenizer;
  std::vector<ComponentReference> filters, char_filters;
};

ComponentReference reference(JsonValue json) {
  ComponentReference component;
  if (json.is_string()) component.name = std::string(json.text());
  for (const JsonMember member : json.members()) {
    if (member.name == "type") {
      component.inline_settings.type = std::string(member.value.text());
      continue;
    }
    auto& values = component.inline_settings.parameters[std::string(member.name)];
    if (member.value.is_scalar()) values.emplace_back(member.value.text());
    for (const JsonValue element : member.value.elements()) values.emplace_back(element.text());
  }
  return component;
}

void add_references(JsonValue json, std::vector<ComponentReference>& list) {
  if (!json.is_array()) return list.push_back(reference(json));
  for (const JsonValue element : json.elements()) list.push_back(reference(element));
}

Result<AnalyzeRequest> read_request(const Request& request, JsonValue body) {
  AnalyzeRequest wanted;
  wanted.analyzer = std::string(request.query_value("analyzer"));
  wanted.field = std::string(request.query_value("field"));
  if (request.has_query("text")) wanted.texts.emplace_back(request.query_value("text"));
  for (const JsonMember member : body.members()) {
    if (member.name == "text") {
      if (member.value.is_scalar()) wanted.texts.emplace_back(member.value.text());
      for (const JsonValue text : member.value.elements()) wanted.texts.emplace_back(text.text());
    } else if (member.name == "analyzer") {
      wanted.analyzer = std::string(member.value.text());
    } else if (member.name == "field") {
      wanted.field = std::string(member.value.text());
    } else if (member.name == "normalizer") {
      wanted.normalizer = std::string(member.value.text());
    } else if (member.name == "tokenizer") {
      wanted.tokenizer = reference(member.value);
    } else if (member.name == "filter") {
      add_references(member.value, wanted.filters);
    } else if (member.name == "char_filter") {
      add_references(member.value, wanted.char_filters);
    } else if (member.name == "explain" && member.value.text() != "true") {
      continue;
    } else {
      return Error{ErrorCode::invalid_argument, "[analyze] unknown or unsupported field [" + std::string(member.name) + "]", "json_parse"};
    }
  }
  if (wanted.texts.empty()) return Error{ErrorCode::invalid_argument, "Validation Failed: 1: text is missing;", "action_request_validation"};
  return wanted;
}

/// The analyzer asked for; `owned` keeps one that was made for this request.
Result<const Analyzer*> choose(const AnalyzeRequest& wanted, const analyzers::AnalyzerRegistry& registry, const engine::Schema* schema,
                               std::unique_ptr<Analyzer>& owned) {
  const bool has_chain = wanted.tokenizer || !wanted.filters.empty() || !wanted.char_filters.empty();
  if (!wanted.analyzer.empty()) {
    if (const Analyzer* found = registry.find(wanted.analyzer)) return found;
    if (wanted.analyzer == "default") return &registry.default_analyzer();
    return illegal_argument("failed to find global analyzer [" + wanted.analyzer + "]");
  }
  if (!wanted.normalizer.empty()) {
    if (const analyzers::Normalizer* found = registry.find_normalizer(wanted.normalizer)) return &found->analyzer();
    return illegal_argument("failed to find normalizer under [" + wanted.normalizer + "]");
  }
  if (has_chain) {
    analyzers::CustomChain chain{wanted.char_filters, wanted.tokenizer.value_or(ComponentReference{}), wanted.filters};
    auto made = registry.make_custom(chain);
    if (!made) return std::move(made).error();
    owned = std::move(*made);
    return owned.get();
  }
  const engine::Field* field = schema == nullptr || wanted.field.empty() ? nullptr : schema->find(wanted.field);
  if (field == nullptr || (!field->is_text() && !field->is_keyword())) {
    if (field != nullptr) return illegal_argument("Can't process field [" + wanted.field + "], Analysis requests are only supported on tokenized fields");
    return &registry.default_analyzer();
  }
  if (field->is_text()) return field->index_analyzer;
  if (field->normalizer != nullptr) return &field->normalizer->analyzer();
  return registry.find("keyword");
}

Result<Response> write_tokens(const AnalyzeRequest& wanted, const Analyzer& analyzer) {
  analyzers::TokenStream stream;
  Response response;
  JsonWriter writer(response.body);
  writer.begin_object().key("tokens").begin_array();
  std::uint32_t position_base = 0;
  std::uint32_t offset_base = 0;
  std::size_t count = 0;
  for (const std::string& text : wanted.texts) {
    analyzer.analyze(text, stream);
    for (const analyzers::Token& token : stream.tokens()) {
      if (++count > kMaxTokens) {
        return illegal_argument("The number of tokens produced by calling _analyze has exceeded the allowed maximum of [10000]. "
                                "This limit can be set by changing the [index.analyze.max_token_count] index level setting.");
      }
      writer.begin_object().field("token", token.term).field("start_offset", token.start_offset + offset_base);
      writer.field("end_offset", token.end_offset + offset_base).field("type", analyzers::to_string(token.type));
      writer.field("position", token.position + position_base);
      if (token.position_length > 1) writer.field("positionLength", token.position_length);
      writer.end_object();
    }
    position_base += stream.end_position() + analyzer.position_increment_gap();
    offset_base += stream.end_offset() + 1;
  }
  writer.end_array().end_object();
  return response;
}

Result<Response> analyze(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  auto wanted = read_request(request, body->root());
  if (!wanted) return std::move(wanted).error();
  std::shared_ptr<const IndexState> state;
  std::shared_ptr<const analyzers::AnalyzerRegistry> registry;
  if (request.param("index").empty()) {
    static const auto builtin = *analyzers::AnalyzerRegistry::build({});
    registry = builtin;
  } else {
    auto indices = resolve_indices(context, request, {.allow_no_indices = false});
    if (!indices) return std::move(indices).error();
    state = indices->front()->state();
    registry = state->mapping->context().analyzers;
  }
  std::unique_ptr<Analyzer> owned;
  auto analyzer = choose(*wanted, *registry, state ? state->mapping->schema().get() : nullptr, owned);
  if (!analyzer) return std::move(analyzer).error();
  return write_tokens(*wanted, **analyzer);
}

}  // namespace

void add_analyze_routes(http::Router& router, const EsContext& context) {
  for (const http::Method method : {http::Method::get, http::Method::post}) {
    for (const char* path : {"/_analyze", "/{index}/_analyze"}) {
      add_endpoint(router, method, path, http::EndpointClass::admin, [&context](const Request& request) { return analyze(context, request); });
    }
  }
}

}  // namespace aisle::server::es_api
