//! A line of a file of questions, read.

use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Result};
use std::path::Path;

pub struct Question {
    pub i: u64,
    pub kind: String,
    pub text: String,
    pub brand: Option<String>,
    pub category: Option<String>,
    pub price: Option<(f64, f64)>,
}

impl Question {
    fn of(line: &str) -> Result<Question> {
        let value: Value = serde_json::from_str(line)?;
        let filters = &value["filters"];
        let name = |of: &Value, name: &str| of[name].as_str().map(str::to_owned);
        Ok(Question {
            i: value["i"].as_u64().unwrap_or(0),
            kind: name(&value, "kind").unwrap_or_default(),
            text: name(&value, "text").unwrap_or_default(),
            brand: name(filters, "brand"),
            category: name(filters, "category"),
            price: filters["price_min"].as_f64().zip(filters["price_max"].as_f64()),
        })
    }

    pub fn read(file: &Path, limit: usize) -> Result<Vec<Question>> {
        BufReader::new(File::open(file)?).lines().take(limit).map(|line| Question::of(&line?)).collect()
    }
}
