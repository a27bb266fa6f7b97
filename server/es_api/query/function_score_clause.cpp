#include <array>

#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::string_view kName = "function_score";
using ScoreMode = engine::FunctionScoreQuery::ScoreMode;
using BoostMode = engine::FunctionScoreQuery::BoostMode;
using Modifier = engine::FieldValueFactor::Modifier;

template <class Enum, std::size_t N>
Result<Enum> read_name(const JsonMember& member, const std::array<std::pair<std::string_view, Enum>, N>& names) {
  Result<std::string> text = read_text(kName, member);
  if (!text) return std::move(text).error();
  for (const auto& [name, value] : names) {
    if (name == *text) return value;
  }
  return parse_error("illegal " + std::string(member.name) + " [" + *text + "]", member.value,
                     "illegal_argument_exception");
}

constexpr std::array<std::pair<std::string_view, ScoreMode>, 6> kScoreModes{{{"multiply", ScoreMode::multiply},
                                                                             {"sum", ScoreMode::sum},
                                                                             {"avg", ScoreMode::avg},
                                                                             {"first", ScoreMode::first},
                                                                             {"max", ScoreMode::max},
                                                                             {"min", ScoreMode::min}}};
constexpr std::array<std::pair<std::string_view, BoostMode>, 6> kBoostModes{{{"multiply", BoostMode::multiply},
                                                                             {"replace", BoostMode::replace},
                                                                             {"sum", BoostMode::sum},
                                                                             {"avg", BoostMode::avg},
                                                                             {"max", BoostMode::max},
                                                                             {"min", BoostMode::min}}};
constexpr std::array<std::pair<std::string_view, Modifier>, 10> kModifiers{{{"none", Modifier::none},
                                                                            {"log", Modifier::log},
                                                                            {"log1p", Modifier::log1p},
                                                                            {"log2p", Modifier::log2p},
                                                                            {"ln", Modifier::ln},
                                                                            {"ln1p", Modifier::ln1p},
                                                                            {"ln2p", Modifier::ln2p},
                                                                            {"square", Modifier::square},
                                                                            {"sqrt", Modifier::sqrt},
                                                                            {"reciprocal", Modifier::reciprocal}}};

Status read_field_value_factor(JsonValue body, engine::ScoreFunction& function) {
  CommonParameters unused;
  engine::FieldValueFactor factor;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "field") return store(read_text("field_value_factor", member), factor.field);
    if (member.name == "factor") return store_as<float>(read_double("field_value_factor", member), factor.factor);
    if (member.name == "modifier") return store(read_name(member, kModifiers), factor.modifier);
    if (member.name == "missing") return store(read_double("field_value_factor", member), factor.missing);
    return unknown_parameter("field_value_factor", member);
  };
  if (Status status = read_parameters("field_value_factor", body, unused, read); !status) return status;
  if (factor.field.empty()) {
    return parse_error("[field_value_factor] required field 'field' missing", body);
  }
  function.function = std::move(factor);
  return {};
}

// A seed may be any integer or text; texts are hashed as Java's String.hashCode would.
std::int64_t seed_of(JsonValue value) {
  if (const auto number = value.as_int64()) return *number;
  std::uint32_t hash = 0;
  for (const char c : value.text()) hash = hash * 31 + static_cast<unsigned char>(c);
  return static_cast<std::int32_t>(hash);
}

Status read_random_score(JsonValue body, engine::ScoreFunction& function) {
  CommonParameters unused;
  engine::RandomScore random;
  if (body.is_array() && body.size() == 0) {  // PHP's empty map
    function.function = std::move(random);
    return {};
  }
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "field") return store(read_text("random_score", member), random.field);
    if (member.name != "seed") return unknown_parameter("random_score", member);
    if (!member.value.is_scalar()) return parse_error("random_score seed must be an int, long or string", member.value);
    if (!member.value.is_null()) random.seed = seed_of(member.value);
    return {};
  };
  if (Status status = read_parameters("random_score", body, unused, read); !status) return status;
  function.function = std::move(random);
  return {};
}

Status read_decay_field(std::string_view name, const JsonMember& field, engine::DecayFunction& decay) {
  if (!field.value.is_object()) return parse_error("malformed decay function, expected an object", field.value);
  decay.field = field.name;
  for (const JsonMember member : field.value.members()) {
    Status status;
    if (member.name == "origin") {
      status = store(read_value(name, member), decay.origin);
    } else if (member.name == "scale") {
      status = store(read_value(name, member), decay.scale);
    } else if (member.name == "offset") {
      status = store(read_value(name, member), decay.offset);
    } else if (member.name == "decay") {
      status = store(read_double(name, member), decay.decay);
    } else {
      status = unknown_parameter(name, member);
    }
    if (!status) return status;
  }
  if (engine::is_null(decay.scale)) return parse_error("scale must be set for " + std::string(name), field.value);
  return {};
}

Status read_decay(std::string_view name, JsonValue body, engine::ScoreFunction& function) {
  engine::DecayFunction decay;
  decay.shape = name == "gauss"  ? engine::DecayFunction::Shape::gauss
                : name == "exp" ? engine::DecayFunction::Shape::exp
                                : engine::DecayFunction::Shape::linear;
  if (!body.is_object()) return parse_error("malformed decay function [" + std::string(name) + "]", body);
  for (const JsonMember member : body.members()) {
    if (member.name == "multi_value_mode") continue;  // columns answer with their smallest value
    if (Status status = read_decay_field(name, member, decay); !status) return status;
  }
  if (decay.field.empty()) return parse_error("malformed decay function [" + std::string(name) + "]: no field", body);
  function.function = std::move(decay);
  return {};
}

/// True when the member was a function and has been read.
Result<bool> read_function(const JsonMember& member, engine::ScoreFunction& function) {
  Status status;
  if (member.name == "weight") {
    status = store_as<float>(read_double(kName, member), function.weight.emplace());
  } else if (member.name == "field_value_factor") {
    status = read_field_value_factor(member.value, function);
  } else if (member.name == "random_score") {
    status = read_random_score(member.value, function);
  } else if (member.name == "gauss" || member.name == "exp" || member.name == "linear") {
    status = read_decay(member.name, member.value, function);
  } else {
    return false;
  }
  if (!status) return std::move(status).error();
  return true;
}

// An array of filters stands for its last element, as Elasticsearch's parser takes it.
Status read_filter(JsonValue value, QueryParser& parser, engine::QueryPtr& filter) {
  if (!value.is_array()) return store(parser.parse(value), filter);
  for (const JsonValue element : value.elements()) {
    if (Status status = store(parser.parse(element), filter); !status) return status;
  }
  return {};
}

Status read_one_function(JsonValue body, QueryParser& parser, engine::ScoreFunction& function) {
  if (!body.is_object()) return parse_error("failed to parse [function_score]: a function must be an object", body);
  bool has_function = false;
  for (const JsonMember member : body.members()) {
    if (member.name == "filter") {
      if (Status status = read_filter(member.value, parser, function.filter); !status) return status;
      continue;
    }
    Result<bool> was_function = read_function(member, function);
    if (!was_function) return std::move(was_function).error();
    if (!*was_function) return unknown_parameter(kName, member);
    has_function = true;
  }
  if (!has_function) {
    return parse_error("an entry in functions list is missing a function.", body);
  }
  return {};
}

Status read_functions(JsonValue array, QueryParser& parser, std::vector<engine::ScoreFunction>& functions) {
  if (!array.is_array()) return parse_error("[function_score] functions must be an array", array);
  for (const JsonValue body : array.elements()) {
    if (Status status = read_one_function(body, parser, functions.emplace_back()); !status) return status;
  }
  return {};
}

}  // namespace

Result<engine::QueryPtr> parse_function_score(JsonValue body, QueryParser& parser) {
  CommonParameters common;
  engine::FunctionScoreQuery query;
  engine::ScoreFunction single;
  bool has_single = false;
  const auto read = [&](const JsonMember& member) -> Status {
    if (member.name == "query") return store(parser.parse(member.value), query.query);
    if (member.name == "functions") return read_functions(member.value, parser, query.functions);
    if (member.name == "score_mode") return store(read_name(member, kScoreModes), query.score_mode);
    if (member.name == "boost_mode") return store(read_name(member, kBoostModes), query.boost_mode);
    if (member.name == "max_boost") return store_as<float>(read_double(kName, member), query.max_boost);
    if (member.name == "min_score") return store_as<float>(read_double(kName, member), query.min_score.emplace());
    Result<bool> was_function = read_function(member, single);
    if (!was_function) return std::move(was_function).error();
    if (!*was_function) return unknown_parameter(kName, member);
    has_single = true;
    return {};
  };
  if (Status status = read_parameters(kName, body, common, read); !status) return std::move(status).error();
  if (has_single && !query.functions.empty()) {
    return parse_error("failed to parse [function_score] query. already found [functions] array, now encountering a "
                       "single function",
                       body);
  }
  if (has_single) query.functions.push_back(std::move(single));
  return finish(std::move(query), common);
}

}  // namespace aisle::server::es_api
