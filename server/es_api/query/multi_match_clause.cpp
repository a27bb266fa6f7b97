#include <array>
#include <charconv>

#include "server/es_api/query/clauses.hpp"
#include "server/es_api/query/did_you_mean.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::string_view kName = "multi_match";
using Type = engine::MultiMatchQuery::Type;

constexpr std::array<std::pair<std::string_view, Type>, 6> kTypes{{{"best_fields", Type::best_fields},
                                                                   {"most_fields", Type::most_fields},
                                                                   {"cross_fields", Type::cross_fields},
                                                                   {"phrase", Type::phrase},
                                                                   {"phrase_prefix", Type::phrase_prefix},
                                                                   {"bool_prefix", Type::bool_prefix}}};

Result<Type> read_type(const JsonMember& member) {
  Result<std::string> text = read_text(kName, member);
  if (!text) return std::move(text).error();
  for (const auto& [name, type] : kTypes) {
    if (name == *text) return type;
  }
  return parse_error("[multi_match] query does not support type [" + *text + "]", member.value);
}

// "title^3" -> title, 3
Result<engine::BoostedField> read_boosted_field(JsonValue value) {
  if (!value.is_string()) return parse_error("[multi_match] fields must be texts", value);
  const std::string_view text = value.text();
  const std::size_t caret = text.rfind('^');
  if (caret == std::string_view::npos) return engine::BoostedField{std::string(text), 1.0F};
  float boost = 1.0F;
  const std::string_view number = text.substr(caret + 1);
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), boost);
  if (problem != std::errc{} || end != number.data() + number.size() || boost < 0) {
    return parse_error("[multi_match] cannot read the boost of field [" + std::string(text) + "]", value,
                       "illegal_argument_exception");
  }
  return engine::BoostedField{std::string(text.substr(0, caret)), boost};
}

Status read_fields(const JsonMember& member, engine::MultiMatchQuery& match) {
  const auto add = [&](JsonValue value) -> Status {
    Result<engine::BoostedField> field = read_boosted_field(value);
    if (!field) return std::move(field).error();
    match.fields.push_back(std::move(*field));
    return {};
  };
  if (!member.value.is_array()) return add(member.value);
  for (const JsonValue value : member.value.elements()) {
    if (Status status = add(value); !status) return status;
  }
  return {};
}

Status read_zero_terms(const JsonMember& member, bool& all) {
  Result<std::string> text = read_text(kName, member);
  if (!text) return std::move(text).error();
  if (*text != "all" && *text != "none" && *text != "ALL" && *text != "NONE") {
    return parse_error("Unsupported zero_terms_query value [" + *text + "]", member.value);
  }
  all = *text == "all" || *text == "ALL";
  return {};
}

Status read_parameter(const JsonMember& member, engine::MultiMatchQuery& match) {
  if (member.name == "query") return store(read_value(kName, member), match.text);
  if (member.name == "fields") return read_fields(member, match);
  if (member.name == "type") return store(read_type(member), match.type);
  if (member.name == "operator") return store(read_operator(kName, member), match.op);
  if (member.name == "minimum_should_match") return store(read_text(kName, member), match.minimum_should_match);
  if (member.name == "fuzziness") return store(read_fuzziness(kName, member), match.fuzziness);
  if (member.name == "tie_breaker") return store_as<float>(read_double(kName, member), match.tie_breaker.emplace());
  if (member.name == "analyzer") return store(read_text(kName, member), match.analyzer);
  if (member.name == "slop") return store(read_count(kName, member), match.slop);
  if (member.name == "lenient") return store(read_boolean(kName, member), match.lenient);
  if (member.name == "zero_terms_query") return read_zero_terms(member, match.zero_terms_all);
  if (member.name == "auto_generate_synonyms_phrase_query") {
    return store(read_boolean(kName, member), match.auto_generate_synonyms_phrase_query);
  }
  if (member.name == "fuzzy_rewrite" || member.name == "cutoff_frequency") return {};  // as in match
  Result<bool> fuzzy = read_fuzzy_option(kName, member, match.fuzzy);
  if (!fuzzy) return std::move(fuzzy).error();
  return *fuzzy ? Status() : Status(unknown_parameter(kName, member));
}

bool forbids_fuzziness(Type type) {
  return type == Type::cross_fields || type == Type::phrase || type == Type::phrase_prefix;
}

}  // namespace

Result<engine::QueryPtr> parse_multi_match(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  engine::MultiMatchQuery match;
  const auto read = [&](const JsonMember& member) { return read_parameter(member, match); };
  if (Status status = read_parameters(kName, body, common, read); !status) return std::move(status).error();
  if (engine::is_null(match.text)) return parse_error("No text specified for multi_match query", body);
  if (match.fuzziness && forbids_fuzziness(match.type)) {
    std::string_view type;
    for (const auto& [name, value] : kTypes) {
      if (value == match.type) type = name;
    }
    return parse_error("Fuzziness not allowed for type [" + std::string(type) + "]", body);
  }
  return finish(std::move(match), common);
}

}  // namespace aisle::server::es_api
