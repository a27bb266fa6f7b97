package aisle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.suggest.document.CompletionAnalyzer;
import org.apache.lucene.search.suggest.document.CompletionQuery;
import org.apache.lucene.search.suggest.document.PrefixCompletionQuery;
import org.apache.lucene.search.suggest.document.SuggestField;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** Titles to complete, in an index of their own, as Elasticsearch keeps a field of type completion. */
final class Titles {
  private Titles() {}

  private static final String FIELD = "suggest";
  private static final Analyzer ANALYZER = new CompletionAnalyzer(Catalog.WORDS);

  static Catalog.Loaded load(Path titles, Path index, boolean merge) throws IOException {
    Catalog.deleteContents(index);
    Files.createDirectories(index);
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
    config.setCodec(Shims.suggesting(FIELD));
    config.setRAMBufferSizeMB(512);
    config.setUseCompoundFile(false);
    long begin = System.nanoTime();
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(titles)) {
      ObjectMapper json = new ObjectMapper();
      for (String line; (line = lines.readLine()) != null;) writer.addDocument(document(json.readTree(line), line));
      return Catalog.finish(writer, begin, merge);
    }
  }

  private static Document document(JsonNode title, String line) {
    JsonNode completion = title.get(FIELD);
    Document document = new Document();
    document.add(new BinaryDocValuesField("id", new BytesRef(title.get("id").asText())));
    document.add(new StoredField("source", line));
    document.add(new SuggestField(FIELD, completion.get("input").asText(), completion.get("weight").asInt()));
    return document;
  }

  static CompletionQuery begun(String text) {
    return new PrefixCompletionQuery(ANALYZER, new Term(FIELD, text));
  }
}
