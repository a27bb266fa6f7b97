#include "engine/index/log/log_record.hpp"

#include <algorithm>
#include <cstring>

#include "base/bytes.hpp"
#include "base/hash.hpp"

namespace aisle::engine {
namespace {

constexpr std::string_view kMagic = "AISLELOG";
constexpr std::uint32_t kFormat = 1;

std::uint64_t record_checksum(std::span<const std::byte> head, std::span<const std::byte> payload,
                              std::uint64_t seed) {
  const std::uint64_t head_hash = XXH3_64bits_withSeed(head.data(), head.size(), seed);
  return XXH3_64bits_withSeed(payload.data(), payload.size(), head_hash);
}

/// Looks for a later sound record at any byte past the damage. Only places whose sequence number could follow are
/// checksummed, and no more bytes than a few times the file in all, so that hostile bytes cost no more than that;
/// when the budget runs out the answer is the cautious one.
bool sound_record_beyond(std::span<const std::byte> file, std::size_t offset, std::uint64_t expected,
                         std::uint64_t seed) {
  std::size_t budget = 4 * file.size() + (1u << 20);
  for (std::size_t at = offset; at + kLogRecordHeaderBytes <= file.size(); ++at) {
    const auto length = load<std::uint32_t>(file.data() + at);
    const auto number = load<std::uint64_t>(file.data() + at + 8);
    if (length > file.size() - at - kLogRecordHeaderBytes) continue;
    if (number < expected || number - expected > file.size() / kLogRecordHeaderBytes) continue;
    if (length + kLogRecordHeaderBytes > budget) return true;
    budget -= length + kLogRecordHeaderBytes;
    if (read_log_record(file, at, seed)) return true;
  }
  return false;
}

}  // namespace

std::array<std::byte, kLogFileHeaderBytes> encode(const LogFileHeader& header) {
  ByteWriter writer;
  writer.append(kMagic);
  writer.put(kFormat);
  writer.put(std::uint32_t{0});
  writer.append(header.uuid);
  writer.put(header.first_sequence_number);
  writer.put(hash64(writer.bytes()));
  std::array<std::byte, kLogFileHeaderBytes> bytes{};
  std::ranges::copy(writer.bytes(), bytes.begin());
  return bytes;
}

std::optional<LogFileHeader> decode_log_file_header(std::span<const std::byte> bytes) {
  if (bytes.size() < kLogFileHeaderBytes) return std::nullopt;
  ByteReader reader(bytes.first(kLogFileHeaderBytes));
  const auto magic = reader.get_bytes(kMagic.size());
  if (std::memcmp(magic.data(), kMagic.data(), kMagic.size()) != 0) return std::nullopt;
  if (reader.get<std::uint32_t>() != kFormat) return std::nullopt;
  reader.get<std::uint32_t>();
  LogFileHeader header;
  std::ranges::copy(reader.get_bytes(header.uuid.size()), header.uuid.begin());
  header.first_sequence_number = reader.get<std::uint64_t>();
  if (reader.get<std::uint64_t>() != hash64(bytes.first(kLogFileHeaderBytes - 8))) return std::nullopt;
  return header;
}

std::uint64_t log_checksum_seed(const IndexUuid& uuid) { return hash64(std::span<const std::byte>(uuid)); }

std::array<std::byte, kLogRecordHeaderBytes> encode_log_record_header(const LogRecord& record, std::uint64_t seed) {
  std::array<std::byte, kLogRecordHeaderBytes> bytes;
  const auto size = static_cast<std::uint32_t>(record.payload.size());
  std::memcpy(bytes.data(), &size, sizeof size);
  std::memcpy(bytes.data() + 4, &record.type, sizeof record.type);
  std::memcpy(bytes.data() + 8, &record.sequence_number, sizeof record.sequence_number);
  const std::uint64_t checksum = record_checksum(std::span(bytes).first(16), record.payload, seed);
  std::memcpy(bytes.data() + 16, &checksum, sizeof checksum);
  return bytes;
}

std::optional<LogRecord> read_log_record(std::span<const std::byte> file, std::size_t offset, std::uint64_t seed) {
  if (offset > file.size() || file.size() - offset < kLogRecordHeaderBytes) return std::nullopt;
  ByteReader reader(file.subspan(offset));
  const auto length = reader.get<std::uint32_t>();
  LogRecord record;
  record.type = reader.get<std::uint32_t>();
  record.sequence_number = reader.get<std::uint64_t>();
  const auto checksum = reader.get<std::uint64_t>();
  if (length > kMaxLogPayloadBytes || length > reader.remaining()) return std::nullopt;
  record.payload = reader.get_bytes(length);
  if (checksum != record_checksum(file.subspan(offset, 16), record.payload, seed)) return std::nullopt;
  return record;
}

LogFileEnd scan_log_file(std::span<const std::byte> file, std::uint64_t first_sequence_number, std::uint64_t seed) {
  LogFileEnd end{.sound_bytes = kLogFileHeaderBytes, .next_sequence_number = first_sequence_number};
  while (end.sound_bytes < file.size()) {
    const auto record = read_log_record(file, end.sound_bytes, seed);
    if (!record || record->sequence_number != end.next_sequence_number) break;
    end.sound_bytes += record->size_bytes();
    ++end.next_sequence_number;
  }
  end.whole = end.sound_bytes == file.size();
  if (!end.whole) {
    end.sound_after_damage =
        sound_record_beyond(file, std::min(end.sound_bytes, file.size()), end.next_sequence_number, seed);
  }
  return end;
}

}  // namespace aisle::engine
