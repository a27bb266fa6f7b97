#include "server/es_api/documents/live_update.hpp"

#include "loaders/mapping/scalar_coercion.hpp"

namespace aisle::server::es_api {
namespace {


/// Adds the values below `json`; false when something is not a live field's value.
bool collect(const loaders::DocumentPlan& plan, const std::string& path, JsonValue json, engine::LiveUpdateOperation& into) {
  if (json.is_object()) {
    for (const JsonMember member : json.members()) {
      const std::string name = path.empty() ? std::string(member.name) : path + "." + std::string(member.name);
      if (!collect(plan, name, member.value, into)) return false;
    }
    return !path.empty() || json.size() > 0;
  }
  const auto found = plan.leaf_by_path.find(path);
  if (found == plan.leaf_by_path.end() || !json.is_scalar()) return false;
  const loaders::LeafPlan& leaf = plan.leaves[found->second];
  if (!leaf.live || !leaf.also.empty() || !leaf.copy_to.empty() || !leaf.null_value.empty()) return false;
  if (json.is_null()) {
    into.values.emplace_back(leaf.id, std::nullopt);
    return true;
  }
  std::string unescaped, cause;
  engine::FieldValue value;
  if (loaders::coerce_scalar(leaf, loaders::scalar_from_json(json.raw(), unescaped), value, cause) != loaders::Coercion::value) return false;
  if (const auto* integer = std::get_if<std::int64_t>(&value.value)) {
    into.values.emplace_back(leaf.id, *integer);
  } else if (const auto* real = std::get_if<double>(&value.value)) {
    into.values.emplace_back(leaf.id, *real);
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<engine::LiveUpdateOperation> live_update_of(const loaders::Mapping& mapping, const std::string& id, JsonValue partial) {
  engine::LiveUpdateOperation operation;
  operation.id = id;
  if (!mapping.plan().has_live || !collect(mapping.plan(), "", partial, operation)) return std::nullopt;
  return operation;
}

}  // namespace aisle::server::es_api
