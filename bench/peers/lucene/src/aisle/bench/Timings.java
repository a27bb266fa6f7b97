package aisle.bench;

import java.util.Arrays;

/** Latencies of a pass, in microseconds. */
final class Timings {
  private final double[] sorted;

  Timings(long[] nanos) {
    sorted = Arrays.stream(nanos).mapToDouble(n -> n / 1e3).sorted().toArray();
  }

  double mean() {
    return Arrays.stream(sorted).average().orElse(0);
  }

  double percentile(double share) {
    return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  double max() {
    return percentile(1);
  }
}
