package aisle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.MMapDirectory;

/**
 * Changes while shoppers search: whole documents at a rate, or prices as fast as they go (as updates of doc values, the
 * quickest change that there is). One thread writes, one searches, one reopens.
 */
final class UpdateRun {
  private final Path index;
  private final Path updates;
  private final boolean pricesOnly;
  private final double rate;
  private final long refreshMillis;
  private final LongStream.Builder queryNanos = LongStream.builder();
  private final LongStream.Builder refreshNanos = LongStream.builder();
  private long[] queries;
  private long[] refreshes;
  private long written;
  private double seconds;
  private volatile boolean done;
  private volatile Engine current;

  UpdateRun(Path index, Path updates, boolean pricesOnly, double rate, long refreshMillis) {
    this.index = index;
    this.updates = updates;
    this.pricesOnly = pricesOnly;
    this.rate = rate;
    this.refreshMillis = refreshMillis;
  }

  long updates() {
    return written;
  }

  double seconds() {
    return seconds;
  }

  long[] queryNanos() {
    return queries;
  }

  long[] refreshNanos() {
    return refreshes;
  }

  void run(List<Question> questions) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (MMapDirectory directory = new MMapDirectory(index);
        IndexWriter writer = new IndexWriter(directory, Catalog.writerConfig())) {
      current = new Engine(DirectoryReader.open(writer), null);
      Thread writing = started(failure, () -> write(writer));
      Thread refreshing = started(failure, () -> refresh(writer));
      for (int i = 0; !done; i = (i + 1) % questions.size()) {
        Engine engine = current;
        if (!engine.reader.tryIncRef()) continue;
        long begin = System.nanoTime();
        engine.ask(questions.get(i));
        queryNanos.add(System.nanoTime() - begin);
        engine.reader.decRef();
      }
      writing.join();
      refreshing.join();
      current.close();
    }
    if (failure.get() != null) throw failure.get();
    queries = queryNanos.build().toArray();
    refreshes = refreshNanos.build().toArray();
  }

  private interface Work {
    void run() throws Exception;
  }

  private Thread started(AtomicReference<Exception> failure, Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Exception e) {
        failure.compareAndSet(null, e);
        done = true;
      }
    });
    thread.start();
    return thread;
  }

  private void write(IndexWriter writer) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Catalog.DocumentMaker maker = new Catalog.DocumentMaker();
    long begin = System.nanoTime();
    try (BufferedReader lines = Files.newBufferedReader(updates)) {
      for (String line; (line = lines.readLine()) != null; ++written) {
        if (rate > 0 && written % 100 == 0) {
          long wait = begin + (long) (written / rate * 1e9) - System.nanoTime();
          if (wait > 0) LockSupport.parkNanos(wait);
        }
        if (pricesOnly) {
          JsonNode change = json.readTree(line);
          writer.updateNumericDocValue(Catalog.idTerm(change.get("id").asText()), "price.live",
              Double.doubleToRawLongBits(change.get("price").asDouble()));
        } else {
          Document document = maker.make(line);
          writer.updateDocument(Catalog.idTerm(document.get("id")), document);
        }
      }
    }
    if (pricesOnly) reopen(writer); // until then nobody sees the last of them
    seconds = (System.nanoTime() - begin) / 1e9;
    done = true;
  }

  private void refresh(IndexWriter writer) throws Exception {
    while (!done) {
      Thread.sleep(refreshMillis);
      reopen(writer);
    }
  }

  private synchronized void reopen(IndexWriter writer) throws IOException {
    long begin = System.nanoTime();
    Engine old = current;
    DirectoryReader reader = DirectoryReader.openIfChanged(old.reader, writer);
    if (reader == null) return;
    current = new Engine(reader, null);
    refreshNanos.add(System.nanoTime() - begin);
    old.close();
  }
}
