#include "server/es_api/indices/open_index.hpp"

#include <algorithm>
#include <utility>

#include "base/mapped_file.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {

using loaders::DocumentParser;
using loaders::Mapping;

Result<std::shared_ptr<engine::Index>> open_engine(const std::filesystem::path& directory, const IndexSettings& settings,
                                                   const std::shared_ptr<const Mapping>& mapping) {
  engine::IndexOptions options;
  options.directory = directory / "data";
  options.schema = mapping->schema();
  options.parser = std::make_shared<const DocumentParser>(mapping);
  options.durability = settings.durability();
  options.refresh_interval_ms = settings.refresh_interval_ms();
  auto index = engine::Index::open(std::move(options));
  if (!index) return std::move(index).error();
  return std::shared_ptr<engine::Index>(std::move(*index));
}

std::string meta_json(const OpenIndex::Identity& identity, const IndexState& state) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().field("format", 1).field("name", identity.name).field("uuid", identity.uuid);
  writer.field("creation_date", static_cast<std::int64_t>(identity.creation_ms)).field("closed", state.index == nullptr);
  writer.key("settings").begin_object();
  state.settings.write(writer, true);
  writer.end_object().key("mapping").raw(state.mapping->to_json()).key("fields").begin_array();
  for (const std::string& name : state.mapping->field_names()) writer.string(name);
  writer.end_array().end_object();
  return out;
}

auto count_live(const engine::Schema& schema) { return std::ranges::count_if(schema.fields(), &engine::Field::live); }

Error damaged(const std::filesystem::path& path, const std::string& why) {
  return {ErrorCode::data_corrupt, "[" + path.string() + "]: " + why, "meta_corrupt"};
}

}  // namespace

std::shared_ptr<const IndexState> OpenIndex::state() const {
  MutexLock lock(state_mutex_);
  return state_;
}

void OpenIndex::publish(std::shared_ptr<const IndexState> state) {
  MutexLock lock(state_mutex_);
  state_ = std::move(state);
}

Status OpenIndex::write_meta(const IndexState& state) const {
  const std::string json = meta_json(identity_, state);
  return write_file_atomically(identity_.directory / "meta.json", std::as_bytes(std::span(json.data(), json.size())));
}

Result<std::shared_ptr<const IndexState>> OpenIndex::assemble(IndexSettings settings, std::shared_ptr<const Mapping> mapping,
                                                              bool with_engine) {
  auto state = std::make_shared<IndexState>();
  state->settings = std::move(settings);
  state->mapping = std::move(mapping);
  state->parser = std::make_shared<const DocumentParser>(state->mapping);
  if (with_engine) {
    auto index = open_engine(identity_.directory, state->settings, state->mapping);
    if (!index) return std::move(index).error();
    state->index = std::move(*index);
  }
  return std::shared_ptr<const IndexState>(std::move(state));
}

Result<std::shared_ptr<OpenIndex>> OpenIndex::create(Identity identity, IndexSettings settings, const JsonValue* json) {
  auto registry = analyzers::AnalyzerRegistry::build(settings.analysis());
  if (!registry) return std::move(registry).error();
  loaders::MappingContext context = settings.mapping_context();
  context.analyzers = std::move(*registry);
  auto mapping = json == nullptr ? Mapping::create(std::move(context)) : Mapping::create(std::move(context), *json);
  if (!mapping) return std::move(mapping).error();
  std::error_code failed;
  std::filesystem::create_directories(identity.directory, failed);
  if (failed) return Error{ErrorCode::unavailable, "cannot create " + identity.directory.string() + ": " + failed.message()};
  std::shared_ptr<OpenIndex> made(new OpenIndex(std::move(identity)));
  auto state = made->assemble(std::move(settings), std::move(*mapping), true);
  if (!state) return std::move(state).error();
  if (Status written = made->write_meta(**state); !written) return std::move(written).error();
  made->publish(std::move(*state));
  return made;
}

std::optional<std::string> OpenIndex::stored_name(const std::filesystem::path& directory) {
  const auto file = MappedFile::open(directory / "meta.json");
  if (!file) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  const auto document = JsonDocument::parse(text, {.max_depth = 200});
  if (!document) return std::nullopt;
  const auto name = document->root().find("name");
  return name ? std::optional<std::string>(name->text()) : std::nullopt;
}

Result<std::shared_ptr<OpenIndex>> OpenIndex::recover(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "meta.json";
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  const auto document = JsonDocument::parse(text, {.max_depth = 200});
  if (!document) return damaged(path, document.error().message);
  const JsonValue root = document->root();
  const auto name = root.find("name"), uuid = root.find("uuid"), created = root.find("creation_date");
  const auto settings_json = root.find("settings"), mapping_json = root.find("mapping"), fields = root.find("fields");
  if (!name || !uuid || !created || !settings_json || !mapping_json || !fields) return damaged(path, "a part is missing");
  auto settings = IndexSettings::read(*settings_json);
  if (!settings) return damaged(path, settings.error().message);
  auto registry = analyzers::AnalyzerRegistry::build(settings->analysis());
  if (!registry) return damaged(path, registry.error().message);
  loaders::MappingContext context = settings->mapping_context();
  context.analyzers = std::move(*registry);
  std::vector<std::string> order;
  for (const JsonValue field : fields->elements()) order.emplace_back(field.text());
  auto mapping = Mapping::create(std::move(context), *mapping_json, order);
  if (!mapping) return damaged(path, mapping.error().message);
  const auto closed = root.find("closed");
  const bool is_closed = closed && closed->is_boolean() && closed->boolean();
  std::shared_ptr<OpenIndex> made(new OpenIndex({std::string(name->text()), std::string(uuid->text()), created->as_int64().value_or(0), directory}));
  auto state = made->assemble(std::move(*settings), std::move(*mapping), !is_closed);
  if (!state) return std::move(state).error();
  made->publish(std::move(*state));
  return made;
}

Status OpenIndex::change_mapping(const std::function<Result<std::shared_ptr<const Mapping>>(const Mapping&)>& change) {
  MutexLock lock(change_mutex_);
  const auto old = state();
  auto merged = change(*old->mapping);
  if (!merged) return std::move(merged).error();
  auto next = std::make_shared<IndexState>(*old);
  next->mapping = std::move(*merged);
  next->parser = std::make_shared<const DocumentParser>(next->mapping);
  if (next->mapping->to_json() == old->mapping->to_json()) return {};
  if (Status written = write_meta(*next); !written) return written;
  if (next->index != nullptr) {
    next->index->set_schema(next->mapping->schema());
    const bool more_live = count_live(*next->mapping->schema()) > count_live(*old->mapping->schema());
    if (more_live && preparation_) preparation_(*next->index);
  }
  publish(std::move(next));
  return {};
}

Status OpenIndex::update_mapping(JsonValue body) {
  return change_mapping([&](const Mapping& mapping) { return mapping.merge(body); });
}

Status OpenIndex::update_mapping(std::string_view body) {
  return change_mapping([&](const Mapping& mapping) { return mapping.merge(body); });
}

Status OpenIndex::update_settings(JsonValue body, bool preserve_existing) {
  MutexLock lock(change_mutex_);
  const auto old = state();
  auto next = std::make_shared<IndexState>(*old);
  if (Status updated = next->settings.update(body, old->index == nullptr, preserve_existing, name(), uuid()); !updated) return updated;
  auto registry = analyzers::AnalyzerRegistry::build(next->settings.analysis());
  if (!registry) return std::move(registry).error();
  loaders::MappingContext context = next->settings.mapping_context();
  context.analyzers = old->index == nullptr ? std::move(*registry) : old->mapping->context().analyzers;
  auto mapping = old->mapping->with_context(std::move(context));
  if (!mapping) return std::move(mapping).error();
  next->mapping = std::move(*mapping);
  next->parser = std::make_shared<const DocumentParser>(next->mapping);
  if (Status written = write_meta(*next); !written) return written;
  if (next->index != nullptr) {
    next->index->set_schema(next->mapping->schema());
    next->index->set_refresh_interval(next->settings.refresh_interval_ms());
    next->index->set_durability(next->settings.durability());
  }
  publish(std::move(next));
  return {};
}

Status OpenIndex::close() {
  MutexLock lock(change_mutex_);
  const auto old = state();
  if (old->index == nullptr) return {};
  auto next = std::make_shared<IndexState>(*old);
  next->index = nullptr;
  if (Status written = write_meta(*next); !written) return written;
  publish(std::move(next));
  return old->index->close();
}

Status OpenIndex::open() {
  MutexLock lock(change_mutex_);
  const auto old = state();
  if (old->index != nullptr) return {};
  auto next = assemble(old->settings, old->mapping, true);
  if (!next) return std::move(next).error();
  if (Status written = write_meta(**next); !written) return written;
  if (preparation_) preparation_(*(*next)->index);
  publish(std::move(*next));
  return {};
}

/// Without a preparation the engine decides by itself again.
void OpenIndex::set_preparation(Preparation preparation) {
  MutexLock lock(change_mutex_);
  preparation_ = std::move(preparation);
  const auto now = state();
  if (now->index == nullptr) return;
  if (preparation_) {
    preparation_(*now->index);
  } else {
    now->index->set_authority(nullptr);
  }
}

Result<engine::Document> OpenIndex::parse_document(std::string id, std::string source) {
  constexpr int kMaxRounds = 32;  // each maps one level of nested objects more; others may have mapped them first
  for (int round = 0; round < kMaxRounds; ++round) {
    auto parsed = state()->parser->parse_document(id, std::move(source));
    if (!parsed) return std::move(parsed).error();
    if (parsed->mapping_update.empty()) return std::move(parsed->document);
    if (Status merged = update_mapping(parsed->mapping_update); !merged) return std::move(merged).error();
    source = std::move(parsed->document.source);
  }
  return illegal_argument("the document's dynamic mapping does not come to an end");
}

}  // namespace aisle::server::es_api
