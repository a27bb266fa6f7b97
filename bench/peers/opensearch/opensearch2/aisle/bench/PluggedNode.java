package aisle.bench;

import java.util.List;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** A node whose plugins are on the class path. OpenSearch 2 takes their classes. */
final class PluggedNode extends Node {
  /** Speaks HTTP. */
  static final Class<? extends Plugin> HTTP = Netty4Plugin.class;

  PluggedNode(Environment environment, List<Class<? extends Plugin>> plugins) {
    super(environment, plugins, true);
  }
}
