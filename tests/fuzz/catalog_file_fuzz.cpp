// A file of unknown format, possibly compressed: detection, unpacking and whichever source it comes to.
#include "loaders/inference/mapping_inference.hpp"
#include "source_invariants.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aisle::loaders;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  SourceOptions options;
  options.max_record_bytes = 4'096;
  auto source = make_record_source(std::make_unique<FuzzedStream>(bytes, 7), options);
  if (!source) return 0;
  MappingInference inference;
  // A few bytes of gzip can hold a megabyte of records.
  for (std::size_t answers = 0; answers < 5'000; ++answers) {
    auto answer = (*source)->next();
    if (answer && !*answer) break;
    if (answer) inference.add((*answer)->json);
  }
  require(is_json_object(inference.infer().body));
  return 0;
}
