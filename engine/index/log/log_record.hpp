#pragma once
// How changes lie in a log file: one header per file, then records one after another, each with its own checksum.
//
//   file    "AISLELOG" | u32 format | u32 zero | 16 bytes index uuid | u64 first sequence number | u64 XXH3 of these 40
//   record  u32 payload bytes | u32 type | u64 sequence number | u64 XXH3 of these 16 and the payload | payload
//
// Record checksums are seeded with the index's uuid, so that a record left over from another index is never sound.
// Sequence numbers of a log have no gaps: the record after number n is n + 1.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace aisle::engine {

using IndexUuid = std::array<std::byte, 16>;

inline constexpr std::size_t kLogFileHeaderBytes = 48;
inline constexpr std::size_t kLogRecordHeaderBytes = 24;
/// Far above any document that a server accepts; a greater length is damage.
inline constexpr std::uint32_t kMaxLogPayloadBytes = 1u << 30;

struct LogFileHeader {
  IndexUuid uuid{};
  std::uint64_t first_sequence_number = 0;
};
std::array<std::byte, kLogFileHeaderBytes> encode(const LogFileHeader& header);
/// None when the bytes are too few, of another format or do not match their checksum.
std::optional<LogFileHeader> decode_log_file_header(std::span<const std::byte> bytes);

/// One record; the payload views what it was read from.
struct LogRecord {
  std::uint32_t type = 0;
  std::uint64_t sequence_number = 0;
  std::span<const std::byte> payload;
  std::size_t size_bytes() const { return kLogRecordHeaderBytes + payload.size(); }
};
/// What record checksums of this index start from.
std::uint64_t log_checksum_seed(const IndexUuid& uuid);
/// What stands before the record's payload.
std::array<std::byte, kLogRecordHeaderBytes> encode_log_record_header(const LogRecord& record, std::uint64_t seed);
/// The sound record that starts at `offset`, or none.
std::optional<LogRecord> read_log_record(std::span<const std::byte> file, std::size_t offset, std::uint64_t seed);

/// Where a file's sound records end.
struct LogFileEnd {
  std::size_t sound_bytes = 0;             ///< header and every sound record before the first damage
  std::uint64_t next_sequence_number = 0;  ///< after the last of those
  bool whole = false;                      ///< sound to its last byte
  bool sound_after_damage = false;         ///< a sound later record lies beyond the damage: this is no torn tail
};
/// Checks a whole file (header included) that should start at `first_sequence_number`. Time is linear in its size.
LogFileEnd scan_log_file(std::span<const std::byte> file, std::uint64_t first_sequence_number, std::uint64_t seed);

}  // namespace aisle::engine
