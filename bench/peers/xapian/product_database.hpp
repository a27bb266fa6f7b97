#pragma once
// An open database, and what it answers to a question.

#include <xapian.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/analyzer_registry.hpp"
#include "bench/peers/xapian/facet_counts.hpp"
#include "bench/peers/xapian/impacts.hpp"
#include "bench/peers/xapian/questions.hpp"

namespace aisle::bench {

struct Answer {
  std::uint64_t total = 0;
  bool exact = false;
  std::vector<std::pair<Xapian::docid, double>> hits;
  std::optional<FacetSpy::Counts> facets;
};

/// One thread's own: Xapian's databases are not shared between threads.
class ProductDatabase {
 public:
  explicit ProductDatabase(const std::string& directory);

  /// Whether questions of this kind are asked of Xapian.
  static bool knows(const std::string& kind);
  /// REQUIRES: knows(question.kind).
  Answer ask(const Question& question);

  std::uint64_t documents() const { return database_.get_doccount(); }
  std::string id_of(Xapian::docid document) const { return database_.get_document(document).get_value(kIdSlot); }

 private:
  std::vector<std::string> words_of(const std::string& text);
  Xapian::Query words(Xapian::Query::op together, TextField field, const std::string& text);
  Xapian::Query any_word(const std::string& text);
  Xapian::Query every_word(const std::string& text);
  Xapian::Query filtered(Xapian::Query query, const Question& question) const;
  Xapian::Query query_for(const Question& question);
  Answer ask_phrase(const Question& question);
  double phrase_score(Xapian::docid document, const std::vector<std::string>& words, double given);
  Xapian::Enquire enquire(const Xapian::Query& query) const;

  Xapian::Database database_;
  std::shared_ptr<const ImpactTables> tables_;
  std::array<ValueNames, kTermFacets> names_;
  std::shared_ptr<const analyzers::AnalyzerRegistry> analyzers_;
  const analyzers::Analyzer& analyzer_;
  analyzers::TokenStream stream_;
};

}  // namespace aisle::bench
