#include <fmt/format.h>
#include <toml++/toml.h>

#include <sstream>

#include "server/config/config.hpp"

namespace aisle::server::config {
namespace {

Error error_at(const std::string& file_name, std::uint32_t line, std::string_view what) {
  return {ErrorCode::invalid_argument, fmt::format("{}:{}: {}", file_name, line, what), "bad_configuration"};
}

/// A scalar as the text a flag would have; nothing for what an option cannot be (dates, tables in arrays).
std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

std::optional<std::string> value_text(const toml::node& node) {
  const auto* array = node.as_array();
  if (!array) return scalar_text(node);
  std::string joined;
  for (const toml::node& element : *array) {
    const auto text = scalar_text(element);
    if (!text) return std::nullopt;
    joined += joined.empty() ? *text : "," + *text;
  }
  return joined;
}

/// Options live at most one table deep; deeper tables are walked all the same, to name their keys.
Status flatten(const toml::table& table, const std::string& prefix, const std::string& file_name, int depth,
               std::vector<FileEntry>& entries) {
  constexpr int kDeepest = 8;
  for (const auto& [key, node] : table) {
    const std::string name = prefix.empty() ? std::string(key.str()) : fmt::format("{}.{}", prefix, key.str());
    const auto line = static_cast<std::uint32_t>(key.source().begin.line);
    if (const auto* inner = node.as_table()) {
      if (depth == kDeepest) return error_at(file_name, line, fmt::format("[{}] is nested too deeply", name));
      if (auto status = flatten(*inner, name, file_name, depth + 1, entries); !status) return status;
      continue;
    }
    auto value = value_text(node);
    if (!value) return error_at(file_name, line, fmt::format("[{}] is neither text, number, boolean nor a list of these", name));
    entries.push_back({name, *std::move(value), line});
  }
  return {};
}

}  // namespace

Result<std::vector<FileEntry>> read_toml(std::string_view text, const std::string& file_name) {
  std::vector<FileEntry> entries;
  try {
    const toml::table table = toml::parse(text, file_name);
    if (auto status = flatten(table, "", file_name, 0, entries); !status) return std::move(status).error();
  } catch (const toml::parse_error& failure) {
    return error_at(file_name, static_cast<std::uint32_t>(failure.source().begin.line), failure.description());
  }
  return entries;
}

}  // namespace aisle::server::config
