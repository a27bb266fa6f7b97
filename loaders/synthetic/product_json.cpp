#include <charconv>
#include <chrono>

#include "loaders/synthetic/invented_words.hpp"
#include "loaders/synthetic/product.hpp"

namespace aisle::loaders {

namespace {

void append_number(std::uint64_t number, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_padded(std::uint64_t number, int width, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  for (auto size = end - digits; size < width; ++size) out += '0';
  out.append(digits, end);
}

void append_fixed(std::uint32_t number, std::uint32_t scale, int decimals, std::string& out) {
  append_number(number / scale, out);
  out += '.';
  append_padded(number % scale, decimals, out);
}

void append_time(const Product& product, std::string& out) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(product.created_day))};
  append_padded(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  append_padded(static_cast<unsigned>(date.month()), 2, out += '-');
  append_padded(static_cast<unsigned>(date.day()), 2, out += '-');
  append_padded(product.created_minute / 60, 2, out += 'T');
  append_padded(product.created_minute % 60, 2, out += ':');
  out += ":00Z";
}

void append_list(const std::vector<const std::string*>& values, std::string& out) {
  char separator = '[';
  for (const auto* value : values) ((out += separator) += '"') += *value + '"', separator = ',';
  out += ']';
}

void append_attributes(const Product& product, std::string& out) {
  char separator = '{';
  if (!product.colors.empty()) {
    append_list(product.colors, out += "{\"color\":");
    separator = ',';
  }
  for (const auto& [name, value] : product.attributes) {
    ((out += separator) += '"') += *name;
    separator = ',';
    ((out += "\":\"") += *value) += '"';
  }
  out += separator == '{' ? "{}" : "}";
}

void append_images(const Product& product, std::string& out) {
  for (std::uint32_t i = 1; i <= product.images; ++i) {
    out += i == 1 ? "[\"https://cdn.example.com/p/" : ",\"https://cdn.example.com/p/";
    append_padded(product.number, 8, out);
    append_number(i, out += '-');
    out += ".jpg\"";
  }
  out += ']';
}

// Words of the vocabulary with what the product is strewn in, in sentences of eight to fifteen words.
class Description {
 public:
  Description(const World& world, const Product& product)
      : world_(world), product_(product), random_(world.seed(), 2 * product.number + 1) {}

  void append(std::string& out) {
    const int words = random_.between(20, 60);
    int left_in_sentence = 0;
    for (int i = 0; i < words; ++i) {
      if (left_in_sentence == 0) {
        if (i > 0) out += ". ";
        const std::size_t begin = out.size();
        append_word(i, out);
        if (out[begin] >= 'a' && out[begin] <= 'z') out[begin] = static_cast<char>(out[begin] - 32);
        left_in_sentence = random_.between(8, 15);
      } else {
        out += ' ';
        append_word(i, out);
      }
      --left_in_sentence;
    }
    out += '.';
  }

 private:
  void append_word(int position, std::string& out) {
    if (position == 0) {
      out += product_.brand->name;
    } else if (position == 3 || random_.below(32) == 0) {
      out += *product_.noun;
    } else if (random_.below(16) == 0) {
      append_fact(out);
    } else {
      out += world_.draw_word(random_);
    }
  }
  void append_fact(std::string& out) {
    const auto count = static_cast<std::uint32_t>(product_.attributes.size());
    const auto which = random_.below(count + 2);
    if (which < count)
      out += *product_.attributes[which].second;
    else if (which == count && !product_.colors.empty())
      out += *product_.colors.front();
    else
      out += World::draw_from(product_.leaf->family->adjectives, random_);
  }

  const World& world_;
  const Product& product_;
  Random random_;
};

}  // namespace

// No text of ours needs escaping: the tables are plain ASCII without quotes, and a test parses what comes out.
void append_product_json(const World& world, const Product& product, std::string& out) {
  const Leaf& leaf = *product.leaf;
  append_padded(product.number, 8, out += "{\"id\":\"P");
  (out += "\",\"title\":\"") += product.title;
  (out += "\",\"brand\":\"") += product.brand->name;
  (out += "\",\"category\":\"") += leaf.path;
  (out += "\",\"category_path\":[\"") += leaf.department;
  (out += "\",\"") += leaf.group_path;
  (out += "\",\"") += leaf.path;
  append_fixed(product.price_minor, 100, 2, out += "\"],\"price\":");
  append_fixed(product.rating_tenths, 10, 1, out += ",\"currency\":\"USD\",\"rating\":");
  append_number(product.review_count, out += ",\"review_count\":");
  append_attributes(product, out += ",\"attributes\":");
  Description(world, product).append(out += ",\"description\":\"");
  append_number(product.inventory, out += "\",\"inventory\":");
  out += product.inventory > 0 ? ",\"in_stock\":true" : ",\"in_stock\":false";
  append_images(product, out += ",\"image_urls\":");
  append_time(product, out += ",\"created_at\":\"");
  out += '"';
  if (!product.model.empty()) ((out += ",\"model\":\"") += product.model) += '"';
  out += '}';
}

}  // namespace aisle::loaders
