package aisle.bench;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene87.Lucene87Codec;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.suggest.document.Completion84PostingsFormat;

/** Where Lucene 8's interface differs from other versions'. */
final class Shims {
  private Shims() {}

  static TopDocsCollector<?> topScores(int hits, int counted) {
    return TopScoreDocCollector.create(hits, counted);
  }

  static TopDocsCollector<?> topFields(Sort sort, int hits, int counted) {
    for (SortField field : sort.getSort()) field.setCanUsePoints();
    return TopFieldCollector.create(sort, hits, counted);
  }

  /** Counts the values of the document that `values` is at. */
  static void count(SortedSetDocValues values, int[] counts) throws IOException {
    for (long ord; (ord = values.nextOrd()) != SortedSetDocValues.NO_MORE_ORDS;) ++counts[(int) ord];
  }

  /** Takes the values of the document that `values` is at, as many as fit; how many that is. */
  static int ords(SortedSetDocValues values, long[] out) throws IOException {
    int n = 0;
    for (long ord; n < out.length && (ord = values.nextOrd()) != SortedSetDocValues.NO_MORE_ORDS;) out[n++] = ord;
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
    PostingsFormat completions = new Completion84PostingsFormat();
    return new Lucene87Codec() {
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
