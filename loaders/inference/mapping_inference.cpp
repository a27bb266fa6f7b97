#include "loaders/inference/mapping_inference.hpp"

#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/memorystream.h>

#include <algorithm>
#include <array>

#include "loaders/inference/field_plan.hpp"
#include "loaders/inference/field_statistics.hpp"
#include "loaders/inference/value_shapes.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kDefaultFieldLimit = 1'000;
constexpr std::string_view kPathAnalyzer = "category_path";
constexpr std::string_view kAutocompleteAnalyzer = "autocomplete";

struct NamedField {
  const FieldNode* node;
  PlannedField planned;
  std::vector<NamedField> children;
};

std::vector<NamedField> plan_children(const FieldNode& parent, bool top_level) {
  std::vector<NamedField> fields;
  for (const auto& child : parent.children) {
    NamedField field{child.get(), plan_field(*child, top_level), {}};
    if (field.planned.plan == FieldPlan::nothing) continue;
    if (field.planned.plan == FieldPlan::object) field.children = plan_children(*child, false);
    fields.push_back(std::move(field));
  }
  return fields;
}

std::size_t count_fields(const std::vector<NamedField>& fields) {
  std::size_t count = 0;
  for (const auto& field : fields) {
    const auto plan = field.planned.plan;
    const std::size_t sub_fields = plan == FieldPlan::title ? 2 : plan == FieldPlan::text_keyword || plan == FieldPlan::category_path;
    count += 1 + sub_fields + count_fields(field.children);
  }
  return count;
}

bool uses(const std::vector<NamedField>& fields, FieldPlan plan) {
  return std::ranges::any_of(
      fields, [&](const auto& field) { return field.planned.plan == plan || uses(field.children, plan); });
}

void list_leaves(const std::vector<NamedField>& fields, const std::string& prefix, std::vector<InferredField>& leaves) {
  for (const auto& field : fields) {
    const std::string path = prefix + field.node->name;
    if (field.planned.plan == FieldPlan::object)
      list_leaves(field.children, path + ".", leaves);
    else
      leaves.push_back({path, std::string(mapping_type(field.planned.plan)), std::string(field.planned.reason)});
  }
}

// Writes the body; each function writes one object of it.
class BodyWriter {
 public:
  explicit BodyWriter(const std::vector<NamedField>& fields) : fields_(fields), writer_(buffer_) {
    writer_.SetIndent(' ', 2);
    writer_.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  }

  std::string write(std::size_t field_count) {
    writer_.StartObject();
    settings(field_count);
    key("mappings");
    writer_.StartObject();
    properties(fields_);
    writer_.EndObject();
    writer_.EndObject();
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  void settings(std::size_t field_count) {
    const bool paths = uses(fields_, FieldPlan::category_path), titles = uses(fields_, FieldPlan::title);
    const bool many = field_count > kDefaultFieldLimit;
    if (!paths && !titles && !many) return;
    key("settings");
    writer_.StartObject();
    // A quarter more than was seen, since the sample need not have seen everything.
    if (many) number("index.mapping.total_fields.limit", (field_count * 5 / 4 / 1'000 + 1) * 1'000);
    if (paths || titles) analysis(paths, titles);
    writer_.EndObject();
  }

  void analysis(bool paths, bool titles) {
    key("analysis");
    writer_.StartObject();
    if (titles) {
      open("filter", "autocomplete_edges");
      text("type", "edge_ngram");
      number("min_gram", 2);
      number("max_gram", 15);
      close();
    }
    if (paths) {
      open("tokenizer", "category_levels");
      text("type", "path_hierarchy");
      text("delimiter", ">");
      close();
    }
    key("analyzer");
    writer_.StartObject();
    if (titles) analyzer(kAutocompleteAnalyzer, "standard", {"lowercase", "autocomplete_edges"});
    if (paths) analyzer(kPathAnalyzer, "category_levels", {"trim"});
    writer_.EndObject();
    writer_.EndObject();
  }

  void analyzer(std::string_view name, std::string_view tokenizer, std::initializer_list<std::string_view> filters) {
    key(name);
    writer_.StartObject();
    text("type", "custom");
    text("tokenizer", tokenizer);
    key("filter");
    writer_.StartArray();
    for (const auto filter : filters) string(filter);
    writer_.EndArray();
    writer_.EndObject();
  }

  void properties(const std::vector<NamedField>& fields) {
    key("properties");
    writer_.StartObject();
    for (const auto& field : fields) {
      key(field.node->name);
      writer_.StartObject();
      parameters(field);
      writer_.EndObject();
    }
    writer_.EndObject();
  }

  void parameters(const NamedField& field) {
    const auto plan = field.planned.plan;
    if (plan == FieldPlan::object) return properties(field.children);
    text("type", mapping_type(plan));
    if (field.planned.live) flag("live", true);
    if (plan == FieldPlan::opaque) flag("enabled", false);
    // Lucene refuses terms of more than 32,766 bytes; an address beyond a thousand is not looked up.
    if (plan == FieldPlan::keyword && field.node->values.strings > 0) number("ignore_above", 1'024);
    if (plan == FieldPlan::text_keyword || plan == FieldPlan::title) text_sub_fields(plan == FieldPlan::title);
    if (plan == FieldPlan::category_path) category_path();
  }

  void text_sub_fields(bool is_title) {
    key("fields");
    writer_.StartObject();
    key("keyword");
    writer_.StartObject();
    text("type", "keyword");
    number("ignore_above", 256);
    writer_.EndObject();
    if (is_title) {
      key("autocomplete");
      writer_.StartObject();
      text("type", "text");
      text("analyzer", kAutocompleteAnalyzer);
      text("search_analyzer", "standard");
      writer_.EndObject();
    }
    writer_.EndObject();
  }

  void category_path() {
    text("analyzer", kPathAnalyzer);
    text("search_analyzer", "keyword");
    flag("fielddata", true);
    open("fields", "text");
    text("type", "text");
    close();
  }

  void open(std::string_view outer, std::string_view inner) {
    key(outer);
    writer_.StartObject();
    key(inner);
    writer_.StartObject();
  }
  void close() {
    writer_.EndObject();
    writer_.EndObject();
  }
  void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void string(std::string_view value) { writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size())); }
  void text(std::string_view name, std::string_view value) { key(name), string(value); }
  void number(std::string_view name, std::size_t value) { key(name), writer_.Uint64(value); }
  void flag(std::string_view name, bool value) { key(name), writer_.Bool(value); }

  const std::vector<NamedField>& fields_;
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_;
};

bool can_be_id(const FieldNode& node, std::uint64_t records) {
  const auto& values = node.values;
  return !values.in_arrays && values.objects == 0 && values.strings + values.integers == records && records > 0 &&
         values.scalars() == records && values.longest <= 512 && node.is_unique();
}

// The usual names first, in this order; then any other name of an identifier, as the file orders them.
std::string find_id_field(const FieldStatistics& statistics) {
  static constexpr std::array<std::string_view, 13> kUsual = {"id",      "_id",     "product_id", "productId", "productID", "sku", "objectID",
                                                              "book_id", "item_id", "asin",       "uuid",      "gtin",      "ean"};
  const auto& root = statistics.root();
  for (const auto name : kUsual)
    if (const auto found = root.by_name.find(name); found != root.by_name.end())
      if (can_be_id(*found->second, statistics.records())) return std::string(name);
  for (const auto& child : root.children)
    if (is_id_name(child->name) && can_be_id(*child, statistics.records())) return child->name;
  return {};
}

}  // namespace

MappingInference::MappingInference() : statistics_(std::make_unique<FieldStatistics>()) {}
MappingInference::~MappingInference() = default;
MappingInference::MappingInference(MappingInference&&) noexcept = default;
MappingInference& MappingInference::operator=(MappingInference&&) noexcept = default;

void MappingInference::add(std::string_view json) { statistics_->add(json); }
std::size_t MappingInference::records() const { return statistics_->records(); }

InferredMapping MappingInference::infer() const {
  const auto fields = plan_children(statistics_->root(), true);
  InferredMapping mapping;
  mapping.field_count = count_fields(fields);
  mapping.body = BodyWriter(fields).write(mapping.field_count);
  mapping.id_field = find_id_field(*statistics_);
  list_leaves(fields, "", mapping.fields);
  return mapping;
}

bool is_json_object(std::string_view text) {
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<> ignore;
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{' &&
         !reader.Parse<rapidjson::kParseIterativeFlag>(stream, ignore).IsError() && stream.Tell() == text.size();
}

}  // namespace aisle::loaders
