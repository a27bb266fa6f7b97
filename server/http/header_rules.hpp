#pragma once
// What a request's head must be for Aisle to read on: RFC 9112 without its leniencies.
//
// Two readers of one connection that disagree about where a request ends let a client smuggle a second one past the
// first. Beast is lenient in places (folded lines, repeated Host, transfer codings it does not know), so the head's
// bytes are checked here before Beast sees them. Pure functions over network bytes: linear, bounded.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "server/http/request.hpp"

namespace aisle::server::http {

/// Why a head is refused: the status to answer before closing, and a sentence.
struct HeadFault {
  int status = 400;
  std::string_view reason;
};

/// A head that passed: views into the checked bytes.
struct Head {
  std::string_view method;
  std::string_view target;
  bool http_1_0 = false;
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  std::vector<std::pair<std::string_view, std::string_view>> fields;

  std::string_view field(std::string_view name) const;
  /// As new, with the memory it has.
  void clear();
};

/// Where the head ends: the size including its empty line, or 0 while more bytes are needed. `from` is where the last
/// search stopped; it is advanced, so that bytes that arrive one by one are searched once.
std::size_t head_size(std::string_view bytes, std::size_t& from);

/// Checks the request line and every field of `bytes`, which end in an empty line, and fills `head`.
std::optional<HeadFault> check_head(std::string_view bytes, std::size_t max_fields, Head& head);

/// Whether a field of this name may stand in a chunked body's trailer. Those that frame, route, authenticate or
/// describe the message must not (RFC 9110, 6.5.1).
bool allowed_in_trailer(std::string_view name);

/// Whether a chunk's extensions are well-formed: no control characters, at most 1 KiB.
bool sound_chunk_extensions(std::string_view extensions);

/// Bytes of a chunked body that wait for the end of their line must hold no lone line feed.
bool has_bare_line_feed(std::string_view bytes);

}  // namespace aisle::server::http
