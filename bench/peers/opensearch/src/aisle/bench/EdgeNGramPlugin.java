package aisle.bench;

import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.analysis.AbstractTokenFilterFactory;
import org.opensearch.index.analysis.TokenFilterFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.opensearch.plugins.AnalysisPlugin;
import org.opensearch.plugins.Plugin;

/** The token filter {@code edge_ngram}, as the module analysis-common has it: a few lines over Lucene's own. */
public final class EdgeNGramPlugin extends Plugin implements AnalysisPlugin {
  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of("edge_ngram", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> new Factory(index, name, settings)));
  }

  private static final class Factory extends AbstractTokenFilterFactory {
    private final int shortest;
    private final int longest;
    private final boolean whole;

    Factory(IndexSettings index, String name, Settings settings) {
      super(index, name, settings);
      shortest = settings.getAsInt("min_gram", 1);
      longest = settings.getAsInt("max_gram", 2);
      whole = settings.getAsBoolean("preserve_original", false);
    }

    @Override
    public TokenStream create(TokenStream tokens) {
      return new EdgeNGramTokenFilter(tokens, shortest, longest, whole);
    }
  }
}
