package aisle.bench;

import java.util.Map;
import org.apache.lucene.search.ScoreDoc;

/** What one question found. `facets` is null where none were asked for. */
record Answer(long total, boolean exact, ScoreDoc[] hits, Map<String, Map<String, Integer>> facets) {
  long checksum() {
    long sum = exact ? total : 0;
    for (ScoreDoc hit : hits) sum = sum * 31 + hit.doc;
    return facets == null ? sum : sum * 31 + facets.hashCode();
  }
}
