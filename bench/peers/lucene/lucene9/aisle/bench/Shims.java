package aisle.bench;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.suggest.document.Completion912PostingsFormat;

/** Where Lucene 9's interface differs from other versions'. */
final class Shims {
  private Shims() {}

  static TopDocsCollector<?> topScores(int hits, int counted) {
    return new TopScoreDocCollectorManager(hits, null, counted, false).newCollector();
  }

  static TopDocsCollector<?> topFields(Sort sort, int hits, int counted) {
    return new TopFieldCollectorManager(sort, hits, null, counted, false).newCollector();
  }

  /** Counts the values of the document that `values` is at. */
  static void count(SortedSetDocValues values, int[] counts) throws IOException {
    int n = values.docValueCount();
    for (int i = 0; i < n; ++i) ++counts[(int) values.nextOrd()];
  }

  /** Takes the values of the document that `values` is at, as many as fit; how many that is. */
  static int ords(SortedSetDocValues values, long[] out) throws IOException {
    int n = Math.min(values.docValueCount(), out.length);
    for (int i = 0; i < n; ++i) out[i] = values.nextOrd();
    return n;
  }

  static long total(TotalHits total) {
    return total.value;
  }

  static TotalHits.Relation relation(TotalHits total) {
    return total.relation;
  }

  static long docCount(IndexWriter writer) {
    return writer.getDocStats().numDocs;
  }

  /** Keeps the completions of one field in an FST on the heap, other fields as usual. */
  static Codec suggesting(String completed) {
    PostingsFormat completions = new Completion912PostingsFormat();
    return new Lucene912Codec() {
      @Override
      public PostingsFormat getPostingsFormatForField(String field) {
        return field.equals(completed) ? completions : super.getPostingsFormatForField(field);
      }
    };
  }

  static String vectors() {
    return "without vector classes";
  }
}
