#include "server/shop_api/http/condition_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "server/shop_api/http/single_header.hpp"

namespace aisle::server::shop_api {
namespace {

struct Tag {
  std::string_view text;  ///< between the quotes
  bool weak = false;
};

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<Tag> take_tag(std::string_view& text) {
  const bool weak = text.starts_with("W/");
  if (weak) text.remove_prefix(2);
  if (!text.starts_with('"')) return std::nullopt;
  const auto end = text.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  const Tag tag{text.substr(1, end - 1), weak};
  text.remove_prefix(end + 1);
  const bool sound = std::ranges::none_of(tag.text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  return sound ? std::optional(tag) : std::nullopt;
}

/// `"1", W/"2"`; nothing for what is no such list.
std::optional<std::vector<Tag>> parse_tags(std::string_view text) {
  std::vector<Tag> tags;
  for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
    const auto tag = take_tag(text);
    if (!tag) return std::nullopt;
    tags.push_back(*tag);
    skip_blanks(text);
    if (text.empty()) break;
    if (text.front() != ',') return std::nullopt;
    text.remove_prefix(1);
  }
  return tags.empty() ? std::nullopt : std::optional(std::move(tags));
}

/// Written as `shop::etag` writes it, so that "07" is not 7.
std::optional<std::uint64_t> version_of(const Tag& tag) {
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(tag.text.data(), tag.text.data() + tag.text.size(), version);
  const bool canonical = tag.text.size() == 1 || !tag.text.starts_with('0');
  if (error != std::errc() || end != tag.text.data() + tag.text.size() || !canonical) return std::nullopt;
  return version;
}

shop::Answer invalid() {
  return shop::problem(400, "header-invalid", "If-Match is `*` or one entity tag as an ETag header gave it, like \"7\"");
}

shop::Answer never_matches() {
  return shop::problem(412, "precondition-failed", "If-Match names no version of this object; read it again");
}

}  // namespace

Read<shop::ExpectedVersion> if_match(const http::Request& request, IfMatchUse use) {
  const auto header = single_header(request, "if-match");
  if (!header) return std::unexpected(header.error());
  if (!*header) {
    if (use == IfMatchUse::optional) return shop::ExpectedVersion();
    return std::unexpected(shop::problem(428, "precondition-required",
                                         "send If-Match with the ETag that was read, so that no one's change is lost"));
  }
  if (**header == "*") return shop::ExpectedVersion();
  const auto tags = parse_tags(**header);
  if (!tags) return std::unexpected(invalid());
  std::vector<std::uint64_t> versions;
  for (const Tag& tag : *tags) {
    const auto version = tag.weak ? std::nullopt : version_of(tag);
    if (version) versions.push_back(*version);
  }
  if (versions.empty()) return std::unexpected(never_matches());
  if (versions.size() > 1) return std::unexpected(invalid());
  return shop::ExpectedVersion(versions.front());
}

bool if_none_match_names(const http::Request& request, std::uint64_t version) {
  const auto header = single_header(request, "if-none-match");
  if (!header || !*header) return false;
  if (**header == "*") return true;
  const auto tags = parse_tags(**header);
  return tags && std::ranges::any_of(*tags, [&](const Tag& tag) { return version_of(tag) == version; });
}

}  // namespace aisle::server::shop_api
