//! One pass over a row: every question once, timed each; threads take them from one queue.

use crate::engine::Engine;
use crate::question::Question;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tantivy::Result;

#[derive(Clone, Copy)]
pub enum Clock {
    Wall,
    Thread,
}

/// What the calling thread spent on a processor.
fn thread_nanoseconds() -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes one timespec, which it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

fn timed<T>(clock: Clock, work: impl FnOnce() -> T) -> (T, f64) {
    match clock {
        Clock::Wall => {
            let begin = Instant::now();
            let result = work();
            (result, begin.elapsed().as_secs_f64() * 1e6)
        }
        Clock::Thread => {
            let begin = thread_nanoseconds();
            let result = work();
            (result, (thread_nanoseconds() - begin) as f64 / 1e3)
        }
    }
}

fn percentile(sorted: &[f64], share: f64) -> f64 {
    sorted[((share * sorted.len() as f64) as usize).min(sorted.len() - 1)]
}

pub fn run(engine: &Engine, questions: &[Question], threads: usize, clock: Clock) -> Result<Value> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new((Vec::with_capacity(questions.len()), 0u64));
    let begin = Instant::now();
    let work = || -> Result<()> {
        let mut own = (Vec::new(), 0u64);
        while let Some(question) = questions.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (answer, us) = timed(clock, || engine.ask(question));
            own.0.push(us);
            own.1 = own.1.wrapping_add(answer?.map_or(0, |answer| answer.checksum()));
        }
        let mut all = done.lock().expect("no worker panics");
        all.0.extend(own.0);
        all.1 = all.1.wrapping_add(own.1);
        Ok(())
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        others.into_iter().map(|other| other.join().expect("no worker panics")).chain([own]).collect::<Result<()>>()
    })?;
    let seconds = begin.elapsed().as_secs_f64();
    let (mut us, checksum) = done.into_inner().expect("no worker panics");
    us.sort_by(f64::total_cmp);
    Ok(json!({"count": us.len(), "mean_us": us.iter().sum::<f64>() / us.len() as f64, "p50_us": percentile(&us, 0.5),
              "p90_us": percentile(&us, 0.9), "p99_us": percentile(&us, 0.99), "max_us": us[us.len() - 1],
              "qps": us.len() as f64 / seconds, "checksum": format!("{checksum:x}")}))
}
