//! The six facets of a results page, by tantivy's aggregations.

use serde_json::{Map, Value, json};
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::aggregation::{AggContextParams, AggregationCollector};

/// More terms than are shown, since tantivy leaves open which of equally frequent ones come first.
const SPARE_TERMS: u64 = 256;
const TERMS: [(&str, &str, usize); 3] = [("brand", "brand_keyword", 10), ("category", "category_path", 20), ("color", "color", 10)];

pub fn request() -> Aggregations {
    let mut facets = Map::new();
    for (name, field, _) in TERMS {
        facets.insert(name.into(), json!({"terms": {"field": field, "size": SPARE_TERMS, "segment_size": SPARE_TERMS}}));
    }
    facets.insert("price".into(), json!({"range": {"field": "price", "ranges": [
        {"to": 25.0}, {"from": 25.0, "to": 50.0}, {"from": 50.0, "to": 100.0}, {"from": 100.0, "to": 200.0},
        {"from": 200.0, "to": 500.0}, {"from": 500.0}]}}));
    facets.insert("rating".into(), json!({"histogram": {"field": "rating", "interval": 1.0}}));
    facets.insert("in_stock".into(), json!({"terms": {"field": "in_stock"}}));
    serde_json::from_value(Value::Object(facets)).expect("a sound request")
}

pub fn collector(request: &Aggregations) -> AggregationCollector {
    AggregationCollector::from_aggs(request.clone(), AggContextParams::default())
}

fn count(bucket: &Value) -> u64 {
    bucket["doc_count"].as_u64().unwrap_or(0)
}

fn terms(buckets: &[Value], size: usize) -> Map<String, Value> {
    let key = |bucket: &Value| bucket["key"].as_str().unwrap_or("").to_owned();
    let mut found: Vec<(String, u64)> = buckets.iter().map(|bucket| (key(bucket), count(bucket))).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.into_iter().take(size).map(|(key, count)| (key, count.into())).collect()
}

fn numbered(buckets: &[Value], key: impl Fn(usize, &Value) -> String) -> Map<String, Value> {
    let filled = buckets.iter().enumerate().filter(|(_, bucket)| count(bucket) > 0);
    filled.map(|(i, bucket)| (key(i, bucket), count(bucket).into())).collect()
}

/// As bench/peers/README.md has it: facet -> key -> count.
pub fn counts(results: &AggregationResults) -> Value {
    let results = serde_json::to_value(results).expect("results are JSON");
    let buckets = |name: &str| results[name]["buckets"].as_array().cloned().unwrap_or_default();
    let mut facets = Map::new();
    for (name, _, size) in TERMS {
        facets.insert(name.into(), terms(&buckets(name), size).into());
    }
    facets.insert("price".into(), numbered(&buckets("price"), |i, _| i.to_string()).into());
    let floor = |bucket: &Value| (bucket["key"].as_f64().unwrap_or(0.0) as i64).to_string();
    facets.insert("rating".into(), numbered(&buckets("rating"), |_, bucket| floor(bucket)).into());
    let stocked = |bucket: &Value| bucket["key_as_string"].as_str().unwrap_or("").to_owned();
    facets.insert("in_stock".into(), numbered(&buckets("in_stock"), |_, bucket| stocked(bucket)).into());
    facets.into()
}
