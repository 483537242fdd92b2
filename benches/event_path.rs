//! The whole event path, natively: webhook bytes and stored state in, new state and effects out.
//!
//! Prints one number, the median microseconds of one event over `EDGEWISE_BENCH_MS` (200)
//! milliseconds, for `benches/event-path.bench.mjs`, which sets it beside the same work in wasm.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it stands"
)]

use edgewise::json::Form;
use edgewise::wire::{Memory, Plans, load, packed_state};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let read =
        |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let body = std::env::var("EDGEWISE_BENCH_BODY").unwrap();
    let body = fs::read(body).unwrap();
    let request = std::env::var("EDGEWISE_BENCH_REQUEST").unwrap();
    let state = read("tests/frozen/0.1/state.json");
    let mut plans = Plans::new();
    let loaded: serde_json::Value =
        serde_json::from_str(&load(&mut plans, &read("tests/frozen/0.1/config.json"))).unwrap();
    let plan = loaded
        .get("plan")
        .and_then(serde_json::Value::as_str)
        .unwrap()
        .to_owned();
    let now = 1_793_620_000_000;

    let state = packed_state(&state).unwrap();
    let mut memory = Memory::new();
    let mut one = || {
        let reading = memory.ingest(&request, &body).unwrap();
        let reading = String::from_utf8(reading).unwrap();
        let events = reading.lines().nth(1).unwrap();
        let input = format!(
            r#"{{"type":"events","customer":"ko66uepm272mmc7lj6yj7gd2j4","events":{events}}}"#
        );
        memory
            .transition(&plans, &plan, &state, input.as_bytes(), now, Form::Packed)
            .unwrap()
            .len()
    };
    let mut times = Vec::new();
    let millis = std::env::var("EDGEWISE_BENCH_MS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(200);
    let end = Instant::now() + Duration::from_millis(millis);
    while Instant::now() < end {
        let begun = Instant::now();
        std::hint::black_box(one());
        times.push(begun.elapsed().as_nanos());
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap();
    println!("{}.{:03}", median / 1000, median % 1000);
}
