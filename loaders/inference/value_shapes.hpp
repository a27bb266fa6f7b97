#pragma once
// What a string looks like: the evidence that inference goes by.

#include <cstddef>
#include <string_view>

namespace aisle::loaders {

/// `2026-01-15`, `2026-01-15T10:00`, `...:30`, `...:30.123`, each with or without `Z` or `+02:00`; the calendar is
/// checked. A year alone, or a date with a blank before its time, is no date to Elasticsearch's default format.
bool is_iso_date(std::string_view text);
/// Begins with http://, https:// or //, or is one word ending in an image file's name.
bool is_url(std::string_view text);
/// "Electronics > Audio > Headphones": levels divided by `>` with blanks around.
bool is_category_path(std::string_view text);
/// One word of letters, digits and -_./:+#, with a digit in it, at most 64 bytes.
bool is_code(std::string_view text);
std::size_t count_words(std::string_view text);

/// Field names, without regard to case. `is_id_name`: id, *_id, sku, ean, isbn, gtin, upc, asin, uuid...
bool is_id_name(std::string_view name);
bool is_title_name(std::string_view name);  ///< title, name, product_name, nom...
bool is_brand_name(std::string_view name);  ///< brand, manufacturer, supplier, vendor, author(s)...
bool is_price_name(std::string_view name);  ///< price, *_price
/// Prices, and stock, inventory, in_stock, quantity, popularity: what changes while people shop.
bool is_live_name(std::string_view name);
bool is_category_name(std::string_view name);

}  // namespace aisle::loaders
