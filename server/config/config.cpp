#include "server/config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace aisle::server::config {
namespace {

Error unknown_key(const FileEntry& entry, const std::string& file_name) {
  std::vector<std::string> known;
  for (const OptionSpec& option : option_table()) known.emplace_back(option.key);
  const auto like = closest(entry.key, known);
  const auto hint = like.empty() ? std::string() : fmt::format("; did you mean [{}]?", like);
  return {ErrorCode::invalid_argument, fmt::format("{}:{}: unknown key [{}]{}", file_name, entry.line, entry.key, hint),
          "unknown_key"};
}

std::string toml_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
      continue;
    }
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto item = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

std::string toml_value(const Setting& setting) {
  switch (setting.option->kind) {
    case Kind::number: {
      // TOML has neither leading zeros nor unsigned 64 bits; as a text any number is read.
      const bool plain = setting.value.size() <= 18 && (setting.value.size() == 1 || setting.value.front() != '0');
      return plain ? setting.value : toml_quoted(setting.value);
    }
    case Kind::boolean:  // "no" and "on" are understood, but as texts
      return setting.value == "true" || setting.value == "false" ? setting.value : toml_quoted(setting.value);
    case Kind::list: {
      std::string list;
      for (const auto& item : split_list(setting.value)) list += (list.empty() ? "" : ", ") + toml_quoted(item);
      return "[" + list + "]";
    }
    default: return toml_quoted(setting.value);
  }
}

/// The checked value; its check cannot fail again.
template <class T>
T sound(Result<T> parsed) {
  assert(parsed.ok() && "a setting was checked when it was applied");
  return *std::move(parsed);
}

}  // namespace

Status Config::apply(Setting& setting, std::string value, std::string origin) {
  if (auto status = check_value(setting.option->kind, value); !status) {
    return Error(status.error().code, fmt::format("{}: {} {}", origin, setting.option->name, status.error().message));
  }
  setting.value = std::move(value);
  setting.origin = std::move(origin);
  return {};
}

Result<Config> Config::resolve(const Sources& sources) {
  Config config;
  for (const OptionSpec& option : option_table()) {
    config.settings_.push_back({&option, std::string(option.default_value), "default"});
  }
  auto entries = read_toml(sources.file_text, sources.file_name);
  if (!entries) return std::move(entries).error();
  for (FileEntry& entry : *entries) {
    const auto known = std::ranges::find(config.settings_, entry.key, [](const Setting& s) { return s.option->key; });
    if (known == config.settings_.end()) return unknown_key(entry, sources.file_name);
    auto status = config.apply(*known, std::move(entry.value), fmt::format("{}:{}", sources.file_name, entry.line));
    if (!status) return std::move(status).error();
  }
  for (Setting& setting : config.settings_) {
    const auto name = variable_of(*setting.option);
    auto value = sources.variable ? sources.variable(name) : std::nullopt;
    if (!value) continue;
    if (auto status = config.apply(setting, *std::move(value), name); !status) return std::move(status).error();
  }
  for (const auto& [name, value] : sources.flags) {
    const auto known = std::ranges::find(config.settings_, name, [](const Setting& s) { return s.option->name; });
    assert(known != config.settings_.end() && "flags are named by the option table");
    if (auto status = config.apply(*known, value, "--" + name); !status) return std::move(status).error();
  }
  return config;
}

const Setting& Config::setting(std::string_view name) const {
  const auto found = std::ranges::find(settings_, name, [](const Setting& s) { return s.option->name; });
  assert(found != settings_.end() && "the option is in the table");
  return *found;
}

std::uint64_t Config::number(std::string_view name) const { return sound(parse_number(setting(name).value)); }
std::uint64_t Config::bytes(std::string_view name) const { return sound(parse_bytes(setting(name).value)); }
std::uint64_t Config::duration_ms(std::string_view name) const { return sound(parse_duration_ms(setting(name).value)); }
bool Config::boolean(std::string_view name) const { return sound(parse_boolean(setting(name).value)); }
std::vector<std::string> Config::list(std::string_view name) const { return split_list(setting(name).value); }

std::string Config::print() const {
  std::vector<const Setting*> sorted;
  for (const Setting& setting : settings_) sorted.push_back(&setting);
  std::ranges::sort(sorted, {}, [](const Setting* s) { return s->option->key; });
  std::string text;
  std::string_view table;
  for (const Setting* setting : sorted) {
    const auto dot = setting->option->key.find('.');
    if (setting->option->key.substr(0, dot) != table) {
      table = setting->option->key.substr(0, dot);
      text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", table);
    }
    const auto line = fmt::format("{} = {}", setting->option->key.substr(dot + 1), toml_value(*setting));
    text += fmt::format("{:<44} # {}\n", line, setting->origin);
  }
  return text;
}

}  // namespace aisle::server::config
