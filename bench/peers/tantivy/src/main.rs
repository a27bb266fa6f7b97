//! Speaks the protocol of bench/peers/README.md on standard input and output.

mod catalog;
mod engine;
mod facets;
mod fuzzy;
mod pass;
mod queries;
mod question;
mod words;

use engine::Engine;
use question::Question;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Default)]
struct Driver {
    engine: Option<Engine>,
    directory: PathBuf,
    questions_key: (String, u64),
    questions: Vec<Question>,
}

fn bytes_in(directory: &Path) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in fs::read_dir(directory)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

/// A line of /proc/self/status, in bytes.
fn status_bytes(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1024
}

impl Driver {
    fn run(&mut self, command: &Value) -> Result<Value, Failure> {
        let name = command["cmd"].as_str().unwrap_or("");
        match name {
            "hello" => Ok(json!({"name": "tantivy", "version": tantivy::version().to_string(), "score_factor": 2.2,
                                 "notes": "facets by its aggregations, fuzzy words as a disjunction of the terms that its automaton finds"})),
            "load" => self.load(command),
            "open" => self.open(command),
            "row" => self.row(command),
            "answers" => self.answers(command),
            "memory" => Ok(json!({"resident": status_bytes("VmRSS:"), "heap": status_bytes("RssAnon:"), "index_bytes": bytes_in(&self.directory)?})),
            _ => Ok(json!({"unsupported": name})),
        }
    }

    fn path(command: &Value, name: &str) -> PathBuf {
        PathBuf::from(command[name].as_str().unwrap_or(""))
    }

    fn load(&mut self, command: &Value) -> Result<Value, Failure> {
        self.engine = None;
        self.directory = Driver::path(command, "index");
        let threads = command["threads"].as_u64().unwrap_or(1) as usize;
        let loaded = catalog::load(&Driver::path(command, "catalog"), &self.directory, threads, command["merge"].as_bool().unwrap_or(true))?;
        drop(loaded.index);
        let engine = Engine::open(&self.directory)?;
        let report = json!({"seconds": loaded.seconds, "merge_seconds": loaded.merge_seconds, "docs": engine.docs(),
                            "index_bytes": bytes_in(&self.directory)?, "segments": engine.segments()});
        self.engine = Some(engine);
        Ok(report)
    }

    fn open(&mut self, command: &Value) -> Result<Value, Failure> {
        self.directory = Driver::path(command, "index");
        let begin = Instant::now();
        let engine = Engine::open(&self.directory)?;
        let report = json!({"seconds": begin.elapsed().as_secs_f64(), "docs": engine.docs(), "segments": engine.segments()});
        self.engine = Some(engine);
        Ok(report)
    }

    /// Reads the questions; false where one of them is none that tantivy is asked.
    fn read(&mut self, command: &Value) -> Result<bool, Failure> {
        let limit = command["limit"].as_u64().unwrap_or(u64::MAX);
        let key = (command["queries"].as_str().unwrap_or("").to_owned(), limit);
        if key != self.questions_key {
            self.questions = Question::read(Path::new(&key.0), usize::try_from(limit)?)?;
            self.questions_key = key;
        }
        const KINDS: [&str; 16] = ["or_title", "and_title", "or_multi", "and_multi", "or_multi_filter", "and_multi_filter", "or_multi_count",
            "facets_es", "facets_and_es", "facets_browse_es", "facets_all_es", "fscore_multi", "browse_sort", "fuzzy2_term", "fuzzy_auto_and", "phrase"];
        Ok(self.questions.iter().all(|question| KINDS.contains(&question.kind.as_str()) || question.kind == "deep_page"))
    }

    fn row(&mut self, command: &Value) -> Result<Value, Failure> {
        if !self.read(command)? {
            return Ok(json!({"unsupported": command["row"]}));
        }
        let clock = if command["clock"] == "cpu" { pass::Clock::Thread } else { pass::Clock::Wall };
        let engine = self.engine.as_ref().ok_or("no index is open")?;
        Ok(pass::run(engine, &self.questions, command["threads"].as_u64().unwrap_or(1) as usize, clock)?)
    }

    fn answers(&mut self, command: &Value) -> Result<Value, Failure> {
        if !self.read(command)? {
            return Ok(json!({"unsupported": command["row"]}));
        }
        let engine = self.engine.as_ref().ok_or("no index is open")?;
        let mut out = std::io::BufWriter::new(fs::File::create(Driver::path(command, "out"))?);
        for question in &self.questions {
            let answer = engine.ask(question)?.ok_or("a kind of question that is not asked")?;
            writeln!(out, "{}", engine.line(question, &answer)?)?;
        }
        out.flush()?;
        Ok(json!({"count": self.questions.len()}))
    }
}

fn main() -> Result<(), Failure> {
    let mut driver = Driver::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let command: Value = serde_json::from_str(&line?)?;
        if command["cmd"] == "quit" {
            break;
        }
        let answer = driver.run(&command).unwrap_or_else(|failure| json!({"error": failure.to_string()}));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
