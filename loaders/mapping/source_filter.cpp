#include "loaders/mapping/source_filter.hpp"

#include <algorithm>

#include "engine/schema/schema.hpp"
#include "loaders/mapping/raw_json.hpp"

namespace aisle::loaders {
namespace {

constexpr std::size_t kMaxDepth = 256;

bool any_matches(const std::vector<std::string>& patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return engine::wildcard_match(pattern, path); });
}

/// Whether some path below `path` can match: up to the pattern's first star they must agree.
bool may_match_below(std::string_view pattern, std::string_view path) {
  const std::string_view fixed = pattern.substr(0, pattern.find('*'));
  if (fixed.size() <= path.size()) return fixed.size() < pattern.size() && path.starts_with(fixed);
  return fixed.starts_with(path) && fixed[path.size()] == '.';
}

}  // namespace

SourceFilter::SourceFilter(std::vector<std::string> includes, std::vector<std::string> excludes)
    : includes_(std::move(includes)), excludes_(std::move(excludes)) {
  names_members_ = excludes_.empty() && std::ranges::all_of(includes_, [](const std::string& name) {
    return name.find_first_of(".*") == std::string::npos;
  });
}

/// One walk over one source.
class FilteredCopy {
 public:
  FilteredCopy(const SourceFilter& filter, std::string_view source, std::string& out)
      : filter_(filter), json_(source), out_(out) {}

  void run() {
    const bool everything = filter_.includes_.empty();
    if (filter_.names_members_ && json_.peek() == '{') {
      copy_named_members();
    } else if (json_.peek() == '[') {
      if (!copy_list(everything, 0)) out_ += "[]";
    } else if (!copy_object(everything, 0)) {
      out_ += "{}";
    }
  }

 private:
  /// True when something was written. `included`: the object's own path, or one above it, is included.
  bool copy_object(bool included, std::size_t depth) {
    const std::size_t start = out_.size();
    if (!json_.take('{') || depth > kMaxDepth) return false;
    out_ += '{';
    const std::size_t first = out_.size();
    while (json_.peek() == '"') {
      std::string_view quoted;
      if (!json_.take_string(quoted) || !json_.take(':')) break;
      const std::size_t before = out_.size();
      if (before != first) out_ += ',';
      out_.append(quoted).push_back(':');
      if (!copy_member(quoted, included, depth)) out_.resize(before);
      if (!json_.take(',')) break;
    }
    json_.take('}');
    if (out_.size() == first && !included) {
      out_.resize(start);
      return false;
    }
    out_ += '}';
    return true;
  }

  /// What `copy_object` does when each pattern can match one member of the outermost object only.
  void copy_named_members() {
    json_.take('{');
    out_ += '{';
    const std::size_t first = out_.size();
    while (json_.peek() == '"') {
      std::string_view quoted, value;
      if (!json_.take_string(quoted) || !json_.take(':')) break;
      const bool read = json_.take_value(value);
      if (read && is_named(quoted)) {
        if (out_.size() != first) out_ += ',';
        out_.append(quoted).push_back(':');
        out_ += value;
      }
      if (!json_.take(',')) break;
    }
    out_ += '}';
  }

  bool is_named(std::string_view quoted) {
    const auto is_wanted = [&](std::string_view name) {
      return std::ranges::any_of(filter_.includes_, [&](const std::string& wanted) { return wanted == name; });
    };
    const std::string_view inside = quoted.substr(1, quoted.size() - 2);
    if (!inside.contains('\\')) return is_wanted(inside);
    std::string unescaped;
    return is_wanted(unquoted(quoted, unescaped));
  }

  bool copy_member(std::string_view quoted, bool included, std::size_t depth) {
    const std::size_t path_size = path_.size();
    if (!path_.empty()) path_ += '.';
    std::string unescaped;
    path_ += unquoted(quoted, unescaped);
    const bool written = copy_at_path(included, depth);
    path_.resize(path_size);
    return written;
  }

  bool copy_at_path(bool included, std::size_t depth) {
    std::string_view value;
    if (any_matches(filter_.excludes_, path_)) return json_.take_value(value), false;
    included = included || any_matches(filter_.includes_, path_);
    const char kind = json_.peek();
    const bool inner = kind == '{' || kind == '[';
    const bool all_of_it = included && !may_exclude_below();
    if (all_of_it || !inner || (!included && !may_include_below())) {
      if (!json_.take_value(value) || !included) return false;
      out_ += value;
      return true;
    }
    return copy_inner(included, depth);
  }

  bool copy_inner(bool included, std::size_t depth) {
    if (depth > kMaxDepth) {
      std::string_view ignored;
      return json_.take_value(ignored), false;
    }
    if (json_.peek() == '{') return copy_object(included, depth + 1);
    if (json_.peek() == '[') return copy_list(included, depth + 1);
    std::string_view value;
    if (!json_.take_value(value) || !included) return false;
    out_ += value;
    return true;
  }

  bool copy_list(bool included, std::size_t depth) {
    const std::size_t start = out_.size();
    json_.take('[');
    out_ += '[';
    const std::size_t first = out_.size();
    while (json_.peek() != ']' && json_.peek() != '\0') {
      const std::size_t before = out_.size();
      const std::size_t place = json_.at();
      if (before != first) out_ += ',';
      if (!copy_inner(included, depth)) out_.resize(before);
      if (!json_.take(',') || json_.at() == place) break;
    }
    json_.take(']');
    if (out_.size() == first && !included) {
      out_.resize(start);
      return false;
    }
    out_ += ']';
    return true;
  }

  bool may_include_below() const { return may_below(filter_.includes_); }
  bool may_exclude_below() const { return may_below(filter_.excludes_); }
  bool may_below(const std::vector<std::string>& patterns) const {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return may_match_below(pattern, path_); });
  }

  const SourceFilter& filter_;
  RawJson json_;
  std::string& out_;
  std::string path_;
};

void SourceFilter::append_filtered(std::string_view source, std::string& out) const {
  if (shows_everything()) {
    out += source;
    return;
  }
  FilteredCopy(*this, source, out).run();
}

}  // namespace aisle::loaders
