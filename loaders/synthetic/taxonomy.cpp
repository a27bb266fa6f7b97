#include "loaders/synthetic/taxonomy.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "loaders/synthetic/taxonomy_tables.hpp"

namespace aisle::loaders {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string> lines_of(std::string_view table) {
  auto lines = split(table, '\n');
  std::erase(lines, "");
  return lines;
}

// name | adjective;adjective | attribute=value;value | attribute=...
Family read_family(const std::string& line) {
  const auto columns = split(line, '|');
  assert(columns.size() >= 3 && "a family needs adjectives and an attribute");
  Family family{columns[0], split(columns[1], ';'), {}, !columns[0].ends_with('*')};
  if (!family.has_color) family.name.pop_back();
  for (std::size_t i = 2; i < columns.size(); ++i) {
    const auto at = columns[i].find('=');
    family.attributes.push_back({columns[i].substr(0, at), split(columns[i].substr(at + 1), ';')});
  }
  return family;
}

// department | group | leaf | noun;noun | family | price
Leaf read_leaf(const std::string& line, const std::vector<Family>& families) {
  const auto columns = split(line, '|');
  assert(columns.size() == 6 && "a leaf has six columns");
  Leaf leaf;
  leaf.department = columns[0];
  leaf.group = columns[1];
  leaf.name = columns[2];
  leaf.group_path = columns[0] + " > " + columns[1];
  leaf.path = leaf.group_path + " > " + columns[2];
  leaf.nouns = split(columns[3], ';');
  const auto family = std::ranges::find(families, columns[4], &Family::name);
  assert(family != families.end() && "a leaf names a family that does not exist");
  leaf.family = &*family;
  int price = 0;
  std::from_chars(columns[5].data(), columns[5].data() + columns[5].size(), price);
  leaf.typical_price = price;
  return leaf;
}

void number_department(Taxonomy& all, Leaf& leaf) {
  auto known = std::ranges::find(all.departments, leaf.department);
  leaf.department_number = static_cast<std::size_t>(known - all.departments.begin());
  if (known == all.departments.end()) all.departments.push_back(leaf.department);
}

// Built where it stays, since leaves point to families.
void read_tables(Taxonomy& all) {
  for (const auto& line : lines_of(kFamilyTable)) all.families.push_back(read_family(line));
  for (const auto& line : lines_of(kLeafTable)) {
    all.leaves.push_back(read_leaf(line, all.families));
    number_department(all, all.leaves.back());
  }
}

}  // namespace

const Taxonomy& taxonomy() {
  static const Taxonomy* const all = [] {
    static Taxonomy built;
    read_tables(built);
    return &built;
  }();
  return *all;
}

}  // namespace aisle::loaders
