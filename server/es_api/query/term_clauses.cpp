#include <utility>

#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

Status read_value_array(std::string_view clause, JsonValue array, std::vector<engine::Value>& out) {
  if (!array.is_array()) {
    return parse_error("[" + std::string(clause) + "] query requires an array of terms", array);
  }
  for (const JsonValue value : array.elements()) {
    if (!value.is_scalar()) return parse_error("[" + std::string(clause) + "] values must be scalars", value);
    if (value.is_null()) {
      return parse_error("No value specified for terms query", value, "illegal_argument_exception");
    }
    out.push_back(to_value(value));
  }
  return {};
}

// prefix and wildcard: {"field": "text"} or {"field": {"value": "text", "case_insensitive": true}}
template <class Clause>
Result<engine::QueryPtr> parse_pattern(std::string_view name, JsonValue body, std::string Clause::*text,
                                       std::string_view alias) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field(name, body, common);
  if (!field) return std::move(field).error();
  Clause clause;
  clause.field = field->name;
  if (!field->value.is_object()) {
    if (Status status = store(read_text(name, *field), clause.*text); !status) return std::move(status).error();
    return finish(std::move(clause), common);
  }
  bool has_text = false;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "value" || member.name == alias) {
      has_text = true;
      return store(read_text(name, member), clause.*text);
    }
    if (member.name == "case_insensitive") return store(read_boolean(name, member), clause.case_insensitive);
    if (member.name == "rewrite") return {};  // how a multi-term clause is expanded is the engine's business
    return unknown_parameter(name, member);
  };
  if (Status status = read_parameters(name, field->value, common, read); !status) return std::move(status).error();
  if (!has_text) return parse_error("[" + std::string(name) + "] value cannot be null", field->value);
  return finish(std::move(clause), common);
}

template <class Clause>
Result<engine::QueryPtr> parse_without_parameters(std::string_view name, JsonValue body) {
  CommonParameters common;
  if (body.is_array() && body.size() == 0) return finish(Clause{}, common);  // PHP writes an empty map so
  const auto read = [&](const JsonMember& member) -> Status { return unknown_parameter(name, member); };
  if (Status status = read_parameters(name, body, common, read); !status) return std::move(status).error();
  return finish(Clause{}, common);
}

}  // namespace

Result<engine::QueryPtr> parse_term(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field("term", body, common);
  if (!field) return std::move(field).error();
  engine::TermQuery term;
  term.field = field->name;
  if (field->value.is_array()) return parse_error("[term] query does not support array of values", field->value);
  if (!field->value.is_object()) {
    if (Status status = store(read_value("term", *field), term.value); !status) return std::move(status).error();
  } else {
    const auto read = [&](const JsonMember& member) -> Status {
      if (member.name == "value" || member.name == "term") return store(read_value("term", member), term.value);
      if (member.name == "case_insensitive") return store(read_boolean("term", member), term.case_insensitive);
      return unknown_parameter("term", member);
    };
    if (Status status = read_parameters("term", field->value, common, read); !status) return std::move(status).error();
  }
  if (engine::is_null(term.value)) {
    return parse_error("value cannot be null", field->value, "illegal_argument_exception");
  }
  return finish(std::move(term), common);
}

Result<engine::QueryPtr> parse_terms(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  engine::TermsQuery terms;
  bool has_field = false;
  const auto read = [&](const JsonMember& member) -> Status {
    if (has_field) return parse_error("[terms] query does not support multiple fields", member.name_value);
    if (member.value.is_object()) {
      return parse_error("[terms] lookup of terms in another document is not supported; give the values", member.value);
    }
    has_field = true;
    terms.field = member.name;
    return read_value_array("terms", member.value, terms.values);
  };
  if (Status status = read_parameters("terms", body, common, read); !status) return std::move(status).error();
  if (!has_field) return parse_error("[terms] query requires a field name, followed by array of terms", body);
  constexpr std::size_t kMaxTerms = 65'536;  // index.max_terms_count
  if (terms.values.size() > kMaxTerms) {
    return parse_error("The number of terms [" + std::to_string(terms.values.size()) +
                           "] used in the Terms Query request has exceeded the allowed maximum of [65536]. This maximum "
                           "can be set by changing the [index.max_terms_count] index level setting.",
                       body, "illegal_argument_exception");
  }
  return finish(std::move(terms), common);
}

Result<engine::QueryPtr> parse_exists(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  engine::ExistsQuery exists;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "field") return store(read_text("exists", member), exists.field);
    return unknown_parameter("exists", member);
  };
  if (Status status = read_parameters("exists", body, common, read); !status) return std::move(status).error();
  if (exists.field.empty()) return parse_error("[exists] must be provided with a [field]", body);
  return finish(std::move(exists), common);
}

Result<engine::QueryPtr> parse_ids(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  engine::IdsQuery ids;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "type") return {};
    if (member.name != "values") return unknown_parameter("ids", member);
    if (!member.value.is_array()) return parse_error("[ids] values must be an array", member.value);
    for (const JsonValue id : member.value.elements()) {
      if (!id.is_scalar() || id.is_null()) return parse_error("Illegal value for id, expecting a string or number", id);
      ids.ids.emplace_back(id.text());
    }
    return {};
  };
  if (Status status = read_parameters("ids", body, common, read); !status) return std::move(status).error();
  return finish(std::move(ids), common);
}

Result<engine::QueryPtr> parse_prefix(JsonValue body, QueryParser& /*parser*/) {
  return parse_pattern("prefix", body, &engine::PrefixQuery::value, "prefix");
}

Result<engine::QueryPtr> parse_wildcard(JsonValue body, QueryParser& /*parser*/) {
  return parse_pattern("wildcard", body, &engine::WildcardQuery::pattern, "wildcard");
}

Result<engine::QueryPtr> parse_fuzzy(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field("fuzzy", body, common);
  if (!field) return std::move(field).error();
  engine::FuzzyQuery fuzzy;
  fuzzy.field = field->name;
  if (!field->value.is_object()) {
    if (Status status = store(read_value("fuzzy", *field), fuzzy.value); !status) return std::move(status).error();
    return finish(std::move(fuzzy), common);
  }
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "value" || member.name == "term") return store(read_value("fuzzy", member), fuzzy.value);
    if (member.name == "fuzziness") return store(read_fuzziness("fuzzy", member), fuzzy.fuzziness);
    if (member.name == "rewrite") return {};
    Result<bool> option = read_fuzzy_option("fuzzy", member, fuzzy.fuzzy);
    if (!option) return std::move(option).error();
    return *option ? Status() : Status(unknown_parameter("fuzzy", member));
  };
  if (Status status = read_parameters("fuzzy", field->value, common, read); !status) return std::move(status).error();
  if (engine::is_null(fuzzy.value)) return parse_error("No value specified for fuzzy query", field->value);
  return finish(std::move(fuzzy), common);
}

Result<engine::QueryPtr> parse_match_all(JsonValue body, QueryParser& /*parser*/) {
  return parse_without_parameters<engine::MatchAllQuery>("match_all", body);
}

Result<engine::QueryPtr> parse_match_none(JsonValue body, QueryParser& /*parser*/) {
  return parse_without_parameters<engine::MatchNoneQuery>("match_none", body);
}

}  // namespace aisle::server::es_api
