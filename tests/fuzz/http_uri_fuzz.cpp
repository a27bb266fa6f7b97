// Request targets: whatever is sent, decoding ends, never grows, and agrees with encoding.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/router.hpp"
#include "server/http/uri.hpp"

using namespace aisle::server::http;

namespace {

const Router& router() {
  static const Router instance = [] {
    Router made;
    const Handler nothing = [](const Request&, Reply) {};
    made.add(Method::get, "/_search", EndpointClass::search, nothing);
    made.add(Method::get, "/{index}/_doc/{id}", EndpointClass::search, nothing);
    made.add(Method::get, "/{a}/{b}/{c}/{d}", EndpointClass::search, nothing);
    return made;
  }();
  return instance;
}

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view uri(reinterpret_cast<const char*>(data), size);
  const auto decoded = percent_decode(uri, false);
  if (decoded) {
    require(decoded->size() <= uri.size());
    require(*percent_decode(percent_encode(*decoded), false) == *decoded);
  }
  const auto query = parse_query(query_of(uri));
  if (query) {
    std::size_t bytes = 0;
    for (const auto& [name, value] : *query) bytes += name.size() + value.size();
    require(bytes <= uri.size());
  }
  const auto path = normalised_path(path_of(uri));
  const auto match = router().match(Method::get, uri);
  if (match.route) require(path.ok());
  for (const auto& [name, value] : match.parameters) require(value.size() <= uri.size());
  return 0;
}
