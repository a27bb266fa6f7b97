// Holds the include arrows of ARCHITECTURE.md by reading every #include line of every room:
//
//   server -> loaders, carts_orders -> engine -> analyzers -> base
//
// and keeps ICU, Asio and Beast in the rooms that own them.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"base", {"base"}},
    {"analyzers", {"analyzers", "base"}},
    {"engine", {"engine", "analyzers", "base"}},
    {"loaders", {"loaders", "engine", "analyzers", "base"}},
    {"carts_orders", {"carts_orders", "engine", "analyzers", "base"}},
    {"server", {"server", "carts_orders", "loaders", "engine", "analyzers", "base"}},
};

/// Libraries by the beginning of their headers' names, and the rooms that may see them.
const std::map<std::string, std::set<std::string>> kOwners = {
    {"unicode/", {"analyzers"}},     {"boost/asio", {"server"}}, {"boost/beast", {"server"}},
    {"CLI/", {"server"}},            {"prometheus/", {"server"}}, {"toml++/", {"server"}},
    {"rapidjson/", {"base", "loaders", "server"}}, {"simdjson.h", {"loaders", "server"}},
    {"base/allocator/", {"base", "server"}}, {"jemalloc/", {"base"}},
    {"base/json/", {"base", "loaders", "carts_orders", "server"}}, {"sqlite3.h", {"carts_orders"}},
};

struct Include {
  std::string room;
  std::string file;
  std::string target;
};

std::vector<Include> read_includes(const fs::path& root) {
  std::vector<Include> includes;
  for (const auto& [room, allowed] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("#include ") || line.size() < 12) continue;
        const std::size_t end = line.find_first_of("\">", 10);
        includes.push_back({room, fs::relative(entry.path(), root), line.substr(10, end - 10)});
      }
    }
  }
  return includes;
}

fs::path source_root() {
  const char* root = std::getenv("AISLE_SOURCE_DIR");
  return root == nullptr ? fs::current_path() : fs::path(root);
}

TEST(IncludeArrows, PointDownOnly) {
  const std::vector<Include> includes = read_includes(source_root());
  ASSERT_GT(includes.size(), 100u) << "the sources were not found at " << source_root();
  for (const Include& include : includes) {
    const std::string target = include.target.substr(0, include.target.find('/'));
    if (!kMayInclude.contains(target)) continue;
    EXPECT_TRUE(kMayInclude.at(include.room).contains(target))
        << include.file << " includes " << include.target << ", which room " << include.room << " may not know";
  }
}

TEST(IncludeArrows, KeepLibrariesInTheirRooms) {
  for (const Include& include : read_includes(source_root())) {
    for (const auto& [prefix, rooms] : kOwners) {
      if (!include.target.starts_with(prefix)) continue;
      EXPECT_TRUE(rooms.contains(include.room)) << include.file << " includes " << include.target;
    }
  }
}

TEST(IncludeArrows, EveryHeaderIsIncludedOnce) {
  for (const auto& [room, allowed] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(source_root() / room)) {
      if (entry.path().extension() != ".hpp") continue;
      std::ifstream file(entry.path());
      std::string first;
      std::getline(file, first);
      EXPECT_EQ(first, "#pragma once") << entry.path();
    }
  }
}

}  // namespace
