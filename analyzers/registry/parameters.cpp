#include "analyzers/registry/parameters.hpp"

#include <fmt/format.h>

#include <charconv>

namespace aisle::analyzers {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

}  // namespace

bool Parameters::has(const std::string& key) const {
  return settings_.parameters.contains(key);
}

std::string Parameters::text(const std::string& key, std::string_view otherwise) const {
  auto found = settings_.parameters.find(key);
  if (found == settings_.parameters.end() || found->second.empty()) return std::string(otherwise);
  return found->second.front();
}

int Parameters::integer(const std::string& key, int otherwise, int at_least) {
  const std::string value = text(key);
  if (value.empty()) return otherwise;
  int number = 0;
  const char* end = value.data() + value.size();
  auto [stopped, error] = std::from_chars(value.data(), end, number);
  // Clients send whole numbers as 3.0 or "3" alike.
  const bool whole = error == std::errc() && (stopped == end || std::string_view(stopped, end) == ".0");
  if (!whole) {
    fail(fmt::format("Failed to parse value [{}] for setting [{}]", value, key));
    return otherwise;
  }
  if (number < at_least) {
    fail(fmt::format("Failed to parse value [{}] for setting [{}] must be >= {}", value, key, at_least));
    return otherwise;
  }
  return number;
}

bool Parameters::boolean(const std::string& key, bool otherwise) {
  const std::string value = text(key);
  if (value.empty()) return otherwise;
  if (value == "true") return true;
  if (value != "false")
    fail(fmt::format("Failed to parse value [{}] as only [true] or [false] are allowed.", value));
  return false;
}

std::vector<std::string> Parameters::list(const std::string& key) const {
  auto found = settings_.parameters.find(key);
  if (found == settings_.parameters.end()) return {};
  if (found->second.size() == 1) return split_at_commas(found->second.front());
  return found->second;
}

std::vector<std::string> Parameters::lines(const std::string& key) const {
  auto found = settings_.parameters.find(key);
  return found == settings_.parameters.end() ? std::vector<std::string>{} : found->second;
}

void Parameters::fail(std::string message) {
  if (!failure_) failure_ = std::move(message);
}

Status Parameters::status() const {
  return failure_ ? Status(component_error(*failure_, name_)) : Status();
}

Error component_error(std::string message, std::string_view name) {
  return {ErrorCode::invalid_argument, std::move(message), "illegal_argument_exception", std::string(name)};
}

}  // namespace aisle::analyzers
