#include "loaders/mapping/mapping.hpp"

#include <utility>

#include "loaders/mapping/mapping_error.hpp"
#include "loaders/mapping/mapping_merge.hpp"
#include "loaders/mapping/mapping_reader.hpp"
#include "loaders/mapping/mapping_writer.hpp"
#include "loaders/mapping/field_parameter.hpp"
#include "loaders/mapping/search_as_you_type.hpp"

namespace aisle::loaders {

/// Walks the tree once and derives the schema and the document plan from it.
class MappingBuilder {
 public:
  MappingBuilder(MappingContext context, MappingRoot root) {
    made_->context_ = std::move(context);
    made_->root_ = std::move(root);
  }

  Result<std::shared_ptr<const Mapping>> build(std::span<const std::string> field_order) {
    if (Status added = add_object("", made_->root_.object, DynamicMode::on, 0); !added) return std::move(added).error();
    if (total_fields_ > made_->context_.total_fields_limit) {
      return illegal_mapping("Limit of total fields " + bracketed(std::to_string(made_->context_.total_fields_limit)) +
                             " has been exceeded");
    }
    resolve_copies();
    auto rules = make_dynamic_rules(made_->root_);
    if (!rules) return std::move(rules).error();
    made_->plan_.dynamic = std::move(*rules);
    read_root_settings();
    number_fields(field_order);
    return std::shared_ptr<const Mapping>(std::move(made_));
  }

 private:
  DocumentPlan& plan() { return made_->plan_; }

  Status add_object(const std::string& path, const MappingNode& node, DynamicMode inherited, std::uint32_t depth) {
    if (depth > made_->context_.depth_limit) {
      return illegal_mapping("Limit of mapping depth " + bracketed(std::to_string(made_->context_.depth_limit)) +
                             " has been exceeded due to object field " + bracketed(path));
    }
    const std::size_t self = plan().objects.size();
    plan().objects.emplace_back();
    plan().objects[self].path = path;
    plan().objects[self].enabled = node.enabled;
    const DynamicMode mode = node.dynamic == DynamicMode::inherit ? inherited : node.dynamic;
    plan().objects[self].dynamic = mode;
    for (const auto& [name, child] : node.children) {
      const std::string child_path = path.empty() ? name : path + "." + name;
      ++total_fields_;
      ObjectPlan::Child link{.is_object = child.is_object(), .index = 0};
      if (child.is_object()) {
        link.index = static_cast<std::uint32_t>(plan().objects.size());
        if (Status added = add_object(child_path, child, mode, depth + 1); !added) return added;
      } else {
        auto leaf = add_field(child_path, child);
        if (!leaf) return std::move(leaf).error();
        link.index = *leaf;
      }
      plan().objects[self].children.emplace(name, link);
    }
    return {};
  }

  std::uint32_t add_leaf(engine::Field field, const MappingNode& node) {
    const auto index = static_cast<std::uint32_t>(plan().leaves.size());
    plan().leaves.push_back(make_leaf_plan(field, node, made_->context_));
    plan().has_live |= field.live;
    plan().leaf_by_path.emplace(field.name, index);
    fields_.push_back(std::move(field));
    return index;
  }

  Result<std::uint32_t> add_field(const std::string& path, const MappingNode& node) {
    auto field = build_field(path, node, made_->context_);
    if (!field) return std::move(field).error();
    const std::uint32_t index = add_leaf(*field, node);
    plan().leaves[index].copy_to_unmapped = node.texts("copy_to");
    if (node.type == "search_as_you_type") {
      if (Status added = add_generated(index, node); !added) return std::move(added).error();
    }
    for (const auto& [name, child] : node.children) {
      ++total_fields_;
      auto sub = add_field(path + "." + name, child);
      if (!sub) return std::move(sub).error();
      plan().leaves[index].also.push_back(*sub);
    }
    return index;
  }

  Status add_generated(std::uint32_t root, const MappingNode& node) {
    const auto size = static_cast<std::uint32_t>(node.number("max_shingle_size", 3));
    auto generated = search_as_you_type_fields(fields_[root], size, made_->context_, owned_analyzers_);
    if (!generated) return std::move(generated).error();
    for (engine::Field& field : *generated) {
      ++total_fields_;
      const std::uint32_t sub = add_leaf(std::move(field), node);  // before leaves[root]: it may move them
      plan().leaves[root].also.push_back(sub);
    }
    return {};
  }

  void resolve_copies() {
    for (LeafPlan& leaf : plan().leaves) {
      std::vector<std::string> unmapped;
      for (std::string& target : leaf.copy_to_unmapped) {
        const auto found = plan().leaf_by_path.find(target);
        if (found == plan().leaf_by_path.end()) {
          unmapped.push_back(std::move(target));
        } else {
          leaf.copy_to.push_back(found->second);
        }
      }
      leaf.copy_to_unmapped = std::move(unmapped);
    }
  }

  void read_root_settings() {
    const MappingRoot& root = made_->root_;
    const std::string routing_json = root.routing.empty() ? "{}" : root.routing;
    if (const auto routing = JsonDocument::parse(routing_json)) {
      const auto required = routing->root().find("required");
      made_->routing_required_ = required && lenient_boolean(*required) == true;
    }
    const std::string source_json = root.source.empty() ? "{}" : root.source;
    const auto source = JsonDocument::parse(source_json);
    if (!source) return;
    if (const auto enabled = source->root().find("enabled")) {
      made_->source_.enabled = lenient_boolean(*enabled).value_or(true);
    }
    read_list(source->root().find("includes"), made_->source_.includes);
    read_list(source->root().find("excludes"), made_->source_.excludes);
  }

  static void read_list(std::optional<JsonValue> list, std::vector<std::string>& into) {
    if (!list) return;
    if (list->is_string()) into.emplace_back(list->text());
    for (const JsonValue element : list->elements()) into.emplace_back(element.text());
  }

  /// Old fields first, in their order; then the new ones. A name of the old order that is gone keeps its number as a
  /// field that holds nothing.
  void number_fields(std::span<const std::string> field_order) {
    std::vector<engine::Field> ordered;
    ordered.reserve(fields_.size());
    std::vector<std::uint32_t> number_of(fields_.size(), index_of(kNoField));
    for (const std::string& name : field_order) {
      const auto leaf = plan().leaf_by_path.find(name);
      if (leaf == plan().leaf_by_path.end()) {
        engine::Field gone;
        gone.name = name;
        gone.indexed = gone.has_column = false;
        ordered.push_back(std::move(gone));
      } else {
        number_of[leaf->second] = static_cast<std::uint32_t>(ordered.size());
        ordered.push_back(fields_[leaf->second]);
      }
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (number_of[i] != index_of(kNoField)) continue;
      number_of[i] = static_cast<std::uint32_t>(ordered.size());
      ordered.push_back(fields_[i]);
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      plan().leaves[i].id = FieldId{number_of[i]};
      link_generated(plan().leaves[i], number_of, ordered[number_of[i]]);
    }
    made_->schema_ = std::make_shared<const engine::Schema>(std::move(ordered), analyzers_with_owned());
  }

  void link_generated(const LeafPlan& leaf, const std::vector<std::uint32_t>& number_of, engine::Field& field) {
    if (leaf.type_name != "search_as_you_type") return;
    for (const std::uint32_t sub : leaf.also) {
      const std::string_view suffix = std::string_view(plan().leaves[sub].path).substr(leaf.path.size());
      const FieldId id{number_of[sub]};
      if (suffix == "._2gram") field.shingle2 = id;
      if (suffix == "._3gram") field.shingle3 = id;
      if (suffix == "._4gram") field.shingle4 = id;
      if (suffix == "._index_prefix") field.index_prefix = id;
    }
  }

  /// The registry, kept alive together with the analyzers derived from it.
  std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers_with_owned() {
    struct Both {
      std::shared_ptr<const analyzers::AnalyzerRegistry> registry;
      std::vector<std::shared_ptr<const analyzers::Analyzer>> owned;
    };
    auto both = std::make_shared<Both>(Both{made_->context_.analyzers, std::move(owned_analyzers_)});
    const analyzers::AnalyzerRegistry* registry = both->registry.get();
    return {std::move(both), registry};
  }

  std::unique_ptr<Mapping> made_{new Mapping};
  std::vector<engine::Field> fields_;  // fields_[i] belongs to plan().leaves[i]
  std::vector<std::shared_ptr<const analyzers::Analyzer>> owned_analyzers_;
  std::uint32_t total_fields_ = 0;
};

Result<std::shared_ptr<const Mapping>> Mapping::create(MappingContext context, JsonValue json,
                                                       std::span<const std::string> field_order) {
  auto root = read_mapping(json);
  if (!root) return std::move(root).error();
  return MappingBuilder(std::move(context), std::move(*root)).build(field_order);
}

Result<std::shared_ptr<const Mapping>> Mapping::create(MappingContext context, std::string_view json,
                                                       std::span<const std::string> field_order) {
  const auto document = JsonDocument::parse(json.empty() ? "{}" : json);
  if (!document) return document.error();
  return create(std::move(context), document->root(), field_order);
}

Result<std::shared_ptr<const Mapping>> Mapping::merge(JsonValue json) const {
  auto incoming = read_mapping(json);
  if (!incoming) return std::move(incoming).error();
  MappingRoot merged = root_;
  if (Status done = merge_mapping(merged, *incoming); !done) return std::move(done).error();
  return MappingBuilder(context_, std::move(merged)).build(field_names());
}

Result<std::shared_ptr<const Mapping>> Mapping::merge(std::string_view json) const {
  const auto document = JsonDocument::parse(json.empty() ? "{}" : json);
  if (!document) return document.error();
  return merge(document->root());
}

Result<std::shared_ptr<const Mapping>> Mapping::with_context(MappingContext context) const {
  return MappingBuilder(std::move(context), root_).build(field_names());
}

std::string Mapping::to_json() const { return write_mapping(root_); }

std::vector<std::string> Mapping::field_names() const {
  std::vector<std::string> names;
  names.reserve(schema_->size());
  for (const engine::Field& field : schema_->fields()) names.push_back(field.name);
  return names;
}

}  // namespace aisle::loaders
