// function_score: filters planned, fields found, seeds and origins fixed.
#include <atomic>
#include <charconv>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/rewriter.hpp"
#include "engine/schema/date_format.hpp"
#include "engine/schema/time_value.hpp"

namespace aisle::engine {
namespace {

/// Differs from call to call, in one process and between processes started at different times.
std::uint64_t fresh_seed(EpochMillis now_ms) {
  static std::atomic<std::uint64_t> calls{0};
  return mix64(static_cast<std::uint64_t>(now_ms) ^ mix64(++calls));
}

Result<double> plain_number(const Value& value, std::string_view name) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (is_null(value)) return 0.0;
  const std::string text = text_of(value);
  double number = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc{} && end == text.data() + text.size()) return number;
  return Error(ErrorCode::invalid_argument, fmt::format("failed to parse [{}]: For input string: \"{}\"", name, text),
               "number_format");
}

Result<double> duration_ms(const Value& value, std::string_view name) {
  if (is_null(value)) return 0.0;
  const Result<std::int64_t> length = parse_time_value(text_of(value), name);
  if (!length) return length.error();
  return static_cast<double>(*length);
}

Result<double> origin_of(const Field& field, const DecayFunction& function, EpochMillis now_ms) {
  if (field.type != FieldType::date) return plain_number(function.origin, "origin");
  if (is_null(function.origin)) return static_cast<double>(now_ms);
  const std::string_view format = field.date_format.empty() ? kDefaultDateFormat : std::string_view(field.date_format);
  const Result<EpochMillis> origin = parse_date(text_of(function.origin), format, {.now = now_ms});
  if (!origin) return origin.error();
  return static_cast<double>(*origin);
}

Error unknown_field(const std::string& name) {
  return Error(ErrorCode::invalid_argument, fmt::format("unknown field [{}]", name), "parsing", name);
}

}  // namespace

Result<FunctionScorePlan::FieldFactor> Rewriter::field_factor(const FieldValueFactor& function) {
  const Field* field = context_.schema().find(function.field);
  if (field == nullptr && !function.missing) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Unable to find a field mapper for field [{}]. No 'missing' value defined.",
                             function.field),
                 "exception", function.field);
  }
  if (field != nullptr && !is_numeric(field->type)) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Field [{}] of type [{}] does not support field_value_factor: only numeric types do",
                             function.field, to_string(field->type)),
                 "illegal_argument", function.field);
  }
  return FunctionScorePlan::FieldFactor{field == nullptr ? kNoField : field->id, function};
}

Result<FunctionScorePlan::Random> Rewriter::random(const RandomScore& function) {
  FunctionScorePlan::Random random;
  random.seed = function.seed ? mix64(static_cast<std::uint64_t>(*function.seed)) : fresh_seed(context_.now_ms());
  if (function.field.empty() || function.field == "_id" || function.field == "_seq_no") return random;
  const Field* field = context_.schema().find(function.field);
  if (field == nullptr) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Field [{}] is not mapped and cannot be used as a source of random numbers.",
                             function.field),
                 "illegal_argument", function.field);
  }
  if (is_numeric(field->type)) random.field = field->id;
  return random;
}

Result<FunctionScorePlan::FieldDecay> Rewriter::decay(const DecayFunction& function) {
  const Field* field = context_.schema().find(function.field);
  if (field == nullptr) return unknown_field(function.field);
  if (!is_numeric(field->type)) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("field [{}] is of type [{}], but only numeric types are supported.", function.field,
                             to_string(field->type)),
                 "parsing", function.field);
  }
  const bool is_date = field->type == FieldType::date;
  const Result<double> origin = origin_of(*field, function, context_.now_ms());
  if (!origin) return origin.error();
  const Result<double> scale = is_date ? duration_ms(function.scale, "scale") : plain_number(function.scale, "scale");
  if (!scale) return scale.error();
  const Result<double> offset =
      is_date ? duration_ms(function.offset, "offset") : plain_number(function.offset, "offset");
  if (!offset) return offset.error();
  const auto invalid = [](std::string_view what) {
    return Error(ErrorCode::invalid_argument, fmt::format("{}", what), "illegal_argument");
  };
  if (!(*scale > 0.0)) return invalid("[function_score] : scale must be > 0.0.");
  if (!(function.decay > 0.0) || !(function.decay < 1.0)) return invalid("[function_score] : decay must be in the range (0..1).");
  if (!(*offset >= 0.0)) return invalid("[function_score] : offset must be > 0.0");
  return FunctionScorePlan::FieldDecay{field->id,
                                       Decay(function.shape, *origin, *scale, *offset, function.decay)};
}

Result<FunctionScorePlan::Function> Rewriter::score_function(const ScoreFunction& function) {
  Result<FunctionScorePlan::Function> result = FunctionScorePlan::Function{};  // one object: GCC 12 misjudges a move of it
  FunctionScorePlan::Function& made = *result;
  made.weight = static_cast<double>(function.weight.value_or(1.0F));
  if (function.filter != nullptr) {
    Result<PlanPtr> filter = rewrite(function.filter, Standing{}.unscored());
    if (!filter) return std::move(filter).error();
    made.filter = std::move(*filter);
  }
  const auto take = [&](auto part) -> Status {
    if (!part) return std::move(part).error();
    made.value = std::move(*part);
    return {};
  };
  Status taken;
  if (const auto* factor = std::get_if<FieldValueFactor>(&function.function)) taken = take(field_factor(*factor));
  if (const auto* randomly = std::get_if<RandomScore>(&function.function)) taken = take(random(*randomly));
  if (const auto* curve = std::get_if<DecayFunction>(&function.function)) taken = take(decay(*curve));
  if (!taken) return std::move(taken).error();
  return result;
}

Result<PlanPtr> Rewriter::clause(const FunctionScoreQuery& query, const Standing& standing) {
  // A min_score decides who matches, so scores are needed even in a filter.
  const bool scored = standing.scored || query.min_score.has_value();
  Result<PlanPtr> inner = rewrite(query.query, {standing.boost, scored});
  if (!inner) return inner;
  std::vector<FunctionScorePlan::Function> functions;
  for (const ScoreFunction& function : query.functions) {
    Result<FunctionScorePlan::Function> made = score_function(function);
    if (!made) return std::move(made).error();
    functions.push_back(std::move(*made));
  }
  FunctionScoreModes modes{query.score_mode, query.boost_mode, query.max_boost, query.min_score};
  // A single function for every document is taken as it is: "avg" would divide its weight away.
  if (functions.size() == 1 && functions[0].filter == nullptr) modes.score = FunctionScoreQuery::ScoreMode::first;
  return PlanPtr(std::make_unique<FunctionScorePlan>(std::move(*inner), std::move(functions), modes));
}

}  // namespace aisle::engine
