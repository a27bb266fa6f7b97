// Any bytes as a search body: parsed or refused with a position inside the text, never a crash or a hang.

#include <cassert>
#include <cstdint>
#include <string_view>

#include "server/es_api/search/search_body.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aisle;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<JsonDocument> document = JsonDocument::parse(text);
  if (!document) {
    assert(document.error().position && document.error().position->byte <= size);
    return 0;
  }
  const Result<server::es_api::SearchBody> body = server::es_api::parse_search(&*document, {});
  if (!body && body.error().position) assert(body.error().position->byte <= size);
  return 0;
}
