#include "server/es_api/search/suggest_clause.hpp"

#include <optional>
#include <utility>

#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::string_view kName = "completion";

Error unsupported(const JsonMember& member) {
  return parse_error("[" + std::string(member.name) + "] in a suggestion is not supported by this version of Aisle",
                     member.name_value, "illegal_argument_exception");
}

Error unknown(const JsonMember& member) {
  return parse_error("[completion] unknown field [" + std::string(member.name) + "]", member.name_value,
                     "x_content_parse_exception");
}

Status read_fuzzy_member(const JsonMember& member, engine::CompletionFuzziness& fuzzy) {
  if (member.name == "fuzziness") return store(read_fuzziness(kName, member), fuzzy.fuzziness);
  if (member.name == "transpositions") return store(read_boolean(kName, member), fuzzy.transpositions);
  if (member.name == "min_length") return store(read_count(kName, member), fuzzy.min_length);
  if (member.name == "prefix_length") return store(read_count(kName, member), fuzzy.prefix_length);
  if (member.name == "unicode_aware") return store(read_boolean(kName, member), fuzzy.unicode_aware);
  if (member.name == "max_determinized_states") return {};
  return unknown(member);
}

/// An object, or true for all defaults.
Status read_fuzzy(const JsonMember& member, engine::CompletionRequest& request) {
  if (member.value.is_boolean()) {
    if (member.value.boolean()) request.fuzzy.emplace();
    return {};
  }
  if (!member.value.is_object()) return parse_error("[fuzzy] expects an object or a boolean", member.value);
  auto& fuzzy = request.fuzzy.emplace();
  for (const JsonMember parameter : member.value.members()) {
    if (Status read = read_fuzzy_member(parameter, fuzzy); !read) return read;
  }
  return {};
}

Status read_completion_member(const JsonMember& member, engine::CompletionRequest& request) {
  if (member.name == "field") return store(read_text(kName, member), request.field);
  if (member.name == "skip_duplicates") return store(read_boolean(kName, member), request.skip_duplicates);
  if (member.name == "fuzzy") return read_fuzzy(member, request);
  if (member.name == "shard_size") return {};  // there is one shard
  if (member.name == "size") {
    if (Status read = store(read_count(kName, member), request.size); !read) return read;
    if (request.size > 0) return {};
    return parse_error("size must be positive", member.value, "illegal_argument_exception");
  }
  if (member.name == "contexts" || member.name == "analyzer" || member.name == "regex") return unsupported(member);
  return unknown(member);
}

Status read_completion(const JsonMember& member, engine::CompletionRequest& request) {
  if (!member.value.is_object()) return parse_error("[completion] expects an object", member.value);
  for (const JsonMember parameter : member.value.members()) {
    if (Status read = read_completion_member(parameter, request); !read) return read;
  }
  if (!request.field.empty()) return {};
  return parse_error("the required field option [field] is missing", member.value, "illegal_argument_exception");
}

Result<Suggestion> parse_one(const JsonMember& member, const std::optional<std::string>& text_for_all) {
  Suggestion suggestion{.name = std::string(member.name), .request = {}};
  std::optional<std::string> prefix;
  std::optional<std::string> text = text_for_all;
  bool is_completion = false;
  for (const JsonMember part : member.value.members()) {
    Status read;
    if (part.name == "prefix") {
      read = store(read_text(kName, part), prefix.emplace());
    } else if (part.name == "text") {
      read = store(read_text(kName, part), text.emplace());
    } else if (part.name == "completion") {
      is_completion = true;
      read = read_completion(part, suggestion.request);
    } else {
      return unsupported(part);  // regex; the suggesters term and phrase
    }
    if (!read) return std::move(read).error();
  }
  if (!is_completion) return parse_error("missing suggestion object", member.value);
  if (!prefix && !text) {
    return parse_error("The required text option is missing", member.value, "illegal_argument_exception");
  }
  suggestion.request.prefix = prefix ? std::move(*prefix) : std::move(*text);
  return suggestion;
}

}  // namespace

Result<std::vector<Suggestion>> parse_suggest(JsonValue value) {
  if (!value.is_object()) return parse_error("[suggest] expects an object", value);
  std::optional<std::string> text_for_all;
  if (const std::optional<JsonValue> text = value.find("text"); text && text->is_scalar()) {
    text_for_all = std::string(text->text());
  }
  std::vector<Suggestion> suggestions;
  for (const JsonMember member : value.members()) {
    if (member.name == "text" && member.value.is_scalar()) continue;
    if (!member.value.is_object()) return parse_error("[suggest] expects an object for each suggestion", member.value);
    Result<Suggestion> suggestion = parse_one(member, text_for_all);
    if (!suggestion) return std::move(suggestion).error();
    suggestions.push_back(std::move(*suggestion));
  }
  return suggestions;
}

}  // namespace aisle::server::es_api
