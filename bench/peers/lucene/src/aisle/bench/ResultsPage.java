package aisle.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.BytesRef;

/**
 * Total, hits and six facets in one visit of each match. With a selection, hits and total are narrowed to it, and each
 * facet by what is selected in the others.
 */
final class ResultsPage extends SimpleCollector {
  private static final long[] PRICE_BOUNDS =
      Arrays.stream(new double[] {25, 50, 100, 200, 500}).mapToLong(Double::doubleToRawLongBits).toArray();
  private static final int BRAND = 1;
  private static final int CATEGORY = 2;
  private static final int PRICE = 4;

  private final Collector hits;
  private final Question selection;
  private final long priceMin;
  private final long priceMax;
  private LeafCollector leafHits;
  private SortedDocValues brands;
  private SortedSetDocValues categories;
  private SortedSetDocValues colors;
  private NumericDocValues prices;
  private NumericDocValues ratings;
  private NumericDocValues stocks;
  private int selectedBrand;
  private long selectedCategory;
  private int[] brandCounts;
  private int[] categoryCounts;
  private int[] colorCounts;
  private final long[] categoryOrds = new long[16];
  private final int[] priceCounts = new int[PRICE_BOUNDS.length + 1];
  private final int[] ratingCounts = new int[16];
  private final int[] stockCounts = new int[2];
  private final Terms brand = new Terms(10);
  private final Terms category = new Terms(20);
  private final Terms color = new Terms(10);
  long total;

  /** `hits` may be null: no hits are wanted. `selection` may be null: nothing is selected. */
  ResultsPage(Collector hits, Question selection) {
    this.hits = hits;
    this.selection = selection;
    boolean range = selection != null && selection.hasPrice();
    priceMin = range ? Double.doubleToRawLongBits(selection.priceMin) : Long.MIN_VALUE;
    priceMax = range ? Double.doubleToRawLongBits(selection.priceMax) : Long.MAX_VALUE;
  }

  @Override
  public ScoreMode scoreMode() {
    return hits == null ? ScoreMode.COMPLETE_NO_SCORES : hits.scoreMode().needsScores() ? ScoreMode.COMPLETE
        : ScoreMode.COMPLETE_NO_SCORES;
  }

  @Override
  public void setScorer(Scorable scorer) throws IOException {
    if (leafHits != null) leafHits.setScorer(scorer);
  }

  @Override
  protected void doSetNextReader(LeafReaderContext context) throws IOException {
    finishLeaf();
    if (hits != null) leafHits = hits.getLeafCollector(context);
    brands = DocValues.getSorted(context.reader(), "brand.keyword");
    categories = DocValues.getSortedSet(context.reader(), "category_path");
    colors = DocValues.getSortedSet(context.reader(), "attributes.color");
    prices = DocValues.getNumeric(context.reader(), "price");
    ratings = DocValues.getNumeric(context.reader(), "rating");
    stocks = DocValues.getNumeric(context.reader(), "in_stock");
    brandCounts = new int[brands.getValueCount()];
    categoryCounts = new int[(int) categories.getValueCount()];
    colorCounts = new int[(int) colors.getValueCount()];
    if (selection != null) {
      selectedBrand = selection.brand == null ? -1 : Math.max(-2, ordOr(brands.lookupTerm(new BytesRef(selection.brand))));
      selectedCategory =
          selection.category == null ? -1 : ordOr((int) categories.lookupTerm(new BytesRef(selection.category)));
    }
  }

  private static int ordOr(int found) {
    return found < 0 ? -2 : found;
  }

  @Override
  public void collect(int doc) throws IOException {
    if (selection == null) {
      ++total;
      if (leafHits != null) leafHits.collect(doc);
      if (brands.advanceExact(doc)) ++brandCounts[brands.ordValue()];
      if (categories.advanceExact(doc)) Shims.count(categories, categoryCounts);
      if (prices.advanceExact(doc)) ++priceCounts[priceRange(prices.longValue())];
      countRest(doc);
    } else {
      collectSelected(doc);
    }
  }

  private void countRest(int doc) throws IOException {
    if (ratings.advanceExact(doc)) ++ratingCounts[(int) Double.longBitsToDouble(ratings.longValue())];
    if (colors.advanceExact(doc)) Shims.count(colors, colorCounts);
    if (stocks.advanceExact(doc)) ++stockCounts[(int) stocks.longValue()];
  }

  private void collectSelected(int doc) throws IOException {
    int brandOrd = brands.advanceExact(doc) ? brands.ordValue() : -3;
    int levels = 0;
    boolean inCategory = selectedCategory == -1;
    if (categories.advanceExact(doc)) {
      levels = Shims.ords(categories, categoryOrds);
      for (int i = 0; i < levels; ++i) inCategory |= categoryOrds[i] == selectedCategory;
    }
    boolean priced = prices.advanceExact(doc);
    long price = priced ? prices.longValue() : 0;
    int missed = (selectedBrand == -1 || brandOrd == selectedBrand ? 0 : BRAND) | (inCategory ? 0 : CATEGORY)
        | (!selection.hasPrice() || (priced && price >= priceMin && price <= priceMax) ? 0 : PRICE);
    if ((missed & ~BRAND) == 0 && brandOrd >= 0) ++brandCounts[brandOrd];
    if ((missed & ~CATEGORY) == 0) for (int i = 0; i < levels; ++i) ++categoryCounts[(int) categoryOrds[i]];
    if ((missed & ~PRICE) == 0 && priced) ++priceCounts[priceRange(price)];
    if (missed != 0) return;
    ++total;
    if (leafHits != null) leafHits.collect(doc);
    countRest(doc);
  }

  /** Prices are not negative, so that their bits order as they do. */
  private static int priceRange(long price) {
    int range = 0;
    while (range < PRICE_BOUNDS.length && price >= PRICE_BOUNDS[range]) ++range;
    return range;
  }

  private void finishLeaf() throws IOException {
    if (brands == null) return;
    brand.add(brandCounts, brands::lookupOrd);
    // Not categories themselves: the next leaf has others.
    SortedSetDocValues levels = categories;
    SortedSetDocValues shades = colors;
    category.add(categoryCounts, ord -> levels.lookupOrd(ord));
    color.add(colorCounts, ord -> shades.lookupOrd(ord));
    brands = null;
  }

  /** The facets; to be called once, after the search. It belongs to what is timed. */
  Map<String, Map<String, Integer>> facets() throws IOException {
    finishLeaf();
    Map<String, Map<String, Integer>> facets = new LinkedHashMap<>();
    facets.put("brand", brand.top());
    facets.put("category", category.top());
    facets.put("price", numbered(priceCounts));
    facets.put("rating", numbered(ratingCounts));
    facets.put("color", color.top());
    Map<String, Integer> stock = new LinkedHashMap<>();
    if (stockCounts[1] > 0) stock.put("true", stockCounts[1]);
    if (stockCounts[0] > 0) stock.put("false", stockCounts[0]);
    facets.put("in_stock", stock);
    return facets;
  }

  private static Map<String, Integer> numbered(int[] counts) {
    Map<String, Integer> out = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; ++i) if (counts[i] > 0) out.put(Integer.toString(i), counts[i]);
    return out;
  }

  private interface Lookup {
    BytesRef term(int ord) throws IOException;
  }

  /** The most frequent terms of a field over all leaves; of equal ones the first in order. */
  private static final class Terms {
    private record Entry(BytesRef term, int ord, int count) {}

    private final int size;
    private List<Entry> only;
    private Map<BytesRef, Integer> merged;

    Terms(int size) {
      this.size = size;
    }

    void add(int[] counts, Lookup lookup) throws IOException {
      if (only == null && merged == null) {
        only = topOf(counts, lookup);
        firstCounts = counts;
        firstLookup = lookup;
        return;
      }
      if (merged == null) {
        merged = new HashMap<>();
        addAll(firstCounts, firstLookup);
      }
      addAll(counts, lookup);
    }

    private int[] firstCounts;
    private Lookup firstLookup;

    private void addAll(int[] counts, Lookup lookup) throws IOException {
      for (int ord = 0; ord < counts.length; ++ord) {
        if (counts[ord] > 0) merged.merge(BytesRef.deepCopyOf(lookup.term(ord)), counts[ord], Integer::sum);
      }
    }

    private List<Entry> topOf(int[] counts, Lookup lookup) throws IOException {
      PriorityQueue<long[]> queue = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
      long least = 0;
      for (int ord = 0; ord < counts.length; ++ord) {
        if (counts[ord] == 0 || counts[ord] < least) continue;
        long key = ((long) counts[ord] << 32) | (Integer.MAX_VALUE - ord);
        if (queue.size() < size) {
          queue.add(new long[] {key});
        } else if (key > queue.peek()[0]) {
          queue.poll();
          queue.add(new long[] {key});
        }
        if (queue.size() == size) least = queue.peek()[0] >>> 32;
      }
      List<Entry> entries = new ArrayList<>(queue.size());
      while (!queue.isEmpty()) {
        long key = queue.poll()[0];
        int ord = Integer.MAX_VALUE - (int) key;
        entries.add(0, new Entry(BytesRef.deepCopyOf(lookup.term(ord)), ord, (int) (key >>> 32)));
      }
      return entries;
    }

    Map<String, Integer> top() {
      Map<String, Integer> out = new LinkedHashMap<>();
      if (merged != null) {
        merged.entrySet().stream()
            .sorted((a, b) -> a.getValue().equals(b.getValue()) ? a.getKey().compareTo(b.getKey())
                : b.getValue() - a.getValue())
            .limit(size).forEach(e -> out.put(e.getKey().utf8ToString(), e.getValue()));
      } else if (only != null) {
        for (Entry entry : only) out.put(entry.term.utf8ToString(), entry.count);
      }
      return out;
    }
  }
}
