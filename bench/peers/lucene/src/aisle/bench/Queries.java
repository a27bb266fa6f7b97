package aisle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** From what was asked to Lucene's query; analysis included, so it is called within what is timed. */
@SuppressWarnings("deprecation") // constructors that all versions have
final class Queries {
  private Queries() {}

  private record WeightedField(String name, float boost) {}

  private static final WeightedField[] FIELDS = {
    new WeightedField("title", 3), new WeightedField("brand", 2), new WeightedField("category", 1),
    new WeightedField("description", 1)
  };

  private interface ClauseOf {
    Query make(String field, String term);
  }

  static Query of(Question q, String kind) {
    switch (kind) {
      case "or_title": return terms("title", q.text, BooleanClause.Occur.SHOULD, Queries::term);
      case "and_title": return terms("title", q.text, BooleanClause.Occur.MUST, Queries::term);
      case "or_multi", "or_multi_count", "facets_es", "facets_post_filter", "deep_page":
        return anyWord(q.text, Queries::term);
      case "and_multi", "facets_and_es": return everyWord(q.text);
      case "or_multi_filter": return filtered(anyWord(q.text, Queries::term), q);
      case "and_multi_filter": return filtered(everyWord(q.text), q);
      case "facets_browse_es", "browse_sort": return filtered(null, q);
      case "facets_all_es": return new MatchAllDocsQuery();
      case "fscore_multi":
        return FunctionScoreQuery.boostByValue(anyWord(q.text, Queries::term),
            DoubleValuesSource.fromDoubleField("review_count.log10"));
      case "fscore_shopper":
        return FunctionScoreQuery.boostByQuery(
            FunctionScoreQuery.boostByValue(anyWord(q.text, Queries::term),
                DoubleValuesSource.fromDoubleField("review_count.ln")),
            new TermQuery(new Term("brand.keyword", q.affinity)), 1.5f);
      case "fuzzy2_term": return new FuzzyQuery(new Term("title", q.text), 2, 0, 50, true);
      case "fuzzy_auto_and": return terms("title", q.text, BooleanClause.Occur.MUST, Queries::fuzzyAuto);
      case "multi_fuzzy_auto": return anyWord(q.text, Queries::fuzzyAuto);
      case "prefix_edge", "prefix_query": return begun(q.text, kind.equals("prefix_edge"));
      case "phrase": return phrase("title", q.text);
      default: return null;
    }
  }

  private static List<String> analyse(String field, String text) {
    List<String> terms = new ArrayList<>(4);
    try (TokenStream stream = Catalog.WORDS.tokenStream(field, text)) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(term.toString());
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return terms;
  }

  private static Query term(String field, String term) {
    return new TermQuery(new Term(field, term));
  }

  private static Query fuzzyAuto(String field, String term) {
    int letters = term.codePointCount(0, term.length());
    int edits = letters < 3 ? 0 : letters < 6 ? 1 : 2;
    return edits == 0 ? term(field, term) : new FuzzyQuery(new Term(field, term), edits, 0, 50, true);
  }

  private static Query terms(String field, String text, BooleanClause.Occur occur, ClauseOf clause) {
    List<String> terms = analyse(field, text);
    if (terms.isEmpty()) return new MatchNoDocsQuery();
    if (terms.size() == 1) return clause.make(field, terms.get(0));
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (String term : terms) builder.add(clause.make(field, term), occur);
    return builder.build();
  }

  private static Query anyWord(String text, ClauseOf clause) {
    List<Query> fields = new ArrayList<>(FIELDS.length);
    for (WeightedField field : FIELDS) {
      Query query = terms(field.name, text, BooleanClause.Occur.SHOULD, clause);
      fields.add(field.boost == 1 ? query : new BoostQuery(query, field.boost));
    }
    return new DisjunctionMaxQuery(fields, 0);
  }

  private static Query everyWord(String text) {
    String[] words = text.split(" +");
    if (words.length == 1) return anyWord(text, Queries::term);
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (String word : words) builder.add(anyWord(word, Queries::term), BooleanClause.Occur.MUST);
    return builder.build();
  }

  private static Query filtered(Query scored, Question q) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    if (scored != null) builder.add(scored, BooleanClause.Occur.MUST);
    if (q.brand != null) builder.add(term("brand.keyword", q.brand), BooleanClause.Occur.FILTER);
    if (q.category != null) builder.add(term("category_path", q.category), BooleanClause.Occur.FILTER);
    if (q.hasPrice()) {
      builder.add(new IndexOrDocValuesQuery(DoublePoint.newRangeQuery("price", q.priceMin, q.priceMax),
          NumericDocValuesField.newSlowRangeQuery("price", Double.doubleToRawLongBits(q.priceMin),
              Double.doubleToRawLongBits(q.priceMax))), BooleanClause.Occur.FILTER);
    }
    return builder.build();
  }

  private static Query begun(String text, boolean edges) {
    String[] words = text.split(" +");
    String last = words[words.length - 1];
    Query prefix = edges
        ? terms("title.edge", last.substring(0, Math.min(15, last.length())), BooleanClause.Occur.SHOULD, Queries::term)
        : new PrefixQuery(new Term("title", last));
    if (words.length == 1) return prefix;
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (int i = 0; i + 1 < words.length; ++i) {
      builder.add(terms("title", words[i], BooleanClause.Occur.SHOULD, Queries::term), BooleanClause.Occur.MUST);
    }
    builder.add(prefix, BooleanClause.Occur.MUST);
    return builder.build();
  }

  private static Query phrase(String field, String text) {
    List<String> terms = analyse(field, text);
    if (terms.size() == 1) return term(field, terms.get(0));
    PhraseQuery.Builder builder = new PhraseQuery.Builder();
    for (String term : terms) builder.add(new Term(field, term));
    return builder.build();
  }
}
