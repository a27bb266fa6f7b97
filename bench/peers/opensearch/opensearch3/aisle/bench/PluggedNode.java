package aisle.bench;

import java.util.List;
import java.util.stream.Collectors;
import org.opensearch.Version;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** A node whose plugins are on the class path. OpenSearch 3 takes their descriptions. */
final class PluggedNode extends Node {
  /** Speaks HTTP. */
  static final Class<? extends Plugin> HTTP = Netty4ModulePlugin.class;

  PluggedNode(Environment environment, List<Class<? extends Plugin>> plugins) {
    super(environment, plugins.stream().map(PluggedNode::describe).collect(Collectors.toList()), true);
  }

  private static PluginInfo describe(Class<? extends Plugin> plugin) {
    return new PluginInfo(plugin.getName(), "on the class path", "1", Version.CURRENT, "21", plugin.getName(), null, List.of(), false);
  }
}
