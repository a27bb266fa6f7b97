#include "loaders/mapping/source_merge.hpp"

#include <algorithm>

#include "base/json/json_writer.hpp"
#include "loaders/mapping/raw_json.hpp"

namespace aisle::loaders {
namespace {

bool same_elements(JsonValue a, JsonValue b) {
  auto left = a.elements().begin();
  const auto end = a.elements().end();
  auto right = b.elements().begin();
  for (; left != end; ++left, ++right) {
    if (!same_json(*left, *right)) return false;
  }
  return true;
}

bool same_members(JsonValue a, JsonValue b) {
  for (const JsonMember member : a.members()) {
    const auto other = b.find(member.name);
    if (!other || !same_json(member.value, *other)) return false;
  }
  return true;
}

/// Returns whether anything differs from `base`.
bool write_merged(JsonWriter& writer, JsonValue base, JsonValue partial) {
  bool changed = false;
  writer.begin_object();
  for (const JsonMember member : base.members()) {
    writer.key(member.name);
    const auto over = partial.find(member.name);
    if (!over) {
      writer.raw(member.value.raw());
    } else if (over->is_object() && member.value.is_object()) {
      changed |= write_merged(writer, member.value, *over);
    } else {
      changed |= !same_json(member.value, *over);
      writer.raw(over->raw());
    }
  }
  for (const JsonMember member : partial.members()) {
    if (base.find(member.name)) continue;
    changed = true;
    writer.key(member.name).raw(member.value.raw());
  }
  writer.end_object();
  return changed;
}

constexpr std::size_t kMaxDepth = 256;

class PatchedCopy {
 public:
  PatchedCopy(std::string_view source, const std::vector<LivePatch>& patches, std::string& out)
      : json_(source), patches_(patches), written_(patches.size(), false), out_(out) {}

  void run() {
    if (json_.peek() != '{') {
      std::string_view rest;
      if (json_.take_value(rest)) out_ += rest;
      return;
    }
    copy_object(0);
  }

 private:
  void copy_object(std::size_t depth) {
    json_.take('{');
    out_ += '{';
    const std::size_t first = out_.size();
    while (json_.peek() == '"') {
      std::string_view quoted;
      if (!json_.take_string(quoted) || !json_.take(':')) break;
      if (out_.size() != first) out_ += ',';
      out_.append(quoted).push_back(':');
      copy_member(quoted, depth);
      if (!json_.take(',')) break;
    }
    json_.take('}');
    add_missing(first, depth);
    out_ += '}';
  }

  void copy_member(std::string_view quoted, std::size_t depth) {
    const std::size_t path_size = path_.size();
    if (!path_.empty()) path_ += '.';
    std::string unescaped;
    path_ += unquoted(quoted, unescaped);
    std::string_view value;
    const auto patch = std::find_if(patches_.begin(), patches_.end(), [&](const LivePatch& p) { return p.first == path_; });
    if (patch != patches_.end()) {
      json_.take_value(value);
      out_ += patch->second;
      written_[static_cast<std::size_t>(patch - patches_.begin())] = true;
    } else if (json_.peek() == '{' && depth < kMaxDepth && any_below()) {
      copy_object(depth + 1);
    } else if (json_.take_value(value)) {
      out_ += value;
    }
    path_.resize(path_size);
  }

  bool any_below() const {
    return std::any_of(patches_.begin(), patches_.end(), [&](const LivePatch& p) {
      return p.first.size() > path_.size() && p.first.starts_with(path_) && p.first[path_.size()] == '.';
    });
  }

  /// What is left for this object; the root takes all that found no place.
  void add_missing(std::size_t first, std::size_t depth) {
    for (std::size_t i = 0; i < patches_.size(); ++i) {
      if (written_[i]) continue;
      const std::string_view path = patches_[i].first;
      const std::size_t dot = path.rfind('.');
      const std::string_view parent = dot == std::string_view::npos ? "" : path.substr(0, dot);
      if (depth > 0 && parent != path_) continue;
      if (out_.size() != first) out_ += ',';
      append_json_string(out_, depth > 0 ? path.substr(dot + 1) : path);
      out_.append(":").append(patches_[i].second);
      written_[i] = true;
    }
  }

  RawJson json_;
  const std::vector<LivePatch>& patches_;
  std::vector<bool> written_;
  std::string& out_;
  std::string path_;
};

}  // namespace

bool same_json(JsonValue a, JsonValue b) {
  if (a.type() != b.type() || a.size() != b.size()) return false;
  if (a.is_array()) return same_elements(a, b);
  if (a.is_object()) return same_members(a, b);
  return a.text() == b.text();
}

Result<MergedSource> merge_source(std::string_view source, JsonValue partial) {
  const auto base = JsonDocument::parse(source, {.max_depth = 200, .allow_duplicate_keys = true});
  if (!base) return base.error();
  if (!base->root().is_object() || !partial.is_object()) {
    return Error{ErrorCode::invalid_argument, "only an object can be merged into an object", "json_parse"};
  }
  MergedSource merged;
  merged.source.reserve(source.size() + 64);
  JsonWriter writer(merged.source);
  merged.changed = write_merged(writer, base->root(), partial);
  return merged;
}

void append_patched(std::string_view source, const std::vector<LivePatch>& patches, std::string& out) {
  PatchedCopy(source, patches, out).run();
}

}  // namespace aisle::loaders
