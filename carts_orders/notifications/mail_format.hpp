#pragma once
// A message as mail: RFC 5322 and MIME, safe whatever subject and text hold.

#include <string>
#include <string_view>

#include "carts_orders/notifications/message.hpp"

namespace aisle::shop {

/// Header and body with CRLF line ends, lines of at most 78 bytes, ASCII only (RFC 2047, quoted-printable). The same
/// message always gives the same bytes. REQUIRES: `from` is a mail address; so is message.to unless it is empty.
std::string format_mail(const Message& message, std::string_view from);

/// Quoted-printable (RFC 2045, 6.7) of text whose lines end with \n.
std::string quoted_printable(std::string_view text);
/// A header's text: as it is when it is short printable ASCII, else as encoded words (RFC 2047), folded.
std::string encoded_header(std::string_view text);

}  // namespace aisle::shop
