//! A misspelt word: the fifty terms most like it, scored as Lucene and Elasticsearch score them.
//!
//! tantivy's own fuzzy query gives every match the same score. So its Levenshtein automaton finds the terms, and what is
//! asked for is a disjunction of them: each term's BM25 as if it were as common as the commonest of them, times one minus
//! its edits over the shorter length.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use std::sync::OnceLock;
use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Result, Searcher, Term};

const MOST_TERMS: usize = 50;

struct Automaton<'a>(&'a DFA);

impl tantivy_fst::Automaton for Automaton<'_> {
    type State = u32;
    fn start(&self) -> u32 {
        self.0.initial_state()
    }
    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }
    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }
    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

struct Candidate {
    term: String,
    boost: f32,
    doc_freq: u64,
}

fn automaton(word: &str, edits: u8) -> DFA {
    static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    let builder = if edits == 1 { &ONE } else { &TWO };
    builder.get_or_init(|| LevenshteinAutomatonBuilder::new(edits, true)).build_dfa(word)
}

fn candidates(searcher: &Searcher, field: Field, word: &str, edits: u8) -> Result<Vec<Candidate>> {
    let dfa = automaton(word, edits);
    let letters = word.chars().count();
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(Automaton(&dfa)).into_stream()?;
        while stream.advance() {
            let term = String::from_utf8_lossy(stream.key()).into_owned();
            let distance = dfa.eval(&term).to_u8();
            let shorter = letters.min(term.chars().count());
            let boost = 1.0 - f32::from(distance) / shorter as f32;
            found.push(Candidate { term, boost, doc_freq: u64::from(stream.value().doc_freq) });
        }
    }
    // The best by likeness, of equal ones the first in order.
    found.retain(|candidate| candidate.boost >= 0.0);
    found.sort_by(|a, b| b.boost.total_cmp(&a.boost).then_with(|| a.term.cmp(&b.term)));
    found.truncate(MOST_TERMS);
    Ok(found)
}

fn idf(doc_freq: u64, docs: u64) -> f32 {
    let rest = (docs - doc_freq) as f32 + 0.5;
    (1.0 + rest / (doc_freq as f32 + 0.5)).ln()
}

/// REQUIRES: one segment, or terms would be listed once for each.
pub fn query(searcher: &Searcher, field: Field, word: &str, edits: u8) -> Result<Box<dyn Query>> {
    let found = candidates(searcher, field, word, edits)?;
    let Some(commonest) = found.iter().map(|candidate| candidate.doc_freq).max() else {
        return Ok(Box::new(EmptyQuery));
    };
    let docs = searcher.num_docs();
    let clauses = found.into_iter().map(|candidate| {
        let own = TermQuery::new(Term::from_field_text(field, &candidate.term), IndexRecordOption::WithFreqs);
        let boost = candidate.boost * idf(commonest, docs) / idf(candidate.doc_freq, docs);
        (Occur::Should, Box::new(BoostQuery::new(Box::new(own), boost)) as Box<dyn Query>)
    });
    Ok(Box::new(BooleanQuery::new(clauses.collect())))
}
