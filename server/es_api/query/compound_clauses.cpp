#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

Status read_clauses(JsonValue value, QueryParser& parser, std::vector<engine::QueryPtr>& out) {
  Result<std::vector<engine::QueryPtr>> clauses = parser.parse_list(value);
  if (!clauses) return std::move(clauses).error();
  out.insert(out.end(), clauses->begin(), clauses->end());
  return {};
}

}  // namespace

Result<engine::QueryPtr> parse_bool(JsonValue body, QueryParser& parser) {
  CommonParameters common;
  engine::BoolQuery query;
  if (body.is_array() && body.size() == 0) return finish(std::move(query), common);  // PHP's empty map
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "must") return read_clauses(member.value, parser, query.must);
    if (member.name == "should") return read_clauses(member.value, parser, query.should);
    if (member.name == "filter") return read_clauses(member.value, parser, query.filter);
    if (member.name == "must_not" || member.name == "mustNot") return read_clauses(member.value, parser, query.must_not);
    if (member.name == "minimum_should_match") return store(read_text("bool", member), query.minimum_should_match);
    if (member.name == "adjust_pure_negative") return {};  // a bool of only must_not matches the rest, as by default
    return unknown_parameter("bool", member);
  };
  if (Status status = read_parameters("bool", body, common, read); !status) return std::move(status).error();
  return finish(std::move(query), common);
}

Result<engine::QueryPtr> parse_dis_max(JsonValue body, QueryParser& parser) {
  CommonParameters common;
  engine::DisMaxQuery query;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "queries") return read_clauses(member.value, parser, query.queries);
    if (member.name == "tie_breaker") return store_as<float>(read_double("dis_max", member), query.tie_breaker);
    return unknown_parameter("dis_max", member);
  };
  if (Status status = read_parameters("dis_max", body, common, read); !status) return std::move(status).error();
  if (query.queries.empty()) return parse_error("[dis_max] requires 'queries' field with at least one clause", body);
  return finish(std::move(query), common);
}

Result<engine::QueryPtr> parse_constant_score(JsonValue body, QueryParser& parser) {
  CommonParameters common;
  engine::ConstantScoreQuery query;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "filter") return store(parser.parse(member.value), query.filter);
    return unknown_parameter("constant_score", member);
  };
  if (Status status = read_parameters("constant_score", body, common, read); !status) return std::move(status).error();
  if (!query.filter) return parse_error("[constant_score] requires a 'filter' element", body);
  return finish(std::move(query), common);
}

Result<engine::QueryPtr> parse_boosting(JsonValue body, QueryParser& parser) {
  CommonParameters common;
  engine::BoostingQuery query;
  bool has_negative_boost = false;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "positive") return store(parser.parse(member.value), query.positive);
    if (member.name == "negative") return store(parser.parse(member.value), query.negative);
    if (member.name != "negative_boost") return unknown_parameter("boosting", member);
    has_negative_boost = true;
    return store_as<float>(read_double("boosting", member), query.negative_boost);
  };
  if (Status status = read_parameters("boosting", body, common, read); !status) return std::move(status).error();
  if (!query.positive) return parse_error("[boosting] query requires 'positive' query to be set'", body);
  if (!query.negative) return parse_error("[boosting] query requires 'negative' query to be set'", body);
  if (!has_negative_boost || query.negative_boost < 0) {
    return parse_error("[boosting] query requires 'negative_boost' to be set to be a positive value'", body);
  }
  return finish(std::move(query), common);
}

}  // namespace aisle::server::es_api
