package aisle.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** From lines of the catalog to an index: which field is kept in which form. */
final class Catalog {
  private Catalog() {}

  static final Analyzer WORDS = new StandardAnalyzer(CharArraySet.EMPTY_SET);

  private static final Analyzer EDGES = new Analyzer() {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      StandardTokenizer words = new StandardTokenizer();
      return new TokenStreamComponents(words, new EdgeNGramTokenFilter(new LowerCaseFilter(words), 2, 15, true));
    }
  };

  private static final FieldType EDGE_TYPE = new FieldType();

  static {
    EDGE_TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    EDGE_TYPE.setTokenized(true);
    EDGE_TYPE.freeze();
  }

  static Analyzer indexing() {
    return new DelegatingAnalyzerWrapper(Analyzer.PER_FIELD_REUSE_STRATEGY) {
      @Override
      protected Analyzer getWrappedAnalyzer(String field) {
        return field.equals("title.edge") ? EDGES : WORDS;
      }
    };
  }

  static IndexWriterConfig writerConfig() {
    IndexWriterConfig config = new IndexWriterConfig(indexing());
    config.setSimilarity(new BM25Similarity());
    config.setRAMBufferSizeMB(512);
    config.setUseCompoundFile(false);
    return config;
  }

  /** What `load` did, in seconds. */
  record Loaded(double seconds, double mergeSeconds, long docs) {}

  static Loaded load(Path catalog, Path index, int threads, boolean merge) throws Exception {
    deleteContents(index);
    Files.createDirectories(index);
    long begin = System.nanoTime();
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, writerConfig());
        InputStream in = new BufferedInputStream(Files.newInputStream(catalog), 1 << 20);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 20)) {
      AtomicReference<Exception> failure = new AtomicReference<>();
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < threads; ++i) {
        Thread worker = new Thread(() -> {
          try {
            addAll(lines, writer);
          } catch (Exception e) {
            failure.compareAndSet(null, e);
          }
        });
        worker.start();
        workers.add(worker);
      }
      for (Thread worker : workers) worker.join();
      if (failure.get() != null) throw failure.get();
      return finish(writer, begin, merge);
    }
  }

  /** Ends what was begun at `begin`: everything is committed, then merged into one segment if wished for. */
  static Loaded finish(IndexWriter writer, long begin, boolean merge) throws IOException {
    writer.commit();
    double seconds = (System.nanoTime() - begin) / 1e9;
    begin = System.nanoTime();
    if (merge) {
      writer.forceMerge(1);
      writer.commit();
    }
    return new Loaded(seconds, (System.nanoTime() - begin) / 1e9, Shims.docCount(writer));
  }

  private static void addAll(BufferedReader lines, IndexWriter writer) throws IOException {
    DocumentMaker maker = new DocumentMaker();
    List<String> batch = new ArrayList<>();
    while (true) {
      batch.clear();
      synchronized (lines) {
        for (String line; batch.size() < 64 && (line = lines.readLine()) != null;) {
          if (!line.isEmpty()) batch.add(line);
        }
      }
      if (batch.isEmpty()) return;
      for (String line : batch) writer.addDocument(maker.make(line));
    }
  }

  static void deleteContents(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return;
    try (var files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) Files.delete(file);
    }
  }

  /** Makes Lucene's documents of lines; for one thread. */
  static final class DocumentMaker {
    private final JsonFactory json = new JsonFactory();

    Document make(String line) throws IOException {
      Map<String, String> values = new HashMap<>();
      List<String> levels = new ArrayList<>();
      List<String> colors = new ArrayList<>();
      read(line, values, levels, colors);
      Document document = new Document();
      String title = values.getOrDefault("title", "");
      String brand = values.getOrDefault("brand", "");
      document.add(new StringField("id", values.get("id"), Field.Store.NO));
      document.add(new BinaryDocValuesField("id", new BytesRef(values.get("id"))));
      document.add(new StoredField("source", line));
      document.add(new TextField("title", title, Field.Store.NO));
      document.add(new Field("title.edge", title, EDGE_TYPE));
      document.add(new TextField("brand", brand, Field.Store.NO));
      document.add(new StringField("brand.keyword", brand, Field.Store.NO));
      document.add(new SortedDocValuesField("brand.keyword", new BytesRef(brand)));
      document.add(new TextField("category", values.getOrDefault("category", ""), Field.Store.NO));
      for (String level : levels) addKeyword(document, "category_path", level);
      for (String color : colors) addKeyword(document, "attributes.color", color);
      document.add(new TextField("description", values.getOrDefault("description", ""), Field.Store.NO));
      double price = Double.parseDouble(values.getOrDefault("price", "0"));
      document.add(new DoublePoint("price", price));
      document.add(new DoubleDocValuesField("price", price));
      // Doc values that are updated in place may not have points beside them.
      document.add(new DoubleDocValuesField("price.live", price));
      double rating = Double.parseDouble(values.getOrDefault("rating", "0"));
      document.add(new DoublePoint("rating", rating));
      document.add(new DoubleDocValuesField("rating", rating));
      long reviews = Long.parseLong(values.getOrDefault("review_count", "0"));
      document.add(new LongPoint("review_count", reviews));
      document.add(new NumericDocValuesField("review_count", reviews));
      // What the score functions need of it, worked out once.
      document.add(new DoubleDocValuesField("review_count.log10", Math.log10(reviews + 1.0)));
      document.add(new DoubleDocValuesField("review_count.ln", Math.log1p(reviews + 1.0)));
      long inventory = Long.parseLong(values.getOrDefault("inventory", "0"));
      document.add(new LongPoint("inventory", inventory));
      document.add(new NumericDocValuesField("inventory", inventory));
      boolean inStock = Boolean.parseBoolean(values.getOrDefault("in_stock", "false"));
      document.add(new StringField("in_stock", inStock ? "T" : "F", Field.Store.NO));
      document.add(new NumericDocValuesField("in_stock", inStock ? 1 : 0));
      return document;
    }

    private static void addKeyword(Document document, String field, String value) {
      document.add(new StringField(field, value, Field.Store.NO));
      document.add(new SortedSetDocValuesField(field, new BytesRef(value)));
    }

    private void read(String line, Map<String, String> values, List<String> levels, List<String> colors)
        throws IOException {
      try (JsonParser parser = json.createParser(line)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          JsonToken token = parser.nextToken();
          if (token.isScalarValue()) {
            values.put(name, parser.getText());
          } else if (name.equals("category_path")) {
            readTexts(parser, levels);
          } else if (name.equals("attributes")) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
              boolean isColor = parser.currentName().equals("color");
              token = parser.nextToken();
              if (!isColor) parser.skipChildren();
              else if (token == JsonToken.START_ARRAY) readTexts(parser, colors);
              else if (token == JsonToken.VALUE_STRING) colors.add(parser.getText());
            }
          } else {
            parser.skipChildren();
          }
        }
      }
    }

    private static void readTexts(JsonParser parser, List<String> out) throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) out.add(parser.getText());
    }
  }

  static Term idTerm(String id) {
    return new Term("id", id);
  }
}
