//! One event against a plan's workflows, natively; see `benches/rules.bench.mjs`, which sets it
//! beside the same work in wasm and beside other engines.
//!
//! Reads the file named by `EDGEWISE_BENCH_RULES`: the configuration in the first line, then by
//! turns a customer's state and an event. Prints `{"beforehand", "record", "started"}`: medians
//! in picoseconds for one event, and for each event the places of the workflows it starts.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it stands"
)]

#[path = "decision/decisions.rs"]
mod decisions;

use decisions::Decisions;
use std::time::{Duration, Instant};

fn main() {
    let text = std::fs::read_to_string(std::env::var("EDGEWISE_BENCH_RULES").unwrap()).unwrap();
    let mut lines = text.lines();
    let mut decisions = Decisions::default();
    assert!(
        decisions.load(lines.next().unwrap()),
        "the configuration has errors"
    );
    let mut cases = 0;
    while let (Some(state), Some(event)) = (lines.next(), lines.next()) {
        assert!(decisions.add(state, event), "{event}");
        cases += 1;
    }
    let mut started = Vec::new();
    for case in 0..cases {
        decisions.decide(case);
        started.push(decisions.started().to_vec());
    }
    let beforehand = measure(cases, |case| decisions.decide(case));
    let record = measure(cases, |case| decisions.decide_from_record(case));
    println!(r#"{{"beforehand":{beforehand},"record":{record},"started":{started:?}}}"#);
}

/// Picoseconds for one case: the median of rounds over all cases.
fn measure(cases: usize, mut one: impl FnMut(usize) -> usize) -> u128 {
    let mut rounds = Vec::new();
    let end = Instant::now() + Duration::from_millis(millis());
    while Instant::now() < end {
        let begun = Instant::now();
        for case in 0..cases {
            std::hint::black_box(one(case));
        }
        rounds.push(begun.elapsed().as_nanos());
    }
    rounds.sort_unstable();
    let median = rounds.get(rounds.len() / 2).copied().unwrap();
    median * 1_000 / cases as u128
}

fn millis() -> u64 {
    let given = std::env::var("EDGEWISE_BENCH_MS");
    given.ok().and_then(|text| text.parse().ok()).unwrap_or(80)
}
