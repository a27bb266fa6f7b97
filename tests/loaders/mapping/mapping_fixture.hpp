#pragma once
// Mappings over the built-in analyzers, and documents as readable lines.

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "loaders/mapping/document_parser.hpp"
#include "loaders/mapping/mapping.hpp"

namespace aisle::loaders::testing {

inline MappingContext context() {
  MappingContext made;
  made.analyzers = *analyzers::AnalyzerRegistry::build({});
  return made;
}

inline std::shared_ptr<const Mapping> mapping(std::string_view json) {
  auto made = Mapping::create(context(), json);
  EXPECT_TRUE(made.ok()) << (made ? "" : made.error().message);
  return made ? *made : *Mapping::create(context());
}

inline std::string mapping_error(std::string_view json) {
  const auto made = Mapping::create(context(), json);
  EXPECT_FALSE(made.ok()) << json;
  return made ? "" : made.error().message;
}

/// "field=value" for each value, in order.
inline std::vector<std::string> lines(const Mapping& mapping, const engine::Document& document) {
  std::vector<std::string> out;
  for (const engine::FieldValue& value : document.values) {
    std::string line = mapping.schema()->field(value.field).name + "=";
    if (const auto* text = std::get_if<std::string_view>(&value.value)) line += *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value.value)) line += std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&value.value)) {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%g", *real);
      line += buffer;
    }
    out.push_back(std::move(line));
  }
  return out;
}

inline std::vector<std::string> values(std::string_view mapping_json, std::string source) {
  const auto made = mapping(mapping_json);
  const auto parsed = DocumentParser(made).parse_document("1", std::move(source));
  EXPECT_TRUE(parsed.ok()) << (parsed ? "" : parsed.error().message + " / " + parsed.error().subject);
  if (!parsed) return {};
  EXPECT_EQ(parsed->mapping_update, "");
  return lines(*made, parsed->document);
}

inline Error refused(std::string_view mapping_json, std::string source) {
  const auto parsed = DocumentParser(mapping(mapping_json)).parse_document("1", std::move(source));
  EXPECT_FALSE(parsed.ok());
  return parsed ? Error(ErrorCode::internal, "") : parsed.error();
}

}  // namespace aisle::loaders::testing
