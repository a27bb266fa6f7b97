#pragma once
// What the synthetic shop sells: departments, groups, leaves, and the attributes of each family of products.

#include <string>
#include <string_view>
#include <vector>

namespace aisle::loaders {

struct AttributeKind {
  std::string name;
  std::vector<std::string> values;  ///< the commonest first
};

/// Products of a family share attributes and the adjectives of their titles.
struct Family {
  std::string name;
  std::vector<std::string> adjectives;  ///< the commonest first
  std::vector<AttributeKind> attributes;
  bool has_color = true;
};

struct Leaf {
  std::string department, group, name;
  std::string group_path;           ///< "Electronics > Audio"
  std::string path;                 ///< "Electronics > Audio > Headphones"
  std::vector<std::string> nouns;   ///< the commonest first, lower case
  const Family* family = nullptr;
  std::size_t department_number = 0;
  double typical_price = 0;         ///< the median, in the catalog's currency
};

struct Taxonomy {
  std::vector<Family> families;
  std::vector<Leaf> leaves;
  std::vector<std::string> departments;
};

/// The same object each time. Thread-safe.
const Taxonomy& taxonomy();

}  // namespace aisle::loaders
