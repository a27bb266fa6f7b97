#include "server/es_api/indices/index_registry.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "base/mapped_file.hpp"
#include "engine/schema/schema.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/indices/index_name.hpp"

namespace aisle::server::es_api {
namespace {

namespace fs = std::filesystem;
using engine::wildcard_match;

constexpr std::string_view kDeletedPrefix = ".deleted-";

bool has_wildcard(std::string_view text) { return text.find('*') != std::string_view::npos; }

void write_alias(JsonWriter& writer, const AliasOptions& options) {
  writer.begin_object();
  if (options.is_write_index) writer.field("is_write_index", *options.is_write_index);
  if (!options.index_routing.empty()) writer.field("index_routing", options.index_routing);
  if (!options.search_routing.empty()) writer.field("search_routing", options.search_routing);
  if (options.is_hidden) writer.field("is_hidden", true);
  writer.end_object();
}

AliasOptions read_alias(JsonValue json) {
  AliasOptions options;
  if (const auto write = json.find("is_write_index"); write && write->is_boolean()) options.is_write_index = write->boolean();
  if (const auto routing = json.find("index_routing")) options.index_routing = std::string(routing->text());
  if (const auto routing = json.find("search_routing")) options.search_routing = std::string(routing->text());
  if (const auto hidden = json.find("is_hidden")) options.is_hidden = hidden->is_boolean() && hidden->boolean();
  return options;
}

}  // namespace

std::string random_uuid() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string uuid;
  while (uuid.size() < 22) {
    std::uint64_t bits = random();
    for (int i = 0; i < 10 && uuid.size() < 22; ++i, bits >>= 6) uuid += kAlphabet[bits & 63];
  }
  if (uuid[0] == '-' || uuid[0] == '_') uuid[0] = 'A';
  return uuid;
}

Result<std::unique_ptr<IndexRegistry>> IndexRegistry::open(fs::path data_directory) {
  std::unique_ptr<IndexRegistry> registry(new IndexRegistry(std::move(data_directory)));
  MutexLock lock(registry->change_mutex_);
  if (Status recovered = registry->recover(); !recovered) return std::move(recovered).error();
  return registry;
}

IndexRegistry::~IndexRegistry() = default;

std::shared_ptr<const IndexRegistry::Names> IndexRegistry::names() const {
  MutexLock lock(names_mutex_);
  return names_;
}

void IndexRegistry::set_listener(Listener listener) {
  MutexLock lock(change_mutex_);
  listener_ = std::move(listener);
  if (listener_) listener_(*names());
}

void IndexRegistry::set_deletion_notice(DeletionNotice notice) {
  MutexLock lock(names_mutex_);
  deletion_notice_ = notice ? std::make_shared<const DeletionNotice>(std::move(notice)) : nullptr;
}

std::optional<std::string> IndexRegistry::notice_of_deletion(std::string_view index, std::string_view id) const {
  std::shared_ptr<const DeletionNotice> notice;
  {
    MutexLock lock(names_mutex_);
    notice = deletion_notice_;
  }
  return notice == nullptr ? std::nullopt : (*notice)(index, id);
}

void IndexRegistry::publish(std::shared_ptr<const Names> names) {
  if (listener_) listener_(*names);
  MutexLock lock(names_mutex_);
  names_ = std::move(names);
}

Status IndexRegistry::write_cluster(const Names& names) const {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().field("format", 1).field("cluster_uuid", cluster_uuid_).key("aliases").begin_object();
  for (const auto& [index, aliases] : names.aliases) {
    if (aliases.empty()) continue;
    writer.key(index).begin_object();
    for (const auto& [alias, options] : aliases) {
      writer.key(alias);
      write_alias(writer, options);
    }
    writer.end_object();
  }
  writer.end_object().end_object();
  return write_file_atomically(directory_ / "cluster.json", std::as_bytes(std::span(out.data(), out.size())));
}

Status IndexRegistry::recover() {
  std::error_code failed;
  fs::create_directories(directory_ / "indices", failed);
  if (failed) return Error{ErrorCode::unavailable, "cannot create " + (directory_ / "indices").string() + ": " + failed.message()};
  auto names = std::make_shared<Names>();
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(directory_ / "indices", failed)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    if (folder.filename().string().starts_with(kDeletedPrefix)) {
      fs::remove_all(folder, failed);  // a deletion that a crash cut short
      continue;
    }
    auto index = OpenIndex::recover(folder);
    if (!index) {
      const std::string& problem = index.error().message;
      report_.problems.push_back(problem);
      if (const auto name = OpenIndex::stored_name(folder)) names->broken.emplace(*name, problem);
      continue;
    }
    if (const auto state = (*index)->state(); state->index != nullptr) {
      const engine::RecoveryReport& report = state->index->recovery();
      report_.operations_replayed += report.operations_replayed;
      for (const std::string& problem : report.problems) report_.problems.push_back((*index)->name() + ": " + problem);
    }
    names->indices[(*index)->name()] = *index;
  }
  report_.indices = names->indices.size();
  recover_aliases(*names);
  publish(names);
  return fs::exists(directory_ / "cluster.json", failed) ? Status() : write_cluster(*names);
}

void IndexRegistry::recover_aliases(Names& names) {
  auto file = MappedFile::open(directory_ / "cluster.json");
  if (file) {
    const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
    const auto document = JsonDocument::parse(text);
    if (!document) {
      report_.problems.push_back("cluster.json: " + document.error().message + "; aliases are lost");
    } else {
      if (const auto uuid = document->root().find("cluster_uuid")) cluster_uuid_ = std::string(uuid->text());
      if (const auto all = document->root().find("aliases")) {
        for (const JsonMember index : all->members()) {
          if (!names.indices.contains(index.name) && !names.broken.contains(index.name)) continue;
          for (const JsonMember alias : index.value.members()) {
            names.aliases[std::string(index.name)][std::string(alias.name)] = read_alias(alias.value);
          }
        }
      }
    }
  }
  if (cluster_uuid_.empty()) cluster_uuid_ = random_uuid();
}

Result<IndexPtr> IndexRegistry::create(const CreateIndexRequest& request) {
  if (Status sound = check_index_name(request.name); !sound) return std::move(sound).error();
  for (const auto& [alias, options] : request.aliases) {
    if (Status sound = check_alias_name(alias); !sound) return std::move(sound).error();
  }
  IndexSettings settings;
  if (request.settings != nullptr) {
    auto read = IndexSettings::read(*request.settings);
    if (!read) return std::move(read).error();
    settings = std::move(*read);
  }
  MutexLock lock(change_mutex_);
  const auto old = names();
  if (const auto found = old->indices.find(request.name); found != old->indices.end()) {
    return index_already_exists(request.name, found->second->uuid());
  }
  if (const auto broken = old->broken.find(request.name); broken != old->broken.end()) {
    return index_broken(broken->first, broken->second);
  }
  if (is_alias(request.name)) {
    return Error{ErrorCode::invalid_argument, "Invalid index name [" + request.name + "], already exists as alias", "invalid_index_name", request.name};
  }
  OpenIndex::Identity identity{request.name, random_uuid(), SystemClock().now_ms(), {}};
  identity.directory = directory_ / "indices" / identity.uuid;
  const fs::path directory = identity.directory;
  for (const auto& [name, text] : {std::pair{"index.uuid", identity.uuid}, {"index.provided_name", request.name},
                                   {"index.creation_date", std::to_string(identity.creation_ms)}, {"index.version.created", std::string("8512000")}}) {
    settings.set(name, text);
  }
  if (!settings.text("index.number_of_shards")) settings.set("index.number_of_shards", "1");
  if (!settings.text("index.number_of_replicas")) settings.set("index.number_of_replicas", "1");
  auto index = OpenIndex::create(std::move(identity), std::move(settings), request.mappings);
  if (!index) {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
    return std::move(index).error();
  }
  auto next = std::make_shared<Names>(*old);
  next->indices[request.name] = *index;
  if (!request.aliases.empty()) next->aliases[request.name] = request.aliases;
  if (Status synced = sync_directory(directory_ / "indices"); !synced) return std::move(synced).error();
  if (Status written = write_cluster(*next); !written) return std::move(written).error();
  publish(std::move(next));
  return *index;
}

Status IndexRegistry::remove(const std::vector<IndexPtr>& indices) {
  MutexLock lock(change_mutex_);
  auto next = std::make_shared<Names>(*names());
  for (const IndexPtr& index : indices) {
    next->indices.erase(index->name());
    next->aliases.erase(index->name());
  }
  if (Status written = write_cluster(*next); !written) return written;
  publish(next);
  for (const IndexPtr& index : indices) {
    // Renamed first: what a crash leaves half-removed is not taken for an index. The engine may still be at work on
    // open files, which stay readable until the last request lets go.
    const fs::path gone = directory_ / "indices" / (std::string(kDeletedPrefix) + index->uuid());
    std::error_code failed;
    if (const auto state = index->state(); state->index != nullptr) (void)state->index->close();
    fs::rename(index->directory(), gone, failed);
    if (failed) return Error{ErrorCode::internal, "cannot remove " + index->directory().string() + ": " + failed.message()};
    fs::remove_all(gone, failed);
  }
  return {};
}

IndexPtr IndexRegistry::find(std::string_view name) const {
  const auto current = names();
  const auto found = current->indices.find(name);
  return found == current->indices.end() ? nullptr : found->second;
}

Result<IndexPtr> IndexRegistry::write_target(std::string_view name, bool auto_create) {
  Result<IndexPtr> target = resolve_write_target(*names(), name);
  if (!target || *target != nullptr) return target;
  if (!auto_create) return index_not_found(name);
  auto made = create({.name = std::string(name), .settings = nullptr, .mappings = nullptr, .aliases = {}});
  if (!made && made.error().kind == "resource_already_exists") return write_target(name, false);
  return made;
}

Result<std::vector<IndexPtr>> IndexRegistry::resolve(std::string_view expression, const ResolveOptions& options) const {
  return resolve_names(*names(), expression, options);
}

std::vector<IndexPtr> IndexRegistry::all() const {
  const auto current = names();
  std::vector<IndexPtr> indices;
  for (const auto& [name, index] : current->indices) indices.push_back(index);
  return indices;
}

Status IndexRegistry::apply(const AliasAction& action, Names& names) {
  std::vector<std::string> targets;
  for (const std::string& expression : action.indices) {
    const std::size_t before = targets.size();
    for (const auto& [name, index] : names.indices) {
      if (expression == "_all" || (has_wildcard(expression) ? index_pattern_matches(expression, name) : name == expression)) targets.push_back(name);
    }
    if (targets.size() == before && !has_wildcard(expression)) return index_not_found(expression);
  }
  bool removed = false;
  for (const std::string& target : targets) {
    if (action.kind == AliasAction::Kind::remove_index) {
      names.indices.erase(target);
      names.aliases.erase(target);
      continue;
    }
    AliasMap& aliases = names.aliases[target];
    for (const std::string& alias : action.aliases) {
      if (action.kind == AliasAction::Kind::add) {
        if (Status sound = check_alias_name(alias); !sound) return sound;
        aliases[alias] = action.options;
      } else {
        removed |= std::erase_if(aliases, [&](const auto& known) { return alias == "_all" || wildcard_match(alias, known.first); }) > 0;
      }
    }
  }
  if (action.kind == AliasAction::Kind::remove && !removed && action.must_exist.value_or(true)) {
    std::string all;
    for (const std::string& alias : action.aliases) all += (all.empty() ? "" : ",") + alias;
    return Error{ErrorCode::not_found, "aliases [" + all + "] missing", "aliases_not_found", all};
  }
  return {};
}

Status IndexRegistry::update_aliases(const std::vector<AliasAction>& actions) {
  std::vector<IndexPtr> doomed;
  {
    MutexLock lock(change_mutex_);
    const auto old = names();
    auto next = std::make_shared<Names>(*old);
    for (const AliasAction& action : actions) {
      if (action.kind == AliasAction::Kind::remove_index) continue;
      if (Status applied = apply(action, *next); !applied) return applied;
    }
    for (const AliasAction& action : actions) {
      if (action.kind != AliasAction::Kind::remove_index) continue;
      if (Status applied = apply(action, *next); !applied) return applied;
    }
    for (const auto& [name, index] : old->indices) {
      if (!next->indices.contains(name)) doomed.push_back(index);
    }
    for (const auto& [index, aliases] : next->aliases) {
      for (const auto& [alias, options] : aliases) {
        if (!next->indices.contains(alias)) continue;
        return Error{ErrorCode::invalid_argument, "Invalid alias name [" + alias + "]: an index or data stream exists with the same name as the alias",
                     "invalid_alias_name", alias};
      }
    }
    for (const IndexPtr& index : doomed) next->indices[index->name()] = index;  // removed below, with their files
    if (Status written = write_cluster(*next); !written) return written;
    publish(std::move(next));
  }
  return doomed.empty() ? Status() : remove(doomed);
}

AliasMap IndexRegistry::aliases_of(std::string_view index) const {
  const auto current = names();
  const auto found = current->aliases.find(index);
  return found == current->aliases.end() ? AliasMap{} : found->second;
}

bool IndexRegistry::is_alias(std::string_view name) const {
  const auto current = names();
  return std::any_of(current->aliases.begin(), current->aliases.end(), [&](const auto& index) { return index.second.contains(name); });
}

Status IndexRegistry::close() {
  Status first;
  for (const IndexPtr& index : all()) {
    const auto state = index->state();
    if (state->index == nullptr) continue;
    Status closed = state->index->close();
    if (!closed && first) first = std::move(closed);
  }
  return first;
}

}  // namespace aisle::server::es_api
