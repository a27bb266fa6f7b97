#include "analyzers/char_filters/html_strip_char_filter.hpp"

#include <algorithm>
#include <set>

#include "analyzers/char_filters/html_entities.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_letter(char c) {
  return static_cast<unsigned char>((c | 0x20) - 'a') < 26;
}
bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
}

// Tags within a line of text; all others end one.
bool is_inline(std::string_view name) {
  static const std::set<std::string_view> kInline = {
      "a",    "abbr",   "acronym", "b",     "basefont", "bdo",      "big", "cite", "code", "dfn",    "em",
      "font", "i",      "img",     "input", "kbd",      "label",    "q",   "s",    "samp", "select", "small",
      "span", "strike", "strong",  "sub",   "sup",      "textarea", "tt",  "u",    "var"};
  return kInline.contains(name);
}

/// One run over one text.
class Stripper {
 public:
  Stripper(std::string_view text, const WordSet& escaped_tags, std::string& out, OffsetMap& map)
      : text_(text), escaped_tags_(escaped_tags), out_(out), map_(map), patience_(text.size() * 16 + 4096) {}

  void run() {
    while (at_ < text_.size()) {
      const std::size_t next = std::min(text_.find_first_of("<&", at_), text_.size());
      out_.append(text_.substr(at_, next - at_));
      at_ = next;
      if (at_ == text_.size()) break;
      const bool taken = text_[at_] == '&' ? take_entity() : take_markup();
      if (!taken) out_ += text_[at_++];
    }
  }

 private:
  // Replaces the text up to `end`.
  bool replace(std::size_t end, std::string_view by) {
    const auto out_begin = static_cast<std::uint32_t>(out_.size());
    out_.append(by);
    map_.add({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end), out_begin,
              static_cast<std::uint32_t>(out_.size())});
    at_ = end;
    return true;
  }

  bool take_entity() {
    const auto entity = parse_html_entity(text_.substr(at_));
    if (!entity) return false;
    char bytes[4];
    return replace(at_ + entity->length,
                   {bytes, static_cast<std::size_t>(encode(entity->point, bytes) - bytes)});
  }

  bool take_markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) return take_until("-->", at_ + 4, "");
    if (rest.starts_with("<![CDATA[")) return take_cdata();
    if (rest.starts_with("<?")) return take_until(">", at_ + 2, "");
    if (rest.starts_with("<!")) return take_until(">", at_ + 2, "\n");
    return take_tag();
  }

  bool take_until(std::string_view closing, std::size_t from, std::string_view by) {
    const std::size_t end = find_patiently(closing, from);
    return end != kNone && replace(end + closing.size(), by);
  }

  bool take_cdata() {
    const std::size_t begin = at_ + 9;
    const std::size_t end = find_patiently("]]>", begin);
    if (end == kNone) return false;
    replace(begin, "");
    out_.append(text_.substr(begin, end - begin));
    at_ = end;
    return replace(end + 3, "");
  }

  bool take_tag() {
    std::size_t name_begin = at_ + 1;
    const bool closing = name_begin < text_.size() && text_[name_begin] == '/';
    if (closing) ++name_begin;
    std::size_t name_end = name_begin;
    constexpr std::size_t kLongestName = 64;
    while (name_end < text_.size() && name_end - name_begin < kLongestName &&
           is_name_character(text_[name_end])) {
      ++name_end;
    }
    if (name_end == name_begin || !is_letter(text_[name_begin])) return false;
    const std::size_t end = tag_end(name_end);
    if (end == kNone) return false;

    std::string name(text_.substr(name_begin, name_end - name_begin));
    std::transform(name.begin(), name.end(), name.begin(), lower);
    if (escaped_tags_.contains(name)) {
      out_.append(text_.substr(at_, end - at_));
      at_ = end;
      return true;
    }
    const bool hidden = !closing && (name == "script" || name == "style") && text_[end - 2] != '/';
    if (hidden) return take_element(name, end);
    return replace(end, is_inline(name) ? "" : "\n");
  }

  // A script or style with what is in it; to the end of the text if it is never closed.
  bool take_element(const std::string& name, std::size_t from) {
    for (std::size_t at = from; (at = text_.find("</", at)) != kNone; at += 2) {
      const std::string_view found = text_.substr(at + 2, name.size());
      const bool same = std::equal(found.begin(), found.end(), name.begin(), name.end(),
                                   [](char a, char b) { return lower(a) == b; });
      if (!same) continue;
      const std::size_t close = text_.find('>', at);
      return replace(close == kNone ? text_.size() : close + 1, "\n");
    }
    return replace(text_.size(), "\n");
  }

  // Behind the '>' of the tag whose attributes begin at `at`; quotes may hide a '>'.
  std::size_t tag_end(std::size_t at) {
    const std::size_t begin = at;
    while (at < text_.size() && at - begin < patience_) {
      const char c = text_[at];
      if (c == '>') return at + 1;
      if (c == '<') break;
      ++at;
      if (c != '"' && c != '\'') continue;
      const std::size_t close = text_.substr(at, patience_).find(c);
      if (close == kNone) {
        at = std::min(text_.size(), at + patience_);
        break;
      }
      at += close + 1;
    }
    patience_ -= std::min(patience_, at - begin);
    return kNone;
  }

  // Searches in vain cost patience, so that all of them together stay linear in the text.
  std::size_t find_patiently(std::string_view what, std::size_t from) {
    if (from > text_.size()) return kNone;
    const std::size_t found = text_.substr(from, patience_).find(what);
    if (found != kNone) return from + found;
    patience_ -= std::min(patience_, text_.size() - from);
    return kNone;
  }

  std::string_view text_;
  const WordSet& escaped_tags_;
  std::string& out_;
  OffsetMap& map_;
  std::size_t patience_;
  std::size_t at_ = 0;
};

}  // namespace

void HtmlStripCharFilter::filter(std::string_view text, std::string& out, OffsetMap& map) const {
  Stripper(text, escaped_tags_, out, map).run();
}

}  // namespace aisle::analyzers
