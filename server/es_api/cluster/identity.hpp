#pragma once
// Which Elasticsearch does Aisle say it is? Clients refuse to talk to anything else.

#include <string_view>

namespace aisle::server::es_api {

inline constexpr std::string_view kReportedVersion = "8.15.0";
inline constexpr std::string_view kReportedLuceneVersion = "9.11.1";
inline constexpr std::string_view kReportedBuildHash = "1a77947f34deddb41af25e6f0ddb8e830159c179";
inline constexpr std::string_view kReportedBuildDate = "2024-08-05T10:05:34.233336849Z";

}  // namespace aisle::server::es_api
