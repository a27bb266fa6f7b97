#include "loaders/mapping/document_parser.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <vector>

#include "engine/index/segment/completion_term.hpp"
#include "loaders/mapping/completion_object.hpp"
#include "loaders/mapping/dynamic_fields.hpp"
#include "loaders/mapping/mapping_error.hpp"
#include "loaders/mapping/scalar_coercion.hpp"

namespace aisle::loaders {
namespace {

namespace ondemand = simdjson::ondemand;
static_assert(DocumentParser::kSourcePadding >= simdjson::SIMDJSON_PADDING);

/// Unescaped strings of one document.
class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    auto& copy = texts_.emplace_back(new char[text.size() + 1]);
    std::memcpy(copy.get(), text.data(), text.size());
    return {copy.get(), text.size()};
  }

 private:
  std::vector<std::unique_ptr<char[]>> texts_;
};

/// Where in the mapping the reader is. An object that is not mapped yet has a path but no plan.
struct Scope {
  const ObjectPlan* plan = nullptr;
  std::string_view path;
  DynamicMode mode = DynamicMode::on;
};

std::string_view without_trailing_space(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
  return token;
}

bool is_integer_literal(std::string_view literal) { return literal.find_first_of(".eE") == std::string_view::npos; }

bool is_metadata_name(std::string_view name) {
  constexpr std::string_view kNames[] = {"_id", "_source", "_index", "_routing", "_field_names", "_ignored",
                                         "_seq_no", "_version", "_type"};
  return !name.empty() && name[0] == '_' && std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

/// Reads one document. Walks every byte of structure, so that what is ignored is validated too.
class DocumentReader {
 public:
  DocumentReader(const DocumentPlan& plan, engine::Document& document) : plan_(plan), document_(document) {}

  /// True when the whole document was read; otherwise `error()` says why.
  bool read(ondemand::parser& parser) {
    const std::string& source = document_.source;
    ondemand::document json;
    if (const auto code = parser.iterate(source.data(), source.size(), source.capacity()).get(json)) return fail_json(code);
    ondemand::object root;
    if (const auto code = json.get_object().get(root)) {
      return code == simdjson::INCORRECT_TYPE ? fail_content("Malformed content, must start with an object") : fail_json(code);
    }
    if (!read_object(root, {&plan_.objects[0], "", plan_.objects[0].dynamic}, 1)) return false;
    const bool at_end = json.current_location().error() == simdjson::OUT_OF_BOUNDS;
    if (!at_end) return fail_content("the document goes on after its closing brace");
    return check_live();
  }

  Error take_error() { return std::move(*error_); }
  DynamicFields& dynamic() { return dynamic_; }
  std::shared_ptr<const void> take_text() { return std::move(arena_); }

 private:
  // --- failures ---------------------------------------------------------------------------------------------------

  bool fail(Error error, const char* where) {
    const std::string_view before(document_.source.data(), static_cast<std::size_t>(where - document_.source.data()));
    Position position;
    position.byte = before.size();
    position.line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    position.column = static_cast<std::uint32_t>(before.size() - line_start) + 1;
    error_ = std::move(error).at(position);
    return false;
  }
  bool fail_content(std::string why) {
    return fail({ErrorCode::invalid_argument, "failed to parse: " + why, "document_parsing"}, place_);
  }
  bool fail_json(simdjson::error_code code) {
    Error error{ErrorCode::invalid_argument, "failed to parse", "document_parsing",
                std::string("json_parse_exception: ") + simdjson::error_message(code)};
    return fail(std::move(error), place_);
  }
  bool fail_value(const LeafPlan& leaf, std::string_view preview, std::string cause, const char* where) {
    constexpr std::size_t kPreviewBytes = 200;
    if (leaf.ignore_malformed) return true;
    std::string message = "failed to parse field " + bracketed(leaf.path) + " of type " + bracketed(leaf.type_name) +
                          " in document with id '" + document_.id + "'. Preview of field's value: '";
    message.append(preview.substr(0, kPreviewBytes)).append("'");
    return fail({ErrorCode::invalid_argument, std::move(message), "document_parsing", std::move(cause)}, where);
  }

  // --- objects ----------------------------------------------------------------------------------------------------

  /// A member's name: a view into the source unless it has escapes.
  bool read_name(ondemand::field& field, std::string_view& name) {
    const char* start = field.key().raw();
    const char* end = start;
    while (*end != '"' && *end != '\\') ++end;
    place_ = start - 1;
    if (*end == '"') {
      name = {start, static_cast<std::size_t>(end - start)};
      return true;
    }
    if (const auto code = field.unescaped_key().get(name)) return fail_json(code);
    name = keep(name);
    return true;
  }

  bool read_object(ondemand::object& object, const Scope& scope, std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    for (auto member : object) {
      ondemand::field field;
      if (const auto code = std::move(member).get(field)) return fail_json(code);
      std::string_view name;
      if (!read_name(field, name)) return false;
      if (!read_member(name, field.value(), scope, depth)) return false;
    }
    return true;
  }

  bool read_member(std::string_view name, ondemand::value& value, const Scope& scope, std::uint32_t depth) {
    if (scope.plan != nullptr) {
      if (const ObjectPlan::Child* child = scope.plan->find(name)) return read_child(*child, value, depth);
      if (!scope.plan->enabled) return skip(value, depth);
    }
    if (depth == 1 && is_metadata_name(name)) {
      return fail({ErrorCode::invalid_argument, "Field " + bracketed(name) + " is a metadata field and cannot be added "
                   "inside a document. Use the index API request parameters.", "document_parsing"}, place_);
    }
    if (name.find('.') != std::string_view::npos) return read_dotted(name, value, scope, depth);
    return read_unknown(name, value, scope, depth);
  }

  bool read_child(const ObjectPlan::Child& child, ondemand::value& value, std::uint32_t depth) {
    if (!child.is_object) return read_leaf(plan_.leaves[child.index], value, depth);
    const ObjectPlan& object = plan_.objects[child.index];
    if (!object.enabled) return skip(value, depth);
    return read_mapped_object(object, value, depth);
  }

  bool read_mapped_object(const ObjectPlan& object, ondemand::value& value, std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return fail_json(code);
    if (type == ondemand::json_type::object) {
      ondemand::object inner;
      if (const auto code = value.get_object().get(inner)) return fail_json(code);
      return read_object(inner, {&object, object.path, object.dynamic}, depth + 1);
    }
    if (type == ondemand::json_type::null) return skip(value, depth);
    if (type == ondemand::json_type::array) {
      return for_each_element(value, [&](ondemand::value& element) { return read_mapped_object(object, element, depth + 1); });
    }
    const std::string_view name = std::string_view(object.path).substr(object.path.rfind('.') + 1);
    return fail({ErrorCode::invalid_argument, "object mapping for " + bracketed(object.path) + " tried to parse field " +
                 bracketed(name) + " as object, but found a concrete value", "document_parsing"}, place_);
  }

  /// "a.b": 1 stands for "a": {"b": 1}.
  bool read_dotted(std::string_view name, ondemand::value& value, Scope scope, std::uint32_t depth) {
    if (std::count(name.begin(), name.end(), '.') > static_cast<std::ptrdiff_t>(kMaxDocumentDepth)) {
      return fail_content("a field name has too many dots");
    }
    std::string path(scope.path);
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
      const std::string_view part = name.substr(0, dot);
      name.remove_prefix(dot + 1);
      if (part.empty() || name.empty()) {
        return fail({ErrorCode::invalid_argument, "field name starting or ending with a [.] makes object resolution "
                     "ambiguous: " + bracketed(path), "illegal_argument"}, place_);
      }
      if (!path.empty()) path += '.';
      path += part;
      const ObjectPlan::Child* child = scope.plan == nullptr ? nullptr : scope.plan->find(part);
      if (child != nullptr && !child->is_object) {
        return fail({ErrorCode::invalid_argument, "can't merge a non object mapping " + bracketed(path) +
                     " with an object mapping", "illegal_argument"}, place_);
      }
      if (child != nullptr) {
        const ObjectPlan& object = plan_.objects[child->index];
        if (!object.enabled) return skip(value, depth);
        scope = {&object, object.path, object.dynamic};
        continue;
      }
      if (scope.mode == DynamicMode::off) return skip(value, depth);
      if (scope.mode == DynamicMode::strict) return fail_strict(part, scope);
      if (!dynamic_.add_object(plan_.dynamic, path)) return skip(value, depth);
      scope.plan = nullptr;
    }
    scope.path = path;
    return read_member(name, value, scope, depth + 1);
  }

  // --- fields that the mapping does not know --------------------------------------------------------------------------

  bool fail_strict(std::string_view name, const Scope& scope) {
    return fail({ErrorCode::invalid_argument, "mapping set to strict, dynamic introduction of " + bracketed(name) +
                 " within " + bracketed(scope.path.empty() ? "_doc" : scope.path) + " is not allowed",
                 "strict_dynamic_mapping"}, place_);
  }

  bool read_unknown(std::string_view name, ondemand::value& value, const Scope& scope, std::uint32_t depth) {
    if (scope.mode == DynamicMode::off) return skip(value, depth);
    if (scope.mode == DynamicMode::strict) return fail_strict(name, scope);
    if (name.find_first_not_of(" \t\n\r") == std::string_view::npos) {
      return fail({ErrorCode::invalid_argument, name.empty() ? "field name cannot be an empty string"
                   : "field name cannot contain only whitespace", "illegal_argument"}, place_);
    }
    std::string path(scope.path);
    if (!path.empty()) path += '.';
    path += name;
    return read_new(path, value, scope.mode, depth);
  }

  bool read_new(const std::string& path, ondemand::value& value, DynamicMode mode, std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return fail_json(code);
    if (type == ondemand::json_type::array) {
      return for_each_element(value, [&](ondemand::value& element) { return read_new(path, element, mode, depth + 1); });
    }
    if (type == ondemand::json_type::object) {
      if (!dynamic_.add_object(plan_.dynamic, path)) return skip(value, depth);
      ondemand::object inner;
      if (const auto code = value.get_object().get(inner)) return fail_json(code);
      return read_object(inner, {nullptr, path, mode}, depth + 1);
    }
    std::optional<Scalar> scalar;
    if (!read_scalar(value, type, scalar)) return false;
    if (scalar) dynamic_.add_scalar(plan_.dynamic, path, *scalar);
    return true;
  }

  // --- values -----------------------------------------------------------------------------------------------------

  template <class Visit>
  bool for_each_element(ondemand::value& value, Visit visit) {
    ondemand::array array;
    if (const auto code = value.get_array().get(array)) return fail_json(code);
    for (auto element : array) {
      ondemand::value each;
      if (const auto code = std::move(element).get(each)) return fail_json(code);
      if (!visit(each)) return false;
    }
    return true;
  }

  /// Reads a scalar; null gives none.
  bool read_scalar(ondemand::value& value, ondemand::json_type type, std::optional<Scalar>& out) {
    const std::string_view token = without_trailing_space(value.raw_json_token());
    place_ = token.data();
    switch (type) {
      case ondemand::json_type::string: return read_string(value, token, out.emplace());
      case ondemand::json_type::number: return read_number(value, token, out.emplace());
      case ondemand::json_type::boolean: {
        Scalar& scalar = out.emplace();
        scalar.kind = Scalar::Kind::boolean;
        if (const auto code = value.get_bool().get(scalar.boolean)) return fail_json(code);
        scalar.text = scalar.boolean ? "true" : "false";
        return true;
      }
      default: {
        bool is_null = false;
        if (const auto code = value.is_null().get(is_null)) return fail_json(code);
        return is_null || fail_json(simdjson::N_ATOM_ERROR);
      }
    }
  }

  bool read_string(ondemand::value& value, std::string_view token, Scalar& out) {
    out.kind = Scalar::Kind::text;
    const bool whole = token.size() >= 2 && token.back() == '"';
    if (whole && std::memchr(token.data(), '\\', token.size()) == nullptr) {
      out.text = token.substr(1, token.size() - 2);
      ondemand::raw_json_string consumed;
      if (const auto code = value.get_raw_json_string().get(consumed)) return fail_json(code);
      return true;
    }
    if (const auto code = value.get_string().get(out.text)) return fail_json(code);
    out.text = keep(out.text);
    return true;
  }

  bool read_number(ondemand::value& value, std::string_view token, Scalar& out) {
    constexpr std::size_t kSurelyFits = 18;
    out.text = token;
    if (is_integer_literal(token) && token.size() <= kSurelyFits) {
      out.kind = Scalar::Kind::integer;
      if (const auto code = value.get_int64().get(out.integer)) return fail_json(code);
      return true;
    }
    out.kind = Scalar::Kind::real;
    if (const auto code = value.get_double().get(out.real)) return fail_json(code);
    if (!is_integer_literal(token)) return true;
    const auto [end, failed] = std::from_chars(token.data(), token.data() + token.size(), out.integer);
    if (failed == std::errc() && end == token.data() + token.size()) out.kind = Scalar::Kind::integer;
    return true;
  }

  bool read_leaf(const LeafPlan& leaf, ondemand::value& value, std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return fail_json(code);
    if (type == ondemand::json_type::array) {
      return for_each_element(value, [&](ondemand::value& element) { return read_leaf(leaf, element, depth + 1); });
    }
    if (type == ondemand::json_type::object) return read_object_for_leaf(leaf, value, depth);
    std::optional<Scalar> scalar;
    if (!read_scalar(value, type, scalar)) return false;
    return scalar ? emit_everywhere(leaf, *scalar) : emit_null(leaf);
  }

  bool read_object_for_leaf(const LeafPlan& leaf, ondemand::value& value, std::uint32_t depth) {
    if (leaf.type == engine::FieldType::completion) return read_completion(leaf, value, depth);
    const char* start = value.raw_json_token().data();
    if (!skip(value, depth)) return false;
    const char* source = document_.source.data();
    const std::string_view rest(start, document_.source.size() - static_cast<std::size_t>(start - source));
    return fail_value(leaf, rest.substr(0, rest.find('}') + 1), "illegal_argument_exception: Can't get text on a START_OBJECT", start);
  }

  /// {"input": text or texts, "weight": how much it counts}
  bool read_completion(const LeafPlan& leaf, ondemand::value& value, std::uint32_t depth) {
    const char* const start = value.raw_json_token().data();
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) return fail_json(code);
    CompletionObject completion;
    for (auto member : object) {
      ondemand::field field;
      if (const auto code = std::move(member).get(field)) return fail_json(code);
      std::string_view name;
      if (!read_name(field, name)) return false;
      if (!read_completion_member(name, field.value(), completion, depth + 1)) return false;
    }
    if (!completion.fault.empty()) {
      const auto length = static_cast<std::size_t>(place_ - start);
      return fail_value(leaf, {start, length}, "illegal_argument_exception: " + completion.fault, start);
    }
    for (const std::string_view input : completion.inputs) emit_completion(leaf, input, completion.weight);
    return true;
  }

  bool read_completion_member(std::string_view name, ondemand::value& value, CompletionObject& completion,
                              std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return fail_json(code);
    if (type == ondemand::json_type::array && name == "input") {
      return for_each_element(value, [&](ondemand::value& element) {
        return read_completion_member(name, element, completion, depth + 1);
      });
    }
    if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
      completion.refuse(name);
      return skip(value, depth);
    }
    std::optional<Scalar> scalar;
    if (!read_scalar(value, type, scalar)) return false;
    completion.take(name, scalar ? &*scalar : nullptr);
    return true;
  }

  void emit_completion(const LeafPlan& leaf, std::string_view input, std::uint32_t weight) {
    if (input.find_first_not_of(" \t\n\r") == std::string_view::npos) return;  // nothing to complete
    document_.values.push_back({leaf.id, keep(engine::encode_completion_input(input, weight))});
  }

  bool emit_null(const LeafPlan& leaf) {
    if (leaf.null_value.empty()) return true;
    std::string unescaped;
    Scalar scalar = scalar_from_json(leaf.null_value, unescaped);
    scalar.text = keep(scalar.text);
    return emit_everywhere(leaf, scalar);
  }

  /// The field, its multi-fields, and the fields that it is copied to with theirs.
  bool emit_everywhere(const LeafPlan& leaf, const Scalar& scalar) {
    if (!emit_with_multi_fields(leaf, scalar)) return false;
    for (const std::uint32_t target : leaf.copy_to) {
      if (!emit_with_multi_fields(plan_.leaves[target], scalar)) return false;
    }
    for (const std::string& target : leaf.copy_to_unmapped) dynamic_.add_scalar(plan_.dynamic, target, scalar);
    return true;
  }

  bool emit_with_multi_fields(const LeafPlan& leaf, const Scalar& scalar) {
    if (!emit(leaf, scalar)) return false;
    for (const std::uint32_t sub : leaf.also) {
      if (!emit_with_multi_fields(plan_.leaves[sub], scalar)) return false;
    }
    return true;
  }

  bool emit(const LeafPlan& leaf, const Scalar& scalar) {
    if (leaf.type == engine::FieldType::completion) {
      if (scalar.kind != Scalar::Kind::text) {
        return fail_value(leaf, scalar.text, "parsing_exception: failed to parse [" + leaf.path +
                          "]: expected text or object, but got something else", place_);
      }
      emit_completion(leaf, scalar.text, 1);
      return true;
    }
    engine::FieldValue value;
    std::string cause;
    switch (coerce_scalar(leaf, scalar, value, cause)) {
      case Coercion::nothing: return true;
      case Coercion::malformed: return fail_value(leaf, scalar.text, std::move(cause), place_);
      case Coercion::value: break;
    }
    if (leaf.kept) document_.values.push_back(value);
    return true;
  }

  /// Walks over a value that nobody wants, checking that it is sound.
  bool skip(ondemand::value& value, std::uint32_t depth) {
    if (depth > kMaxDocumentDepth) return fail_content("the document is nested too deeply");
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return fail_json(code);
    if (type == ondemand::json_type::array) {
      return for_each_element(value, [&](ondemand::value& element) { return skip(element, depth + 1); });
    }
    if (type == ondemand::json_type::object) {
      ondemand::object object;
      if (const auto code = value.get_object().get(object)) return fail_json(code);
      for (auto member : object) {
        ondemand::field field;
        if (const auto code = std::move(member).get(field)) return fail_json(code);
        std::string_view name;
        if (!read_name(field, name) || !skip(field.value(), depth + 1)) return false;
      }
      return true;
    }
    std::optional<Scalar> ignored;
    return read_scalar(value, type, ignored);
  }

  /// A live column holds one value per document.
  bool check_live() {
    if (!plan_.has_live) return true;
    for (const LeafPlan& leaf : plan_.leaves) {
      if (!leaf.live) continue;
      const auto held = std::count_if(document_.values.begin(), document_.values.end(),
                                      [&](const engine::FieldValue& v) { return v.field == leaf.id; });
      if (held > 1) {
        return fail({ErrorCode::invalid_argument, "field " + bracketed(leaf.path) + " is live and holds one value, but the "
                     "document gives " + std::to_string(held), "document_parsing"}, document_.source.data());
      }
    }
    return true;
  }

  std::string_view keep(std::string_view text) {
    if (arena_ == nullptr) arena_ = std::make_shared<TextArena>();
    return arena_->keep(text);
  }

  const DocumentPlan& plan_;
  engine::Document& document_;
  DynamicFields dynamic_;
  std::shared_ptr<TextArena> arena_;  // made when first needed
  std::optional<Error> error_;
  const char* place_ = document_.source.data();  // the last name or scalar looked at
};

/// A parser per thread; one that grew large for one document is not kept.
ondemand::parser& thread_parser(std::size_t source_bytes) {
  constexpr std::size_t kKeptBytes = 4u << 20;
  thread_local auto parser = std::make_unique<ondemand::parser>();
  if (parser->capacity() > kKeptBytes && source_bytes <= kKeptBytes) parser = std::make_unique<ondemand::parser>();
  return *parser;
}

Result<ParsedDocument> parse_with_plan(const DocumentPlan& plan, std::string id, std::string source) {
  source.reserve(source.size() + DocumentParser::kSourcePadding);
  ParsedDocument parsed;
  parsed.document.id = std::move(id);
  parsed.document.source = std::move(source);
  parsed.document.values.reserve(std::min<std::size_t>(plan.leaves.size() + 8, 64));
  DocumentReader reader(plan, parsed.document);
  if (!reader.read(thread_parser(parsed.document.source.size()))) return reader.take_error();
  parsed.document.text = reader.take_text();
  if (!reader.dynamic().empty()) parsed.mapping_update = reader.dynamic().to_json();
  return parsed;
}

}  // namespace

Result<ParsedDocument> DocumentParser::parse_document(std::string id, std::string source) const {
  return parse_with_plan(mapping_->plan(), std::move(id), std::move(source));
}

Result<engine::Document> DocumentParser::parse(std::string_view id, std::string_view source) const {
  auto parsed = parse_with_plan(mapping_->plan(), std::string(id), padded(source));
  if (!parsed) return std::move(parsed).error();
  return std::move(parsed->document);
}

std::string DocumentParser::padded(std::string_view source) {
  std::string copy;
  copy.reserve(source.size() + kSourcePadding);
  return copy.append(source);
}

}  // namespace aisle::loaders
