#pragma once
// A `_cat` answer: rows of texts, as aligned columns or as JSON.

#include <string>
#include <vector>

#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::es_api {

struct CatColumn {
  std::string name;
  bool right = false;  ///< numbers are aligned right
  bool on_request = false;  ///< shown only where `h` names it
};

struct CatTable {
  std::vector<CatColumn> columns;
  std::vector<std::vector<std::string>> rows;  ///< as many texts as columns
};

/// By the request: `format=json` or an Accept of JSON gives objects; `v` a header; `h` chooses columns; `s` sorts by one
/// ("name" or "name:desc").
http::Response cat_response(const http::Request& request, CatTable table);

/// "230b", "1.4kb", "22.1mb": as Elasticsearch writes sizes.
std::string human_bytes(std::uint64_t bytes);

}  // namespace aisle::server::es_api
