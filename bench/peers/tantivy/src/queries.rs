//! From what was asked to tantivy's query; analysis included, so it is called within what is timed.

use crate::catalog::Fields;
use crate::fuzzy;
use crate::question::Question;
use crate::words::words_of;
use std::ops::Bound;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Result, Searcher, Term};

type BoxedQuery = Box<dyn Query>;

pub struct Queries<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
}

fn term(field: Field, text: &str) -> BoxedQuery {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn all_of(occur: Occur, mut clauses: Vec<BoxedQuery>) -> BoxedQuery {
    match clauses.len() {
        0 => Box::new(EmptyQuery),
        1 => clauses.remove(0),
        _ => Box::new(BooleanQuery::new(clauses.into_iter().map(|clause| (occur, clause)).collect())),
    }
}

impl Queries<'_> {
    /// Nothing for kinds that tantivy has no equal of.
    pub fn of(&self, question: &Question) -> Result<Option<BoxedQuery>> {
        let fields = self.fields;
        let text = question.text.as_str();
        Ok(Some(match question.kind.as_str() {
            "or_title" => self.words(Occur::Should, fields.title, text),
            "and_title" => self.words(Occur::Must, fields.title, text),
            "or_multi" | "or_multi_count" | "facets_es" | "fscore_multi" | "deep_page" => self.any_word(text),
            "and_multi" | "facets_and_es" => self.every_word(text),
            "or_multi_filter" => self.filtered(Some(self.any_word(text)), question),
            "and_multi_filter" => self.filtered(Some(self.every_word(text)), question),
            "facets_browse_es" | "browse_sort" => self.filtered(None, question),
            "facets_all_es" => Box::new(AllQuery),
            "fuzzy2_term" => fuzzy::query(self.searcher, fields.title, text, 2)?,
            "fuzzy_auto_and" => self.fuzzy_words(fields.title, text)?,
            "phrase" => self.phrase(fields.title, text),
            _ => return Ok(None),
        }))
    }

    fn words(&self, occur: Occur, field: Field, text: &str) -> BoxedQuery {
        all_of(occur, words_of(text).iter().map(|word| term(field, word)).collect())
    }

    fn fuzzy_words(&self, field: Field, text: &str) -> Result<BoxedQuery> {
        let clauses = words_of(text).into_iter().map(|word| match word.chars().count() {
            0..3 => Ok(term(field, &word)),
            3..6 => fuzzy::query(self.searcher, field, &word, 1),
            _ => fuzzy::query(self.searcher, field, &word, 2),
        });
        Ok(all_of(Occur::Must, clauses.collect::<Result<_>>()?))
    }

    /// The best field's score, each field's words any of them.
    fn any_word(&self, text: &str) -> BoxedQuery {
        let fields = [(self.fields.title, 3.0), (self.fields.brand, 2.0), (self.fields.category, 1.0), (self.fields.description, 1.0)];
        let clauses = fields.into_iter().map(|(field, boost)| {
            let words = self.words(Occur::Should, field, text);
            if boost == 1.0 { words } else { Box::new(BoostQuery::new(words, boost)) as BoxedQuery }
        });
        Box::new(DisjunctionMaxQuery::new(clauses.collect()))
    }

    fn every_word(&self, text: &str) -> BoxedQuery {
        all_of(Occur::Must, text.split_whitespace().map(|word| self.any_word(word)).collect())
    }

    fn filtered(&self, scored: Option<BoxedQuery>, question: &Question) -> BoxedQuery {
        let filter = |query| (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0)) as BoxedQuery);
        let mut clauses: Vec<(Occur, BoxedQuery)> = scored.into_iter().map(|query| (Occur::Must, query)).collect();
        if let Some(brand) = &question.brand {
            clauses.push(filter(term(self.fields.brand_keyword, brand)));
        }
        if let Some(category) = &question.category {
            clauses.push(filter(term(self.fields.category_path, category)));
        }
        if let Some((least, most)) = question.price {
            let bound = |price| Bound::Included(Term::from_field_f64(self.fields.price, price));
            clauses.push(filter(Box::new(RangeQuery::new(bound(least), bound(most)))));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn phrase(&self, field: Field, text: &str) -> BoxedQuery {
        let words = words_of(text);
        if words.len() == 1 {
            return term(field, &words[0]);
        }
        Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()))
    }
}
