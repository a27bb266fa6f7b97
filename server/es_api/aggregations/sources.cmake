# Included by server/es_api/CMakeLists.txt; paths are relative to it.
set(AISLE_ES_API_AGGREGATION_SOURCES
  aggregations/bucket_order.cpp
  aggregations/filter_aggregation.cpp
  aggregations/histogram_aggregation.cpp
  aggregations/metric_aggregation.cpp
  aggregations/parse_aggregations.cpp
  aggregations/range_aggregation.cpp
  aggregations/terms_aggregation.cpp
  aggregations/write_aggregations.cpp
  aggregations/write_metric.cpp)
set(AISLE_ES_API_AGGREGATION_HEADERS
  aggregations/aggregation_types.hpp
  aggregations/parse_aggregations.hpp
  aggregations/write_aggregations.hpp)
