// Any bytes as a _bulk body: reading ends, and every source is a line of the body.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/es_api/documents/bulk_body.hpp"
#include "server/es_api/documents/update_body.hpp"

using namespace aisle::server::es_api;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  BulkBody bulk(body);
  for (;;) {
    auto action = bulk.next();
    if (!action || !*action) return 0;
    const std::string_view source = (*action)->source;
    if (!source.empty() && (source.data() < body.data() || source.data() + source.size() > body.data() + body.size())) std::abort();
    if ((*action)->kind == BulkKind::update) (void)UpdateBody::read(source);
  }
}
