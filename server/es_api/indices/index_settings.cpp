#include "server/es_api/indices/index_settings.hpp"

#include <algorithm>
#include <charconv>

#include "engine/schema/time_value.hpp"
#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/indices/known_settings.hpp"

namespace aisle::server::es_api {
namespace {


struct GivenSetting {
  std::string name;
  std::optional<SettingValue> value;  ///< none: null
};

std::string with_prefix(std::string name) { return name.starts_with("index.") ? name : "index." + name; }

/// Objects become dotted names; lists of texts stay lists; an empty list where a group is meant says nothing (PHP).
void flatten(const std::string& path, JsonValue json, std::vector<GivenSetting>& out) {
  if (json.is_object()) {
    for (const JsonMember member : json.members()) {
      flatten(path.empty() ? std::string(member.name) : path + "." + std::string(member.name), member.value, out);
    }
    return;
  }
  if (json.is_null()) {
    out.push_back({with_prefix(path), std::nullopt});
    return;
  }
  SettingValue value;
  value.is_list = json.is_array();
  if (json.is_array()) {
    for (const JsonValue element : json.elements()) value.texts.emplace_back(element.text());
  } else {
    value.texts.emplace_back(json.text());
  }
  out.push_back({with_prefix(path), std::move(value)});
}

/// `{"settings":{...}}` and `{...}` are the same; "index" alone may wrap either.
Result<std::vector<GivenSetting>> given_settings(JsonValue json) {
  if (json.is_array() && json.size() == 0) return std::vector<GivenSetting>{};
  if (!json.is_object()) return illegal_argument("settings must be an object");
  if (json.size() == 1) {
    if (const auto inner = json.find("settings"); inner && inner->is_object()) return given_settings(*inner);
  }
  std::vector<GivenSetting> given;
  flatten("", json, given);
  return given;
}

Error unknown_setting(const std::string& name) {
  return illegal_argument("unknown setting [" + name +
                              "] please check that any required plugins are installed, or check the breaking changes "
                              "documentation for removed settings",
                          name);
}

struct IntegerSetting {
  std::string_view name;
  std::int64_t least;
  std::int64_t most;
};
constexpr std::int64_t kMaxInt = 2'147'483'647;
constexpr IntegerSetting kIntegers[] = {
    {"index.number_of_shards", 1, 1024},        {"index.number_of_replicas", 0, kMaxInt},
    {"index.max_result_window", 1, kMaxInt},    {"index.max_ngram_diff", 0, kMaxInt},
    {"index.max_shingle_diff", 0, kMaxInt},     {"index.mapping.total_fields.limit", 0, kMaxInt},
    {"index.mapping.depth.limit", 1, kMaxInt},
};

Status check_integer(const IntegerSetting& wanted, const std::string& text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string name(wanted.name);
  if (failed != std::errc() || end != text.data() + text.size()) {
    return illegal_argument("Failed to parse value [" + text + "] for setting [" + name + "]", name);
  }
  if (number < wanted.least) {
    return illegal_argument("Failed to parse value [" + text + "] for setting [" + name + "] must be >= " + std::to_string(wanted.least), name);
  }
  if (number > wanted.most) {
    return illegal_argument("Failed to parse value [" + text + "] for setting [" + name + "] must be <= " + std::to_string(wanted.most), name);
  }
  return {};
}

Status check_value(const std::string& name, const SettingValue& value) {
  const std::string text = value.texts.empty() ? "" : value.texts.front();
  for (const IntegerSetting& wanted : kIntegers) {
    if (wanted.name == name) return check_integer(wanted, text);
  }
  if (name == "index.refresh_interval") {
    auto parsed = engine::parse_time_value(text, name);
    if (!parsed) return std::move(parsed).error();
  }
  if (name == "index.translog.durability" && text != "request" && text != "async" && text != "REQUEST" && text != "ASYNC") {
    return illegal_argument("No enum constant org.elasticsearch.index.translog.Translog.Durability." + text, name);
  }
  return {};
}

/// More dots in a name than any setting has; what is nested by them is walked by recursion.
constexpr std::ptrdiff_t kMostLevels = 32;

Status check(const GivenSetting& setting) {
  if (std::ranges::count(setting.name, '.') > kMostLevels) return illegal_argument("setting name is nested too deeply");
  if (setting_kind(setting.name) == SettingKind::unknown) return unknown_setting(setting.name);
  return setting.value ? check_value(setting.name, *setting.value) : Status();
}

std::int64_t number_or(const IndexSettings& settings, std::string_view name, std::int64_t otherwise) {
  if (const auto text = settings.text(name)) std::from_chars(text->data(), text->data() + text->size(), otherwise);
  return otherwise;
}

using Components = std::map<std::string, analyzers::ComponentSettings>;

Components* components_of(analyzers::AnalysisSettings& analysis, std::string_view kind) {
  if (kind == "analyzer") return &analysis.analyzers;
  if (kind == "normalizer") return &analysis.normalizers;
  if (kind == "tokenizer") return &analysis.tokenizers;
  if (kind == "char_filter") return &analysis.char_filters;
  if (kind == "filter") return &analysis.token_filters;
  return nullptr;
}

/// "analyzer.my.filter" -> kind, name, parameter; a name may not hold dots here, as in Elasticsearch.
void add_component(analyzers::AnalysisSettings& analysis, std::string_view rest, const SettingValue& value) {
  const std::size_t first = rest.find('.');
  if (first == std::string_view::npos) return;
  const std::size_t second = rest.find('.', first + 1);
  if (second == std::string_view::npos) return;
  Components* components = components_of(analysis, rest.substr(0, first));
  if (components == nullptr) return;
  analyzers::ComponentSettings& component = (*components)[std::string(rest.substr(first + 1, second - first - 1))];
  const std::string parameter(rest.substr(second + 1));
  if (parameter == "type") {
    component.type = value.texts.empty() ? "" : value.texts.front();
  } else {
    component.parameters[parameter] = value.texts;
  }
}

float real_or(const IndexSettings& settings, const std::string& name, float otherwise) {
  if (const auto text = settings.text(name)) std::from_chars(text->data(), text->data() + text->size(), otherwise);
  return otherwise;
}

void write_value(JsonWriter& writer, const SettingValue& value) {
  if (!value.is_list) {
    writer.string(value.texts.empty() ? "" : value.texts.front());
    return;
  }
  writer.begin_array();
  for (const std::string& text : value.texts) writer.string(text);
  writer.end_array();
}

using Iterator = IndexSettings::Map::const_iterator;

/// Writes the settings from `at` on whose names begin with `group`, by their names after `prefix`.
Iterator write_dotted(JsonWriter& writer, const IndexSettings::Map& values, Iterator at,
                      const std::string& prefix, const std::string& group) {
  for (; at != values.end() && at->first.starts_with(group); ++at) {
    writer.key(std::string_view(at->first).substr(prefix.size()));
    write_value(writer, at->second);
  }
  return at;
}

/// Writes the settings from `at` on whose names begin with `prefix`, nested by their dots. Of a name that is a value
/// and a group at once, the group's members are written with dots. Recursion is as deep as kMostLevels.
Iterator write_nested(JsonWriter& writer, const IndexSettings::Map& values, Iterator at,
                      const std::string& prefix) {
  while (at != values.end() && at->first.starts_with(prefix)) {
    const std::size_t dot = at->first.find('.', prefix.size());
    if (dot == std::string::npos) {
      writer.key(std::string_view(at->first).substr(prefix.size()));
      write_value(writer, at->second);
      ++at;
      continue;
    }
    const std::string group = at->first.substr(0, dot + 1);
    if (values.contains(group.substr(0, dot))) {
      at = write_dotted(writer, values, at, prefix, group);
      continue;
    }
    writer.key(std::string_view(group).substr(prefix.size(), dot - prefix.size())).begin_object();
    at = write_nested(writer, values, at, group);
    writer.end_object();
  }
  return at;
}

}  // namespace

Result<IndexSettings> IndexSettings::read(JsonValue json) {
  auto given = given_settings(json);
  if (!given) return std::move(given).error();
  IndexSettings settings;
  for (GivenSetting& setting : *given) {
    if (Status sound = check(setting); !sound) return std::move(sound).error();
    if (setting.value) settings.values_[setting.name] = std::move(*setting.value);
  }
  return settings;
}

Status IndexSettings::update(JsonValue json, bool closed, bool preserve, std::string_view index, std::string_view uuid) {
  auto given = given_settings(json);
  if (!given) return std::move(given).error();
  Map changed = values_;
  for (GivenSetting& setting : *given) {
    if (Status sound = check(setting); !sound) return sound;
    const auto old = values_.find(setting.name);
    const bool same = old == values_.end() ? !setting.value : setting.value && old->second == *setting.value;
    if (same || (preserve && old != values_.end())) continue;
    const SettingKind kind = setting_kind(setting.name);
    if (kind == SettingKind::final) return illegal_argument("final " + std::string(index) + " setting [" + setting.name + "], not updateable", setting.name);
    if (kind == SettingKind::fixed && !closed) {
      return illegal_argument("Can't update non dynamic settings [[" + setting.name + "]] for open indices [[" +
                                  std::string(index) + "/" + std::string(uuid) + "]]", setting.name);
    }
    if (setting.value) {
      changed[setting.name] = std::move(*setting.value);
    } else {
      changed.erase(setting.name);
    }
  }
  values_ = std::move(changed);
  return {};
}

std::optional<std::string> IndexSettings::text(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.texts.empty()) return std::nullopt;
  return found->second.texts.front();
}

analyzers::AnalysisSettings IndexSettings::analysis() const {
  constexpr std::string_view kPrefix = "index.analysis.";
  analyzers::AnalysisSettings analysis;
  for (auto at = values_.lower_bound(kPrefix); at != values_.end() && at->first.starts_with(kPrefix); ++at) {
    add_component(analysis, std::string_view(at->first).substr(kPrefix.size()), at->second);
  }
  analysis.limits.max_ngram_diff = static_cast<std::uint32_t>(number_or(*this, "index.max_ngram_diff", 1));
  analysis.limits.max_shingle_diff = static_cast<std::uint32_t>(number_or(*this, "index.max_shingle_diff", 3));
  return analysis;
}

std::int64_t IndexSettings::refresh_interval_ms() const {
  const auto parsed = engine::parse_time_value(text("index.refresh_interval").value_or("1s"), "index.refresh_interval");
  return parsed ? *parsed : 1'000;
}

engine::Durability IndexSettings::durability() const {
  const std::string word = text("index.translog.durability").value_or("request");
  return word == "async" || word == "ASYNC" ? engine::Durability::async : engine::Durability::request;
}

std::uint64_t IndexSettings::max_result_window() const {
  return static_cast<std::uint64_t>(number_or(*this, "index.max_result_window", 10'000));
}

loaders::MappingContext IndexSettings::mapping_context() const {
  loaders::MappingContext context;
  context.total_fields_limit = static_cast<std::uint32_t>(number_or(*this, "index.mapping.total_fields.limit", 1'000));
  context.depth_limit = static_cast<std::uint32_t>(number_or(*this, "index.mapping.depth.limit", 20));
  context.coerce = text("index.mapping.coerce").value_or("true") == "true";
  context.ignore_malformed = text("index.mapping.ignore_malformed").value_or("false") == "true";
  constexpr std::string_view kPrefix = "index.similarity.";
  for (auto at = values_.lower_bound(kPrefix); at != values_.end() && at->first.starts_with(kPrefix); ++at) {
    const std::string name = at->first.substr(kPrefix.size(), at->first.rfind('.') - kPrefix.size());
    if (text(std::string(kPrefix) + name + ".type") != "BM25") continue;
    context.similarities[name] = {.k1 = real_or(*this, std::string(kPrefix) + name + ".k1", 1.2F),
                                  .b = real_or(*this, std::string(kPrefix) + name + ".b", 0.75F)};
  }
  return context;
}

void IndexSettings::write(JsonWriter& writer, bool flat) const {
  if (!flat) {
    write_nested(writer, values_, values_.begin(), "");
    return;
  }
  for (const auto& [name, value] : values_) {
    writer.key(name);
    write_value(writer, value);
  }
}

}  // namespace aisle::server::es_api
