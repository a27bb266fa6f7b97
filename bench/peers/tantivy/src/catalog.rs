//! From lines of the catalog to an index: which field is kept in which form.

use crate::words::Words;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Index, IndexWriter, SingleSegmentIndexWriter, TantivyDocument};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const WORDS: &str = "words";
const WRITER_BYTES: usize = 2 << 30;

#[derive(Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub source: Field,
    pub title: Field,
    pub brand: Field,
    pub brand_keyword: Field,
    pub category: Field,
    pub category_path: Field,
    pub description: Field,
    pub color: Field,
    pub in_stock: Field,
    pub price: Field,
    pub rating: Field,
    pub review_count: Field,
    pub popularity: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |positions| {
        let option = if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(option))
    };
    let keyword = TextOptions::default()
        .set_indexing_options(TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic).set_fieldnorms(false))
        .set_fast("raw");
    let fields = Fields {
        id: builder.add_text_field("id", keyword.clone()),
        source: builder.add_text_field("source", STORED),
        title: builder.add_text_field("title", words(true)),
        brand: builder.add_text_field("brand", words(true)),
        brand_keyword: builder.add_text_field("brand_keyword", keyword.clone()),
        category: builder.add_text_field("category", words(true)),
        category_path: builder.add_text_field("category_path", keyword.clone()),
        description: builder.add_text_field("description", words(true)),
        color: builder.add_text_field("color", keyword),
        in_stock: builder.add_bool_field("in_stock", FAST | INDEXED),
        price: builder.add_f64_field("price", FAST),
        rating: builder.add_f64_field("rating", FAST),
        review_count: builder.add_i64_field("review_count", FAST),
        // What the score function needs of review_count, worked out once.
        popularity: builder.add_f64_field("popularity", FAST),
    };
    (builder.build(), fields)
}

pub fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(WORDS, TextAnalyzer::builder(Words::default()).build());
    tokenizers
}

fn text<'a>(product: &'a Value, name: &str) -> &'a str {
    product[name].as_str().unwrap_or("")
}

/// An array of texts, or one text alone.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one],
        _ => Vec::new(),
    }
}

fn document(fields: &Fields, line: &str) -> Result<TantivyDocument, Failure> {
    let product: Value = serde_json::from_str(line)?;
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, text(&product, "id"));
    document.add_text(fields.source, line);
    document.add_text(fields.title, text(&product, "title"));
    document.add_text(fields.brand, text(&product, "brand"));
    document.add_text(fields.brand_keyword, text(&product, "brand"));
    document.add_text(fields.category, text(&product, "category"));
    for level in texts(&product["category_path"]) {
        document.add_text(fields.category_path, level);
    }
    document.add_text(fields.description, text(&product, "description"));
    for color in texts(&product["attributes"]["color"]) {
        document.add_text(fields.color, color);
    }
    document.add_bool(fields.in_stock, product["in_stock"].as_bool().unwrap_or(false));
    document.add_f64(fields.price, product["price"].as_f64().unwrap_or(0.0));
    document.add_f64(fields.rating, product["rating"].as_f64().unwrap_or(0.0));
    let reviews = product["review_count"].as_i64().unwrap_or(0);
    document.add_i64(fields.review_count, reviews);
    document.add_f64(fields.popularity, (reviews as f64 + 1.0).log10());
    Ok(document)
}

pub struct Loaded {
    pub index: Index,
    pub seconds: f64,
    pub merge_seconds: f64,
}

/// Makes a new index. With one thread, parsing and indexing share it and the index is one segment from the start.
pub fn load(catalog: &Path, directory: &Path, threads: usize, merge: bool) -> Result<Loaded, Failure> {
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    fs::create_dir_all(directory)?;
    let (schema, fields) = schema();
    let begin = Instant::now();
    let lines = BufReader::with_capacity(1 << 20, File::open(catalog)?).lines();
    if threads == 1 {
        let builder = Index::builder().schema(schema).tokenizers(tokenizers());
        let mut writer: SingleSegmentIndexWriter = builder.single_segment_index_writer(MmapDirectory::open(directory)?, WRITER_BYTES)?;
        for line in lines {
            writer.add_document(document(&fields, &line?)?)?;
        }
        let index = writer.finalize()?;
        return Ok(Loaded { index, seconds: begin.elapsed().as_secs_f64(), merge_seconds: 0.0 });
    }
    let mut index = Index::create_in_dir(directory, schema)?;
    index.set_tokenizers(tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    parse_in_threads(&fields, lines, threads, &writer)?;
    writer.commit()?;
    let seconds = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let segments = index.searchable_segment_ids()?;
    if merge && segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok(Loaded { index, seconds, merge_seconds: begin.elapsed().as_secs_f64() })
}

fn parse_in_threads(fields: &Fields, lines: impl Iterator<Item = std::io::Result<String>>, threads: usize, writer: &IndexWriter) -> Result<(), Failure> {
    std::thread::scope(|scope| {
        let mut parsers = Vec::new();
        let mut inputs = Vec::new();
        for _ in 0..threads {
            let (give, take) = mpsc::sync_channel::<Vec<String>>(4);
            inputs.push(give);
            parsers.push(scope.spawn(move || -> Result<(), Failure> {
                for batch in take {
                    for line in batch {
                        writer.add_document(document(fields, &line)?)?;
                    }
                }
                Ok(())
            }));
        }
        let mut batch = Vec::new();
        let mut turn = 0;
        for line in lines {
            batch.push(line?);
            if batch.len() == 64 {
                inputs[turn % threads].send(std::mem::take(&mut batch))?;
                turn += 1;
            }
        }
        inputs[turn % threads].send(batch)?;
        drop(inputs);
        for parser in parsers {
            parser.join().expect("a parser does not panic")?;
        }
        Ok(())
    })
}
