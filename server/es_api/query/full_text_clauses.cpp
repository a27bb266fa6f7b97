#include <algorithm>
#include <cctype>
#include <charconv>

#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

Error bad_fuzziness(const JsonMember& member) {
  return parse_error("Invalid fuzziness value: [" + std::string(member.value.text()) +
                         "], allowed are 0, 1, 2, AUTO and AUTO:low,high",
                     member.value, "illegal_argument_exception");
}

// "AUTO:3,6" after the colon.
bool read_auto_bounds(std::string_view bounds, engine::Fuzziness& fuzziness) {
  const std::size_t comma = bounds.find(',');
  if (comma == std::string_view::npos) return false;
  const auto read = [](std::string_view text, std::uint32_t& out) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    return problem == std::errc{} && end == text.data() + text.size();
  };
  return read(bounds.substr(0, comma), fuzziness.low) && read(bounds.substr(comma + 1), fuzziness.high) &&
         fuzziness.low <= fuzziness.high;
}

Result<bool> read_zero_terms_all(std::string_view clause, const JsonMember& member) {
  Result<std::string> text = read_text(clause, member);
  if (!text) return std::move(text).error();
  if (*text == "all" || *text == "ALL") return true;
  if (*text == "none" || *text == "NONE") return false;
  return parse_error("Unsupported zero_terms_query value [" + *text + "]", member.value);
}

// match and match_bool_prefix share their parameters; `clause` has the fields of both.
template <class Clause>
Result<bool> read_match_parameter(std::string_view name, const JsonMember& member, Clause& clause) {
  Status status;
  if (member.name == "query") {
    status = store(read_value(name, member), clause.text);
  } else if (member.name == "operator") {
    status = store(read_operator(name, member), clause.op);
  } else if (member.name == "minimum_should_match") {
    status = store(read_text(name, member), clause.minimum_should_match);
  } else if (member.name == "analyzer") {
    status = store(read_text(name, member), clause.analyzer);
  } else if (member.name == "fuzziness") {
    status = store(read_fuzziness(name, member), clause.fuzziness);
  } else if (member.name == "fuzzy_rewrite" || member.name == "cutoff_frequency") {
    return true;  // a rewrite method changes nothing here; the cutoff was removed in Elasticsearch 8 but is still sent
  } else {
    return read_fuzzy_option(name, member, clause.fuzzy);
  }
  if (!status) return std::move(status).error();
  return true;
}

Result<bool> read_match_only(const JsonMember& member, engine::MatchQuery& match) {
  Status status;
  if (member.name == "lenient") {
    status = store(read_boolean("match", member), match.lenient);
  } else if (member.name == "zero_terms_query") {
    status = store(read_zero_terms_all("match", member), match.zero_terms_all);
  } else if (member.name == "auto_generate_synonyms_phrase_query") {
    status = store(read_boolean("match", member), match.auto_generate_synonyms_phrase_query);
  } else {
    return false;
  }
  if (!status) return std::move(status).error();
  return true;
}

Error no_text(std::string_view clause, JsonValue at) {
  return parse_error("[" + std::string(clause) + "] No text specified for text query", at);
}

Result<engine::QueryPtr> parse_phrase(std::string_view name, JsonValue body, bool is_prefix) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field(name, body, common);
  if (!field) return std::move(field).error();
  engine::MatchPhraseQuery phrase;
  phrase.field = field->name;
  phrase.is_prefix = is_prefix;
  if (!field->value.is_object()) {
    if (Status status = store(read_value(name, *field), phrase.text); !status) return std::move(status).error();
    return finish(std::move(phrase), common);
  }
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "query") return store(read_value(name, member), phrase.text);
    if (member.name == "slop") return store(read_count(name, member), phrase.slop);
    if (member.name == "analyzer") return store(read_text(name, member), phrase.analyzer);
    if (member.name == "zero_terms_query") return store(read_zero_terms_all(name, member), phrase.zero_terms_all);
    if (is_prefix && member.name == "max_expansions") return store(read_count(name, member), phrase.max_expansions);
    return unknown_parameter(name, member);
  };
  if (Status status = read_parameters(name, field->value, common, read); !status) return std::move(status).error();
  if (engine::is_null(phrase.text)) return no_text(name, field->value);
  return finish(std::move(phrase), common);
}

}  // namespace

Result<engine::Fuzziness> read_fuzziness(std::string_view /*clause*/, const JsonMember& member) {
  if (!member.value.is_scalar()) return bad_fuzziness(member);
  const std::string text = upper(member.value.text());
  engine::Fuzziness fuzziness;
  if (text == "AUTO") {
    fuzziness.is_auto = true;
    return fuzziness;
  }
  if (text.starts_with("AUTO:")) {
    fuzziness.is_auto = true;
    if (!read_auto_bounds(std::string_view(text).substr(5), fuzziness)) return bad_fuzziness(member);
    return fuzziness;
  }
  double edits = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), edits);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  if (!whole || (edits != 0 && edits != 1 && edits != 2)) return bad_fuzziness(member);
  fuzziness.edits = static_cast<std::uint8_t>(edits);
  return fuzziness;
}

Result<bool> read_fuzzy_option(std::string_view clause, const JsonMember& member, engine::FuzzyOptions& options) {
  Status status;
  if (member.name == "prefix_length") {
    status = store(read_count(clause, member), options.prefix_length);
  } else if (member.name == "max_expansions") {
    status = store(read_count(clause, member), options.max_expansions);
    if (status && options.max_expansions == 0) {
      return parse_error("[" + std::string(clause) + "] requires maxExpansions to be positive", member.value,
                         "illegal_argument_exception");
    }
  } else if (member.name == "fuzzy_transpositions" || member.name == "transpositions") {
    status = store(read_boolean(clause, member), options.transpositions);
  } else {
    return false;
  }
  if (!status) return std::move(status).error();
  return true;
}

Result<engine::Operator> read_operator(std::string_view clause, const JsonMember& member) {
  Result<std::string> text = read_text(clause, member);
  if (!text) return std::move(text).error();
  const std::string name = upper(*text);
  if (name == "OR") return engine::Operator::or_;
  if (name == "AND") return engine::Operator::and_;
  return parse_error("No enum constant org.elasticsearch.index.query.Operator." + name, member.value,
                     "illegal_argument_exception");
}

Result<engine::QueryPtr> parse_match(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field("match", body, common);
  if (!field) return std::move(field).error();
  engine::MatchQuery match;
  match.field = field->name;
  if (!field->value.is_object()) {
    if (Status status = store(read_value("match", *field), match.text); !status) return std::move(status).error();
    if (engine::is_null(match.text)) return no_text("match", field->value);
    return finish(std::move(match), common);
  }
  const auto read = [&](const JsonMember& member) -> Status {
    Result<bool> shared = read_match_parameter("match", member, match);
    if (!shared) return std::move(shared).error();
    if (*shared) return {};
    Result<bool> own = read_match_only(member, match);
    if (!own) return std::move(own).error();
    return *own ? Status() : Status(unknown_parameter("match", member));
  };
  if (Status status = read_parameters("match", field->value, common, read); !status) return std::move(status).error();
  if (engine::is_null(match.text)) return no_text("match", field->value);
  return finish(std::move(match), common);
}

Result<engine::QueryPtr> parse_match_phrase(JsonValue body, QueryParser& /*parser*/) {
  return parse_phrase("match_phrase", body, false);
}

Result<engine::QueryPtr> parse_match_phrase_prefix(JsonValue body, QueryParser& /*parser*/) {
  return parse_phrase("match_phrase_prefix", body, true);
}

Result<engine::QueryPtr> parse_match_bool_prefix(JsonValue body, QueryParser& /*parser*/) {
  constexpr std::string_view kName = "match_bool_prefix";
  CommonParameters common;
  Result<JsonMember> field = read_single_field(kName, body, common);
  if (!field) return std::move(field).error();
  engine::MatchBoolPrefixQuery match;
  match.field = field->name;
  if (!field->value.is_object()) {
    if (Status status = store(read_value(kName, *field), match.text); !status) return std::move(status).error();
    return finish(std::move(match), common);
  }
  const auto read = [&](const JsonMember& member) -> Status {
    Result<bool> known = read_match_parameter(kName, member, match);
    if (!known) return std::move(known).error();
    return *known ? Status() : Status(unknown_parameter(kName, member));
  };
  if (Status status = read_parameters(kName, field->value, common, read); !status) return std::move(status).error();
  if (engine::is_null(match.text)) return no_text(kName, field->value);
  return finish(std::move(match), common);
}

}  // namespace aisle::server::es_api
