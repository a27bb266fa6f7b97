#include "server/es_api/indices/index_names.hpp"

#include <algorithm>
#include <utility>

#include "engine/schema/schema.hpp"
#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/indices/split_list.hpp"

namespace aisle::server::es_api {
namespace {

/// Reads one expression, part by part.
class Resolver {
 public:
  Resolver(const IndexNames& names, const ResolveOptions& options) : names_(names), options_(options) {}

  Status add(std::string_view part) {
    if (part.starts_with('-') && wildcard_before_) {
      std::erase_if(chosen_, [&](const auto& entry) { return matches(part.substr(1), entry.first); });
      return {};
    }
    if (part.find('*') != std::string_view::npos) return add_pattern(part);
    if (part.starts_with('_') || part.starts_with('-')) {
      return Error(ErrorCode::invalid_argument,
                   "Invalid index name [" + std::string(part) + "], must not start with '_', '-', or '+'",
                   "invalid_index_name", std::string(part));
    }
    if (const auto index = names_.indices.find(part); index != names_.indices.end()) return add_index(*index);
    if (const auto broken = names_.broken.find(part); broken != names_.broken.end()) return refuse_broken(*broken);
    return add_alias(part);
  }

  std::vector<IndexPtr> take() {
    std::vector<IndexPtr> all;
    for (auto& [name, index] : chosen_) all.push_back(std::move(index));
    return all;
  }

 private:
  bool matches(std::string_view pattern, std::string_view name) const {
    if (index_pattern_matches(pattern, name)) return true;
    const auto aliases = names_.aliases.find(name);
    if (options_.forbid_aliases || aliases == names_.aliases.end()) return false;
    return std::any_of(aliases->second.begin(), aliases->second.end(),
                       [&](const auto& alias) { return index_pattern_matches(pattern, alias.first); });
  }

  Status add_pattern(std::string_view pattern) {
    wildcard_before_ = true;
    for (const auto& [name, index] : names_.indices) {
      const bool wanted = index->is_closed() ? options_.expand_closed : options_.expand_open;
      if (wanted && matches(pattern, name)) chosen_[name] = index;
    }
    if (chosen_.empty() && !options_.allow_no_indices) return index_not_found(pattern);
    return {};
  }

  Status add_index(const std::pair<const std::string, IndexPtr>& index) {
    if (!options_.forbid_closed || !index.second->is_closed()) {
      chosen_[index.first] = index.second;
      return {};
    }
    if (options_.ignore_unavailable) return {};
    return index_closed(index.first, index.second->uuid());
  }

  Status refuse_broken(const std::pair<const std::string, std::string>& broken) const {
    if (options_.ignore_unavailable) return {};
    return index_broken(broken.first, broken.second);
  }

  Status add_alias(std::string_view alias) {
    bool is_known = false;
    for (const auto& [name, aliases] : names_.aliases) {
      if (!aliases.contains(alias)) continue;
      is_known = true;
      if (Status added = add_behind_alias(alias, name); !added) return added;
    }
    return is_known || options_.ignore_unavailable ? Status() : Status(index_not_found(alias));
  }

  Status add_behind_alias(std::string_view alias, const std::string& name) {
    if (options_.forbid_aliases) {
      return illegal_argument("The provided expression [" + std::string(alias) +
                              "] matches an alias, specify the corresponding concrete indices instead.");
    }
    if (const auto broken = names_.broken.find(name); broken != names_.broken.end()) return refuse_broken(*broken);
    const IndexPtr& index = names_.indices.find(name)->second;
    if (!options_.forbid_closed || !index->is_closed()) chosen_[name] = index;
    return {};
  }

  const IndexNames& names_;
  const ResolveOptions& options_;
  std::map<std::string_view, IndexPtr> chosen_;
  bool wildcard_before_ = false;
};

Error no_write_index(std::string_view alias) {
  return illegal_argument("no write index is defined for alias [" + std::string(alias) +
                          "]. The write index may be explicitly disabled using is_write_index=false or the alias "
                          "points to multiple indices without one being designated as a write index");
}

}  // namespace

bool index_pattern_matches(std::string_view pattern, std::string_view name) {
  return (!name.starts_with('.') || pattern.starts_with('.')) && engine::wildcard_match(pattern, name);
}

Error index_broken(std::string_view name, std::string_view problem) {
  return Error(ErrorCode::unavailable,
               "index [" + std::string(name) + "] is damaged on disk and is not served: " + std::string(problem),
               "no_shard_available_action_exception", std::string(name));
}

Result<std::vector<IndexPtr>> resolve_names(const IndexNames& names, std::string_view expression,
                                            const ResolveOptions& options) {
  std::vector<std::string> parts = split_list(expression);
  if (parts.empty() || (parts.size() == 1 && parts[0] == "_all")) parts = {"*"};
  Resolver resolver(names, options);
  for (const std::string& part : parts) {
    if (Status added = resolver.add(part); !added) return std::move(added).error();
  }
  std::vector<IndexPtr> all = resolver.take();
  if (all.empty() && !options.allow_no_indices) return index_not_found(expression);
  return all;
}

Result<IndexPtr> resolve_write_target(const IndexNames& names, std::string_view name) {
  if (const auto found = names.indices.find(name); found != names.indices.end()) return found->second;
  if (const auto broken = names.broken.find(name); broken != names.broken.end()) {
    return index_broken(broken->first, broken->second);
  }
  std::string_view target;
  std::size_t behind = 0;
  bool designated = false;
  for (const auto& [index, aliases] : names.aliases) {
    const auto alias = aliases.find(name);
    if (alias == aliases.end()) continue;
    ++behind;
    if (designated || alias->second.is_write_index == false) continue;
    designated = alias->second.is_write_index == true;
    target = index;
  }
  if (behind == 0) return IndexPtr{};
  if (target.empty() || (behind > 1 && !designated)) return no_write_index(name);
  if (const auto broken = names.broken.find(target); broken != names.broken.end()) {
    return index_broken(broken->first, broken->second);
  }
  return names.indices.find(target)->second;
}

}  // namespace aisle::server::es_api
