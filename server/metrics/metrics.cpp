#include "server/metrics/metrics.hpp"

#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <cstdio>
#include <deque>
#include <mutex>

#include "base/allocator/allocator.hpp"
#include "base/mutex.hpp"

namespace aisle::server {
namespace {

const prometheus::Histogram::BucketBoundaries kDurationBuckets = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

constexpr std::array<const char*, 6> kStatusClassNames = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

/// Values asked when scraped, grouped by metric name.
class SampledMetrics final : public prometheus::Collectable {
 public:
  void add(Metrics::Kind kind, std::string name, std::string help, Metrics::Labels labels,
           std::function<double()> sample) {
    MutexLock lock(mutex_);
    Family& family = family_named(name);
    family.kind = kind;
    family.help = std::move(help);
    family.series.push_back({std::move(labels), std::move(sample)});
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    MutexLock lock(mutex_);
    std::vector<prometheus::MetricFamily> families;
    for (const Family& family : families_) families.push_back(collect(family));
    return families;
  }

 private:
  struct Series {
    Metrics::Labels labels;
    std::function<double()> sample;
  };
  struct Family {
    std::string name;
    std::string help = {};
    Metrics::Kind kind = Metrics::Kind::gauge;
    std::vector<Series> series = {};
  };

  Family& family_named(const std::string& name) AISLE_REQUIRES(mutex_) {
    for (Family& family : families_) {
      if (family.name == name) return family;
    }
    return families_.emplace_back(Family{name});
  }

  static prometheus::ClientMetric collect(const Series& series, Metrics::Kind kind) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : series.labels) metric.label.push_back({name, value});
    const double value = series.sample();
    if (kind == Metrics::Kind::gauge) {
      metric.gauge.value = value;
    } else {
      metric.counter.value = value;
    }
    return metric;
  }

  static prometheus::MetricFamily collect(const Family& family) {
    const bool gauge = family.kind == Metrics::Kind::gauge;
    prometheus::MetricFamily result;
    result.name = family.name;
    result.help = family.help;
    result.type = gauge ? prometheus::MetricType::Gauge : prometheus::MetricType::Counter;
    for (const Series& series : family.series) result.metric.push_back(collect(series, family.kind));
    return result;
  }

  mutable Mutex mutex_;
  std::deque<Family> families_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  SampledMetrics sampled;
  prometheus::Family<prometheus::Histogram>* durations = nullptr;
  Mutex mutex;
  std::deque<RouteSeries> routes AISLE_GUARDED_BY(mutex);
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
  impl_->durations = &prometheus::BuildHistogram()
                          .Name("aisle_http_request_duration_seconds")
                          .Help("From the last byte of a request to its answer being ready to send.")
                          .Register(impl_->registry);
  sample_own();
}

Metrics::~Metrics() = default;

void Metrics::sample_own() {
  const auto from = [](auto& value) {
    return [&value] { return static_cast<double>(value.load(std::memory_order_relaxed)); };
  };
  sample(Kind::gauge, "aisle_http_requests_in_flight", "Requests read and not yet answered.", {}, from(requests_in_flight));
  sample(Kind::gauge, "aisle_http_connections_open", "Client connections.", {}, from(connections_open));
  sample(Kind::counter, "aisle_http_connections_accepted_total", "Connections accepted.", {}, from(connections_accepted));
  sample(Kind::counter, "aisle_http_connections_refused_total", "Connections turned away at the connection limit.", {},
         from(connections_refused));
  sample(Kind::counter, "aisle_http_requests_rejected_total", "Requests answered 429 because a queue was full.", {},
         from(requests_rejected));
  sample(Kind::counter, "aisle_http_received_bytes_total", "Bytes read from clients.", {}, from(bytes_received));
  sample(Kind::counter, "aisle_http_sent_bytes_total", "Bytes written to clients.", {}, from(bytes_sent));
  sample(Kind::counter, "aisle_http_timeouts_total", "Connections ended because the client was too slow.", {}, from(timeouts));
  sample(Kind::counter, "aisle_http_malformed_requests_total", "Requests refused before routing.", {},
         from(malformed_requests));
  sample(Kind::gauge, "process_resident_memory_bytes", "Resident memory size in bytes.", {},
         [] { return static_cast<double>(resident_bytes()); });
  sample(Kind::gauge, "aisle_allocator_allocated_bytes", "Asked of the allocator and not freed; index images are not in it.",
         {}, [] { return static_cast<double>(allocator_memory().allocated); });
  sample(Kind::gauge, "aisle_allocator_resident_bytes", "Memory that the allocator holds.", {},
         [] { return static_cast<double>(allocator_memory().resident); });
}

RouteSeries& Metrics::route(std::string_view pattern, std::string_view method) {
  MutexLock lock(impl_->mutex);
  return impl_->routes.emplace_back(*this, std::string(pattern), std::string(method));
}

void Metrics::sample(Kind kind, std::string name, std::string help, Labels labels, std::function<double()> sample) {
  impl_->sampled.add(kind, std::move(name), std::move(help), std::move(labels), std::move(sample));
}

prometheus::Registry& Metrics::registry() { return impl_->registry; }

prometheus::Histogram& Metrics::duration_histogram(const std::string& route, const std::string& method,
                                                   std::size_t status_class) {
  return impl_->durations->Add({{"route", route}, {"method", method}, {"status", kStatusClassNames[status_class]}},
                               kDurationBuckets);
}

std::string Metrics::text() const {
  auto families = impl_->registry.Collect();
  for (auto& family : impl_->sampled.Collect()) families.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(families);
}

RouteSeries::RouteSeries(Metrics& metrics, std::string route, std::string method)
    : metrics_(metrics), route_(std::move(route)), method_(std::move(method)) {}

void RouteSeries::record(int status, double seconds) {
  const bool known = status >= 100 && status < 600;
  histogram(known ? static_cast<std::size_t>(status / 100) : 0).Observe(seconds);
}

prometheus::Histogram& RouteSeries::histogram(std::size_t status_class) {
  auto* known = histograms_[status_class].load(std::memory_order_acquire);
  if (known) return *known;
  // Two threads may both ask; the family gives the same histogram for the same labels.
  auto& made = metrics_.duration_histogram(route_, method_, status_class);
  histograms_[status_class].store(&made, std::memory_order_release);
  return made;
}

std::uint64_t resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (!file) return 0;
  unsigned long long total = 0;
  unsigned long long resident = 0;
  const int read = std::fscanf(file, "%llu %llu", &total, &resident);
  std::fclose(file);
  return read == 2 ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace aisle::server
