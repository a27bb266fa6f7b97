#include "engine/suggest/completion.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/index/segment/completion_term.hpp"
#include "engine/query/rewrite/fuzzy_expansion.hpp"
#include "engine/suggest/completion_index.hpp"
#include "engine/suggest/completion_ranges.hpp"
#include "engine/suggest/edit_distance.hpp"

namespace aisle::engine {
namespace {

Error illegal(std::string message, const std::string& field) {
  return Error(ErrorCode::invalid_argument, std::move(message), "illegal_argument", field);
}

/// One segment's terms with the prefix, best first; the term at hand is taken apart.
struct Source {
  Source(std::uint32_t target_in, std::uint32_t segment_in, const SegmentView& view_in, const FieldIndex& index_in,
         const CompletionIndex& completions, std::span<const CompletionRange> ranges)
      : target(target_in), segment(segment_in), view(&view_in), index(&index_in), walk(completions, ranges) {
    advance();
  }

  void advance() {
    found = walk.next();
    if (found) index->term(found->term, term);
  }
  bool before(const Source& other) const {
    if (found->score != other.found->score) return found->score > other.found->score;
    return std::tie(term, target, segment) < std::tie(other.term, other.target, other.segment);
  }

  std::uint32_t target;
  std::uint32_t segment;
  const SegmentView* view;
  const FieldIndex* index;
  CompletionWalk walk;
  std::optional<CompletionWalk::Found> found;
  std::string term;
};

class Completer {
 public:
  Completer(std::span<const SearchTarget> targets, const CompletionRequest& request)
      : targets_(targets), request_(request) {}

  Result<std::vector<CompletionOption>> run() {
    bool mapped = false;
    for (std::uint32_t i = 0; i < targets_.size(); ++i) {
      const Field* field = targets_[i].snapshot->schema().find(request_.field);
      if (field == nullptr) continue;
      mapped = true;
      if (!field->is_completion()) {
        return illegal(fmt::format("Field [{}] is not a completion suggest field", request_.field), request_.field);
      }
      add_sources(i, *field);
    }
    if (!mapped && !targets_.empty()) {
      return illegal(fmt::format("no mapping found for field [{}]", request_.field), request_.field);
    }
    collect();
    std::sort(options_.begin(), options_.end(), [](const CompletionOption& a, const CompletionOption& b) {
      if (a.score != b.score) return a.score > b.score;
      return std::tie(a.text, a.target, a.segment, a.doc) < std::tie(b.text, b.target, b.segment, b.doc);
    });
    return std::move(options_);
  }

 private:
  void add_sources(std::uint32_t target, const Field& field) {
    analyzers::TokenStream scratch;
    const std::vector<std::string> prefixes = completion_keys(field, *field.search_analyzer, request_.prefix, scratch);
    if (prefixes.empty()) return;
    const Snapshot& snapshot = *targets_[target].snapshot;
    for (std::uint32_t i = 0; i < snapshot.segments().size(); ++i) {
      const SegmentView& view = snapshot.segments()[i];
      const FieldIndex* index = view.segment->field_index(field.id);
      if (index == nullptr) continue;
      const std::vector<CompletionRange> ranges = ranges_of(*index, prefixes);
      if (ranges.empty()) continue;
      const auto& completions = view.segment->derived().get<CompletionIndex>(
          DerivedKind::completions, field.id, [&] { return std::make_unique<CompletionIndex>(*index); });
      Source source(target, i, view, *index, completions, ranges);
      if (source.found) sources_.push_back(std::move(source));
    }
  }

  std::vector<CompletionRange> ranges_of(const FieldIndex& index, const std::vector<std::string>& prefixes) const {
    std::vector<CompletionRange> ranges;
    for (const std::string& prefix : prefixes) {
      const std::size_t length = code_points(prefix).size();
      const std::uint32_t edits = request_.fuzzy ? allowed_edits(request_.fuzzy->fuzziness, length) : 0;
      if (edits == 0 || length < request_.fuzzy->min_length) {
        add_completions(index, prefix, ranges);
      } else {
        add_near_completions(index, prefix,
                             {.max_edits = edits,
                              .transpositions = request_.fuzzy->transpositions,
                              .prefix_length = request_.fuzzy->prefix_length,
                              .by_code_points = request_.fuzzy->unicode_aware},
                             ranges);
      }
    }
    return ranges;
  }

  void collect() {
    while (!sources_.empty()) {
      const auto best = std::min_element(sources_.begin(), sources_.end(),
                                         [](const Source& a, const Source& b) { return a.before(b); });
      offer(*best);
      if (options_.size() >= request_.size) return;
      best->advance();
      if (!best->found) sources_.erase(best);
    }
  }

  /// Takes the documents of the term at hand.
  void offer(const Source& source) {
    const std::string text(parse_completion_term(source.term).surface);
    const auto same_text = [&](const CompletionOption& option) { return option.text == text; };
    if (request_.skip_duplicates && std::any_of(options_.begin(), options_.end(), same_text)) return;
    PostingCursor postings = source.index->postings(source.found->term, PostingDetail::docs);
    for (; !postings.exhausted(); postings.next_block()) {
      for (const DocId doc : postings.docs()) {
        if (options_.size() >= request_.size) return;
        if (!source.view->is_live(doc) || is_taken(source, doc)) continue;
        options_.push_back({source.target, source.segment, doc, text, source.found->score});
        if (request_.skip_duplicates) return;
      }
    }
  }

  bool is_taken(const Source& source, DocId doc) const {
    return std::any_of(options_.begin(), options_.end(), [&](const CompletionOption& option) {
      return option.doc == doc && option.segment == source.segment && option.target == source.target;
    });
  }

  std::span<const SearchTarget> targets_;
  const CompletionRequest& request_;
  std::vector<Source> sources_;
  std::vector<CompletionOption> options_;
};

}  // namespace

Result<std::vector<CompletionOption>> complete(std::span<const SearchTarget> targets,
                                               const CompletionRequest& request) {
  return Completer(targets, request).run();
}

}  // namespace aisle::engine
