// The log reader on arbitrary bytes: a file's scan, and payloads of records.

#include <cstdlib>

#include "base/bytes.hpp"
#include "engine/index/live/log_operation.hpp"
#include "engine/index/log/log_record.hpp"

using namespace aisle;
using namespace aisle::engine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  const std::uint64_t seed = log_checksum_seed({});
  (void)decode_log_file_header(bytes);
  // As it is, then after records that are sound, whose number must not grow.
  (void)scan_log_file(bytes, 0, seed);
  std::vector<std::byte> file(kLogFileHeaderBytes);
  for (std::uint64_t number = 0; number < 3; ++number) {
    const auto header = encode_log_record_header({1, number, bytes}, seed);
    file.insert(file.end(), header.begin(), header.end());
    file.insert(file.end(), bytes.begin(), bytes.end());
  }
  file.insert(file.end(), bytes.begin(), bytes.end());
  const LogFileEnd end = scan_log_file(file, 0, seed);
  if (end.next_sequence_number < 3 || end.sound_bytes > file.size()) std::abort();
  // What decodes encodes to the same bytes.
  for (std::uint32_t type = 0; type < 5; ++type) {
    const auto operation = decode_log_operation(type, bytes);
    if (!operation) continue;
    ByteWriter again;
    encode(*operation, again);
    if (again.size() != size) std::abort();
  }
  return 0;
}
