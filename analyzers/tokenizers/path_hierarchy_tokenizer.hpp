#pragma once
// The path_hierarchy tokenizer: a path and all its parents.

#include <cstdint>
#include <string>

#include "analyzers/tokenizers/tokenizer.hpp"

namespace aisle::analyzers {

/// "a/b/c" gives "a", "a/b" and "a/b/c", all at one position; with `reverse`, "a/b/c", "b/c" and "c".
/// For category paths such as "Electronics > Audio", take ">" as the delimiter and put a `trim` filter
/// behind.
class PathHierarchyTokenizer final : public Tokenizer {
 public:
  struct Options {
    std::string delimiter = "/";    ///< one character
    std::string replacement = "/";  ///< what stands for it in terms
    std::uint32_t skip = 0;         ///< leading elements left out; trailing ones with `reverse`
    bool reverse = false;
  };
  explicit PathHierarchyTokenizer(Options options) : options_(std::move(options)) {}
  void tokenize(std::string_view text, TokenStream& out) const override;

 private:
  void tokenize_forward(std::string_view text, TokenStream& out) const;
  void tokenize_backward(std::string_view text, TokenStream& out) const;
  void add(std::string_view text, std::size_t begin, std::size_t end, TokenStream& out) const;
  void replace_delimiters(std::string_view text, TokenStream& out) const;

  Options options_;
};

}  // namespace aisle::analyzers
