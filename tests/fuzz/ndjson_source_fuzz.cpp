#include "source_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return aisle::loaders::check_source(data, size, aisle::loaders::InputFormat::ndjson);
}
