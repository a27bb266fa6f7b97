// The manifest reader on arbitrary bytes, with the checksum made right so that what is behind it is reached.

#include <cstdlib>
#include <cstring>

#include "base/hash.hpp"
#include "engine/index/live/manifest.hpp"

using namespace aisle;
using namespace aisle::engine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)decode_manifest({reinterpret_cast<const std::byte*>(data), size});
  if (size < 8) return 0;
  std::vector<std::byte> bytes(size);
  std::memcpy(bytes.data(), data, size);
  const std::uint64_t checksum = hash64(std::span<const std::byte>(bytes).first(size - 8));
  std::memcpy(bytes.data() + size - 8, &checksum, 8);
  const auto manifest = decode_manifest(bytes);
  if (manifest && encode(*manifest) != bytes) std::abort();
  return 0;
}
