#pragma once
// What the server counts, in Prometheus' text form.
//
// Labels are bounded: routes appear as their templates ("/{index}/_search"), statuses as classes ("2xx"), and every
// path that no route knows shares one series.

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prometheus {
class Registry;
class Histogram;
}  // namespace prometheus

namespace aisle::server {

class Metrics;

/// The series of one route. Owned by its `Metrics`. Any thread.
class RouteSeries {
 public:
  RouteSeries(Metrics& metrics, std::string route, std::string method);
  void record(int status, double seconds);

 private:
  static constexpr std::size_t kStatusClasses = 6;
  prometheus::Histogram& histogram(std::size_t status_class);
  Metrics& metrics_;
  const std::string route_;
  const std::string method_;
  std::array<std::atomic<prometheus::Histogram*>, kStatusClasses> histograms_ = {};
};

/// All metrics of the process. Outlives the server. Any thread.
class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// The series for a route's template; made once at start-up, then kept by the caller.
  RouteSeries& route(std::string_view pattern, std::string_view method);

  /// A value asked at every scrape. `sample` must stay callable until this object dies, from any thread, and be quick.
  enum class Kind { gauge, counter };
  void sample(Kind kind, std::string name, std::string help, Labels labels, std::function<double()> sample);

  /// For metrics of other rooms.
  prometheus::Registry& registry();

  /// Everything, as `text/plain; version=0.0.4`.
  std::string text() const;

  // Counted by the server itself; relaxed atomics.
  std::atomic<std::int64_t> requests_in_flight = 0;
  std::atomic<std::int64_t> connections_open = 0;
  std::atomic<std::uint64_t> connections_accepted = 0;
  std::atomic<std::uint64_t> connections_refused = 0;
  std::atomic<std::uint64_t> requests_rejected = 0;
  std::atomic<std::uint64_t> bytes_received = 0;
  std::atomic<std::uint64_t> bytes_sent = 0;
  std::atomic<std::uint64_t> timeouts = 0;
  std::atomic<std::uint64_t> malformed_requests = 0;

 private:
  friend class RouteSeries;
  struct Impl;
  prometheus::Histogram& duration_histogram(const std::string& route, const std::string& method,
                                            std::size_t status_class);
  void sample_own();
  std::unique_ptr<Impl> impl_;
};

/// The resident set of this process in bytes, from /proc; 0 where there is none.
std::uint64_t resident_bytes();

}  // namespace aisle::server
