package aisle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Version;

/** Speaks the protocol of bench/peers/README.md on standard input and output. */
public final class Driver {
  private static final ObjectMapper JSON = new ObjectMapper();
  private Engine engine;
  private Path index;
  private String questionsKey = "";
  private List<Question> questions = List.of();

  public static void main(String[] arguments) throws Exception {
    // Libraries may print; what they print must not get between the answers.
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Driver driver = new Driver();
    for (String line; (line = commands.readLine()) != null;) {
      JsonNode command = JSON.readTree(line);
      if (command.path("cmd").asText().equals("quit")) break;
      ObjectNode answer;
      try {
        answer = driver.run(command);
      } catch (Exception | Error e) {
        e.printStackTrace();
        answer = JSON.createObjectNode().put("error", e.toString());
      }
      answers.println(JSON.writeValueAsString(answer));
      answers.flush();
    }
  }

  private ObjectNode run(JsonNode command) throws Exception {
    switch (command.path("cmd").asText()) {
      case "hello": return hello();
      case "load": return load(command, Driver::loadProducts);
      case "load_titles":
        return load(command, (from, to, c) -> Titles.load(from, to, c.path("merge").asBoolean(true)));
      case "open": return open(Path.of(command.get("index").asText()));
      case "row": return row(command);
      case "answers": return answers(command);
      case "updates": return updates(command);
      case "memory": return memory();
      default: return JSON.createObjectNode().put("unsupported", command.path("cmd").asText());
    }
  }

  private ObjectNode hello() {
    return JSON.createObjectNode().put("name", "Lucene").put("version", Version.LATEST.toString())
        .put("notes", "JDK " + Runtime.version() + ", " + Shims.vectors());
  }

  private interface Loader {
    Catalog.Loaded load(Path catalog, Path index, JsonNode command) throws Exception;
  }

  private static Catalog.Loaded loadProducts(Path catalog, Path index, JsonNode command) throws Exception {
    return Catalog.load(catalog, index, command.path("threads").asInt(1), command.path("merge").asBoolean(true));
  }

  private ObjectNode load(JsonNode command, Loader loader) throws Exception {
    close();
    index = Path.of(command.get("index").asText());
    Catalog.Loaded loaded = loader.load(Path.of(command.get("catalog").asText()), index, command);
    engine = new Engine(index);
    return JSON.createObjectNode().put("seconds", loaded.seconds()).put("merge_seconds", loaded.mergeSeconds())
        .put("docs", loaded.docs()).put("index_bytes", indexBytes()).put("segments", engine.reader.leaves().size());
  }

  private ObjectNode open(Path directory) throws IOException {
    close();
    index = directory;
    long begin = System.nanoTime();
    engine = new Engine(directory);
    return JSON.createObjectNode().put("seconds", (System.nanoTime() - begin) / 1e9)
        .put("docs", engine.reader.numDocs()).put("segments", engine.reader.leaves().size());
  }

  private void close() throws IOException {
    if (engine != null) engine.close();
    engine = null;
  }

  private List<Question> questions(JsonNode command) throws IOException {
    String file = command.get("queries").asText();
    int limit = command.path("limit").asInt(Integer.MAX_VALUE);
    String key = file + ":" + limit;
    if (!key.equals(questionsKey)) questions = Question.read(Path.of(file), limit);
    questionsKey = key;
    return questions;
  }

  private ObjectNode row(JsonNode command) throws Exception {
    List<Question> asked = questions(command);
    if (asked.isEmpty() || engine.ask(asked.get(0)) == null) {
      return JSON.createObjectNode().put("unsupported", command.get("row").asText());
    }
    int threads = command.path("threads").asInt(1);
    boolean cpu = command.path("clock").asText().equals("cpu");
    long[] nanos = new long[asked.size()];
    long[] checksums = new long[threads];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    long begin = System.nanoTime();
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; ++t) {
      int thread = t;
      Thread worker = new Thread(() -> {
        try {
          for (int i; (i = next.getAndIncrement()) < asked.size();) {
            long from = now(cpu);
            Answer answer = engine.ask(asked.get(i));
            nanos[i] = now(cpu) - from;
            checksums[thread] += answer.checksum();
          }
        } catch (Exception e) {
          failure.compareAndSet(null, e);
        }
      });
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) worker.join();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (failure.get() != null) throw failure.get();
    long checksum = 0;
    for (long part : checksums) checksum += part;
    Timings us = new Timings(nanos);
    return JSON.createObjectNode().put("count", nanos.length).put("mean_us", us.mean())
        .put("p50_us", us.percentile(0.5)).put("p90_us", us.percentile(0.9)).put("p99_us", us.percentile(0.99))
        .put("max_us", us.max()).put("qps", nanos.length / seconds).put("checksum", Long.toHexString(checksum));
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static long now(boolean cpu) {
    return cpu ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  private ObjectNode answers(JsonNode command) throws IOException {
    List<Question> asked = questions(command);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(command.get("out").asText()))) {
      for (Question question : asked) {
        Answer answer = engine.ask(question);
        if (answer == null) return JSON.createObjectNode().put("unsupported", command.get("row").asText());
        ObjectNode line = JSON.createObjectNode().put("i", question.i).put("total", answer.total())
            .put("exact", answer.exact());
        ArrayNode hits = line.putArray("hits");
        for (ScoreDoc hit : answer.hits()) hits.addArray().add(idOf(hit.doc)).add(Engine.rankedBy(hit));
        if (answer.facets() != null) line.set("facets", JSON.valueToTree(answer.facets()));
        out.write(JSON.writeValueAsString(line));
        out.newLine();
      }
    }
    return JSON.createObjectNode().put("count", asked.size());
  }

  private ObjectNode updates(JsonNode command) throws Exception {
    close();
    UpdateRun run = new UpdateRun(index, Path.of(command.get("updates").asText()),
        command.path("kind").asText().equals("price"), command.path("rate").asDouble(0),
        command.path("refresh_ms").asLong(1000));
    run.run(questions(command));
    Timings us = new Timings(run.queryNanos());
    Timings refreshes = new Timings(run.refreshNanos());
    engine = new Engine(index);
    return JSON.createObjectNode().put("updates", run.updates()).put("seconds", run.seconds())
        .put("refreshes", run.refreshNanos().length).put("refresh_mean_ms", refreshes.mean() / 1e3)
        .put("refresh_max_ms", refreshes.max() / 1e3).put("count", run.queryNanos().length).put("mean_us", us.mean())
        .put("p50_us", us.percentile(0.5)).put("p90_us", us.percentile(0.9)).put("p99_us", us.percentile(0.99))
        .put("max_us", us.max());
  }

  private String idOf(int doc) throws IOException {
    LeafReaderContext leaf = engine.reader.leaves().get(ReaderUtil.subIndex(doc, engine.reader.leaves()));
    BinaryDocValues ids = leaf.reader().getBinaryDocValues("id");
    return ids.advanceExact(doc - leaf.docBase) ? ids.binaryValue().utf8ToString() : null;
  }

  private ObjectNode memory() throws IOException {
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    ObjectNode answer = JSON.createObjectNode().put("heap", heap).put("index_bytes", indexBytes());
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) answer.put("resident", Long.parseLong(line.replaceAll("\\D", "")) * 1024);
    }
    return answer;
  }

  private long indexBytes() throws IOException {
    long bytes = 0;
    try (var files = Files.list(index)) {
      for (Path file : (Iterable<Path>) files::iterator) bytes += Files.size(file);
    }
    return bytes;
  }
}
