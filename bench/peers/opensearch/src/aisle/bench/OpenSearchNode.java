package aisle.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

/**
 * One OpenSearch node out of its published packages, on loopback: {@code OpenSearchNode HOME PORT}.
 *
 * <p>Prints {@code listening on 127.0.0.1:PORT} when it answers, and ends when its standard input does. The node is the
 * product's own; what its distribution adds as modules is left out, but for HTTP and the one token filter that the
 * index needs ({@link EdgeNGramPlugin}).
 */
public final class OpenSearchNode {
  private OpenSearchNode() {}

  private static Settings settings(Path home, String port) {
    return Settings.builder()
        .put("path.home", home.toString())
        .put("path.data", home.resolve("data").toString())
        .put("cluster.name", "peer")
        .put("node.name", "peer")
        .put("network.host", "127.0.0.1")
        .put("http.port", port)
        .put("transport.port", "0")
        .put("transport.type", "netty4")
        .put("http.type", "netty4")
        .put("discovery.type", "single-node")
        .put("node.processors", 2)
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .put("action.auto_create_index", false)
        .build();
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings(home, arguments[1]), Map.of(), null, () -> "peer");
    List<Class<? extends Plugin>> plugins = List.of(PluggedNode.HTTP, EdgeNGramPlugin.class);
    try (PluggedNode node = new PluggedNode(environment, plugins)) {
      node.start();
      System.out.println("listening on 127.0.0.1:" + arguments[1]);
      waitForEnd();
    }
  }

  private static void waitForEnd() throws IOException {
    while (System.in.read() >= 0) {
      // until whoever started it goes away
    }
  }
}
