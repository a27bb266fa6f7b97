#include "loaders/inference/value_shapes.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace aisle::loaders {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lower;
}

// Reads fixed-width parts of a text from left to right.
class Parts {
 public:
  explicit Parts(std::string_view text) : rest_(text) {}
  // A number of exactly `width` digits within [low, high]; -1 if there is none.
  int number(std::size_t width, int low, int high) {
    if (rest_.size() < width || !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(width), is_digit))
      return -1;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value * 10 + (rest_[i] - '0');
    rest_.remove_prefix(width);
    return value >= low && value <= high ? value : -1;
  }
  bool character(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const auto count = static_cast<std::size_t>(end - rest_.begin());
    rest_.remove_prefix(count);
    return count >= 1 && count <= 9;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

int days_in_month(int year, int month) {
  static constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool read_date(Parts& parts) {
  const int year = parts.number(4, 0, 9999);
  if (year < 0 || !parts.character('-')) return false;
  const int month = parts.number(2, 1, 12);
  if (month < 0 || !parts.character('-')) return false;
  return parts.number(2, 1, days_in_month(year, month)) > 0;
}

bool read_time(Parts& parts) {
  if (parts.number(2, 0, 23) < 0 || !parts.character(':') || parts.number(2, 0, 59) < 0) return false;
  if (!parts.character(':')) return true;
  if (parts.number(2, 0, 59) < 0) return false;
  return !parts.character('.') || parts.digits();
}

bool read_zone(Parts& parts) {
  if (parts.at_end() || parts.character('Z')) return true;
  if (!parts.character('+') && !parts.character('-')) return false;
  if (parts.number(2, 0, 18) < 0) return false;
  parts.character(':');
  return parts.number(2, 0, 59) >= 0;
}

bool is_one_of(std::string_view name, std::span<const std::string_view> words) {
  return std::ranges::find(words, name) != words.end();
}

bool ends_with_any(std::string_view name, std::span<const std::string_view> endings) {
  return std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); });
}

}  // namespace

bool is_iso_date(std::string_view text) {
  Parts parts(text);
  if (!read_date(parts)) return false;
  if (parts.at_end()) return true;
  return parts.character('T') && read_time(parts) && read_zone(parts) && parts.at_end();
}

bool is_url(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kImages = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"};
  if (text.find(' ') != std::string_view::npos) return false;
  if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//")) return true;
  return ends_with_any(to_lower(text), kImages);
}

bool is_category_path(std::string_view text) {
  const auto at = text.find(" > ");
  return at != std::string_view::npos && at > 0 && at + 3 < text.size() && text.size() <= 500;
}

bool is_code(std::string_view text) {
  constexpr std::string_view kMarks = "-_./:+#";
  if (text.empty() || text.size() > 64) return false;
  bool any_digit = false;
  for (const char c : text) {
    if (!is_digit(c) && !is_letter(c) && kMarks.find(c) == std::string_view::npos) return false;
    any_digit = any_digit || is_digit(c);
  }
  return any_digit;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

bool is_id_name(std::string_view name) {
  static constexpr std::array<std::string_view, 21> kNames = {
      "id",   "_id",  "sku",  "skus", "ean",  "eans",     "isbn",     "isbn10",  "isbn13",    "gtin",    "upc",
      "asin", "uuid", "guid", "mpn",  "code", "objectid", "productid", "barcode", "articleno", "stockcode"};
  static constexpr std::array<std::string_view, 7> kEndings = {"_id", "_sku", "_ean", "_upc", "_isbn", "_code", "_uuid"};
  const auto lower = to_lower(name);
  return is_one_of(lower, kNames) || ends_with_any(lower, kEndings) || name.ends_with("Id") || name.ends_with("ID");
}

bool is_title_name(std::string_view name) {
  static constexpr std::array<std::string_view, 15> kNames = {
      "title",     "name",         "product_name", "product_title", "productname", "producttitle", "display_name", "item_name",
      "item_title", "nom",         "titre",        "titel",         "nombre",      "nome",         "bezeichnung"};
  return is_one_of(to_lower(name), kNames);
}

bool is_brand_name(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames = {"brand",  "brands", "brand_name", "manufacturer", "supplier", "vendor",
                                                              "marque", "maker",  "author",     "authors",      "artist",   "publisher"};
  return is_one_of(to_lower(name), kNames);
}

bool is_price_name(std::string_view name) {
  const auto lower = to_lower(name);
  return lower == "price" || lower.ends_with("_price") || name.ends_with("Price");
}

bool is_live_name(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kNames = {"stock", "inventory", "in_stock", "quantity", "popularity"};
  return is_price_name(name) || is_one_of(to_lower(name), kNames);
}

bool is_category_name(std::string_view name) {
  const auto lower = to_lower(name);
  return lower.find("categor") != std::string::npos || lower.find("kategorie") != std::string::npos;
}

}  // namespace aisle::loaders
