package aisle.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.suggest.document.SuggestIndexSearcher;
import org.apache.lucene.store.MMapDirectory;

/** An open index and how each kind of question is put to it. Threads may ask at the same time. */
@SuppressWarnings("deprecation") // search(Query, Collector) is what all versions have
final class Engine implements AutoCloseable {
  private static final int ENOUGH = 1_000; // matches that are counted at least
  private static final int ALL = Integer.MAX_VALUE;
  private static final ScoreDoc[] NONE = {};

  final DirectoryReader reader;
  final IndexSearcher searcher;
  private final SuggestIndexSearcher suggester;
  private final MMapDirectory directory;

  Engine(Path index) throws IOException {
    this(new MMapDirectory(index));
  }

  private Engine(MMapDirectory directory) throws IOException {
    this(DirectoryReader.open(directory), directory);
  }

  /** `directory` may be null: it is somebody else's. */
  Engine(DirectoryReader reader, MMapDirectory directory) {
    this.reader = reader;
    this.directory = directory;
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    searcher.setSimilarity(new BM25Similarity());
    suggester = new SuggestIndexSearcher(reader);
  }

  /** Null: a kind that is not known here. */
  Answer ask(Question q) throws IOException {
    if (q.kind.equals("suggest_fst")) {
      ScoreDoc[] options = suggester.suggest(Titles.begun(q.text), 10, false).scoreDocs;
      return new Answer(options.length, true, options, null);
    }
    Query query = Queries.of(q, q.kind);
    if (query == null) return null;
    switch (q.kind) {
      case "facets_all_es": return page(query, null, null);
      case "facets_es": {
        // As above. Where all words must match, one pass is the faster.
        Answer best = top(query, Shims.topScores(10, ENOUGH));
        Answer facets = page(query, null, null);
        return new Answer(facets.total(), true, best.hits(), facets.facets());
      }
      case "facets_and_es": return page(query, Shims.topScores(10, ALL), null);
      case "facets_post_filter": return page(query, Shims.topScores(10, ALL), q);
      case "facets_browse_es":
        return page(query, Shims.topFields(new Sort(new SortField("review_count", SortField.Type.LONG, true)), 10, ALL),
            null);
      case "browse_sort":
        return top(query, Shims.topFields(new Sort(new SortField("price", SortField.Type.DOUBLE)), 10, ENOUGH));
      case "or_multi_count": {
        // Two passes, the first pruned and the second without scores, are faster than one that does both.
        Answer best = top(query, Shims.topScores(10, ENOUGH));
        return new Answer(searcher.count(query), true, best.hits(), null);
      }
      case "deep_page": {
        Answer answer = top(query, Shims.topScores(1_000, ENOUGH));
        ScoreDoc[] hits = answer.hits();
        hits = hits.length > 990 ? Arrays.copyOfRange(hits, 990, hits.length) : NONE;
        return new Answer(answer.total(), answer.exact(), hits, null);
      }
      default: return top(query, Shims.topScores(10, ENOUGH));
    }
  }

  private Answer top(Query query, TopDocsCollector<?> collector) throws IOException {
    searcher.search(query, collector);
    TopDocs top = collector.topDocs();
    return new Answer(Shims.total(top.totalHits), Shims.relation(top.totalHits) == TotalHits.Relation.EQUAL_TO,
        top.scoreDocs, null);
  }

  private Answer page(Query query, TopDocsCollector<?> collector, Question selection) throws IOException {
    ResultsPage page = new ResultsPage(collector, selection);
    searcher.search(query, page);
    ScoreDoc[] hits = collector == null ? NONE : collector.topDocs().scoreDocs;
    return new Answer(page.total, true, hits, page.facets());
  }

  /** What a hit was ranked by. */
  static double rankedBy(ScoreDoc hit) {
    return hit instanceof FieldDoc sorted ? ((Number) sorted.fields[0]).doubleValue() : hit.score;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    if (directory != null) directory.close();
  }
}
