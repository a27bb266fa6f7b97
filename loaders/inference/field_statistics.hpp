#pragma once
// What a sample holds, path by path.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace aisle::loaders {

/// Values are counted one by one, those within arrays too. Strings' figures are about strings only.
struct ValueStatistics {
  std::uint64_t booleans = 0, integers = 0, decimals = 0, strings = 0, objects = 0;
  std::uint64_t huge_integers = 0;  ///< of `integers`: beyond 64 bits with sign
  std::uint64_t records = 0;        ///< that have a value here
  bool in_arrays = false;           ///< some record has an array here

  std::uint64_t bytes = 0, words = 0, longest = 0;
  std::uint64_t dates = 0, urls = 0, paths = 0, codes = 0, single_words = 0;

  std::uint64_t scalars() const { return booleans + integers + decimals + strings; }
};

/// One path: a field, an object, or both (which is a conflict). Children are in the order they were first seen.
struct FieldNode {
  std::string name;
  ValueStatistics values;
  std::vector<std::unique_ptr<FieldNode>> children;
  std::unordered_map<std::string_view, FieldNode*> by_name;  ///< keys point into the children's names
  std::unordered_set<std::uint64_t> distinct;                ///< hashes of strings and integers
  bool distinct_overflowed = false;
  bool too_deep = false;      ///< objects below were not looked at
  std::uint64_t last_record = 0;

  /// All values seen differ, and were counted to the end.
  bool is_unique() const { return !distinct_overflowed && distinct.size() == values.strings + values.integers; }
};

/// The tree of paths. Bounded: paths, depth and counted distinct values per path have limits (kMax...).
class FieldStatistics {
 public:
  static constexpr std::size_t kMaxPaths = 20'000;
  static constexpr std::size_t kMaxDepth = 18;  ///< Elasticsearch's index.mapping.depth.limit is 20
  static constexpr std::size_t kMaxDistinct = 65'536;

  FieldStatistics();
  ~FieldStatistics();
  void add(std::string_view json);
  std::uint64_t records() const { return records_; }
  const FieldNode& root() const { return root_; }

 private:
  friend class RecordWalker;
  struct Parser;
  FieldNode root_;
  std::uint64_t records_ = 0;
  std::size_t paths_ = 0;
  std::unique_ptr<Parser> parser_;
};

}  // namespace aisle::loaders
