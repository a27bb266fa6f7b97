//! One open index, and what it answers to a question.

use crate::catalog::{self, Fields};
use crate::facets;
use crate::queries::Queries;
use crate::question::Question;
use serde_json::{Value, json};
use std::path::Path;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{DocAddress, Index, Order, Result, Searcher, SegmentReader};

const PAGE: usize = 10;

pub struct Answer {
    pub total: u64,
    pub exact: bool,
    pub hits: Vec<(DocAddress, f64)>,
    pub facets: Option<AggregationResults>,
}

impl Answer {
    pub fn checksum(&self) -> u64 {
        let mut sum = if self.exact { self.total } else { 0 };
        for (address, _) in &self.hits {
            sum = sum.wrapping_mul(31).wrapping_add(u64::from(address.doc_id));
        }
        sum
    }
}

pub struct Engine {
    fields: Fields,
    searcher: Searcher,
    aggregations: Aggregations,
}

fn by_score(hits: Vec<(f32, DocAddress)>) -> Vec<(DocAddress, f64)> {
    hits.into_iter().map(|(score, address)| (address, f64::from(score))).collect()
}

impl Engine {
    pub fn open(directory: &Path) -> Result<Engine> {
        let mut index = Index::open_in_dir(directory)?;
        index.set_tokenizers(catalog::tokenizers());
        Ok(Engine { fields: catalog::schema().1, searcher: index.reader()?.searcher(), aggregations: facets::request() })
    }

    pub fn docs(&self) -> u64 {
        self.searcher.num_docs()
    }

    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Nothing for kinds of questions that are not asked of tantivy.
    pub fn ask(&self, question: &Question) -> Result<Option<Answer>> {
        let queries = Queries { fields: &self.fields, searcher: &self.searcher };
        let Some(query) = queries.of(question)? else {
            return Ok(None);
        };
        Ok(Some(match question.kind.as_str() {
            "facets_es" | "facets_and_es" => self.results_page(&*query)?,
            "facets_browse_es" => self.category_page(&*query)?,
            "facets_all_es" => self.facets_alone(&*query)?,
            "or_multi_count" => self.top_and_count(&*query)?,
            "browse_sort" => self.cheapest(&*query)?,
            "fscore_multi" => self.most_popular(&*query)?,
            "deep_page" => self.top(&*query, 990)?,
            _ => self.top(&*query, 0)?,
        }))
    }

    fn without_total(hits: Vec<(DocAddress, f64)>) -> Answer {
        Answer { total: hits.len() as u64, exact: false, hits, facets: None }
    }

    fn top(&self, query: &dyn Query, offset: usize) -> Result<Answer> {
        let hits = self.searcher.search(query, &TopDocs::with_limit(PAGE).and_offset(offset).order_by_score())?;
        Ok(Engine::without_total(by_score(hits)))
    }

    fn top_and_count(&self, query: &dyn Query) -> Result<Answer> {
        let (hits, total) = self.searcher.search(query, &(TopDocs::with_limit(PAGE).order_by_score(), Count))?;
        Ok(Answer { total: total as u64, exact: true, hits: by_score(hits), facets: None })
    }

    fn most_popular(&self, query: &dyn Query) -> Result<Answer> {
        let popularity = |segment: &SegmentReader| {
            let column = segment.fast_fields().f64("popularity").expect("the field is there").first_or_default_col(0.0);
            move |doc, score: f32| (f64::from(score) * column.get_val(doc)) as f32
        };
        let hits = self.searcher.search(query, &TopDocs::with_limit(PAGE).tweak_score(popularity))?;
        Ok(Engine::without_total(by_score(hits)))
    }

    fn cheapest(&self, query: &dyn Query) -> Result<Answer> {
        let hits = self.searcher.search(query, &TopDocs::with_limit(PAGE).order_by_fast_field::<f64>("price", Order::Asc))?;
        Ok(Engine::without_total(hits.into_iter().map(|(price, address)| (address, price.unwrap_or(0.0))).collect()))
    }

    fn results_page(&self, query: &dyn Query) -> Result<Answer> {
        let collectors = (TopDocs::with_limit(PAGE).order_by_score(), Count, facets::collector(&self.aggregations));
        let (hits, total, facets) = self.searcher.search(query, &collectors)?;
        Ok(Answer { total: total as u64, exact: true, hits: by_score(hits), facets: Some(facets) })
    }

    fn category_page(&self, query: &dyn Query) -> Result<Answer> {
        let top = TopDocs::with_limit(PAGE).order_by_fast_field::<i64>("review_count", Order::Desc);
        let (hits, total, facets) = self.searcher.search(query, &(top, Count, facets::collector(&self.aggregations)))?;
        let hits = hits.into_iter().map(|(reviews, address)| (address, reviews.unwrap_or(0) as f64)).collect();
        Ok(Answer { total: total as u64, exact: true, hits, facets: Some(facets) })
    }

    fn facets_alone(&self, query: &dyn Query) -> Result<Answer> {
        let (total, facets) = self.searcher.search(query, &(Count, facets::collector(&self.aggregations)))?;
        Ok(Answer { total: total as u64, exact: true, hits: Vec::new(), facets: Some(facets) })
    }

    fn id_of(&self, address: DocAddress) -> Result<String> {
        let ids = self.searcher.segment_reader(address.segment_ord).fast_fields().str("id")?.expect("ids are kept");
        let mut id = String::new();
        if let Some(ord) = ids.term_ords(address.doc_id).next() {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok(id)
    }

    /// The line of the file of answers.
    pub fn line(&self, question: &Question, answer: &Answer) -> Result<Value> {
        let hits = answer.hits.iter().map(|(address, score)| Ok(json!([self.id_of(*address)?, score])));
        let mut line = json!({"i": question.i, "total": answer.total, "exact": answer.exact, "hits": hits.collect::<Result<Vec<Value>>>()?});
        if let Some(results) = &answer.facets {
            line["facets"] = facets::counts(results);
        }
        Ok(line)
    }
}
