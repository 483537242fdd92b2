//! Decisions and backtests natively, to be counted in instructions: see
//! `benches/instructions.bench.mjs`, which writes the folder that this reads and runs it under
//! callgrind.
//!
//! `instructions decision <folder> <times>` makes the decision of the folder so many times, with the state
//! as JSON, `packed-decision` with the state packed; `view` and `view-given-last` decide so many views of
//! a page by the customer who ordered, with a state the instance doesn't know and with the one it gave
//! out for the view before;
//! `instructions backtest <folder> <customers>` replays the first so many customers;
//! `instructions snapshot <folder> 1` writes the folder's states down as a snapshot;
//! `instructions segments <folder> <rounds>` loads the folder's customers and asks each of its segments
//! so often.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it stands"
)]

use edgewise::json::Form;
use edgewise::wire::{
    Memory, Plans, Population, backtest_begin, backtest_report, backtest_tell, customers_facts,
    customers_load, customers_snapshot, load, segment_preview,
};
use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, case, folder, times, ..] = arguments.as_slice() else {
        println!(
            "instructions decision|packed-decision|backtest|snapshot|segments <folder> <times>"
        );
        return;
    };
    let times: usize = times.parse().unwrap();
    let read = |name: &str| fs::read_to_string(Path::new(folder).join(name)).unwrap();
    match case.as_str() {
        "decision" => decide(&read, times, Form::Text),
        "packed-decision" => decide(&read, times, Form::Packed),
        "view" => view(&read, times, false),
        "view-given-last" => view(&read, times, true),
        "snapshot" => {
            let snapshot = customers_snapshot(&read("states.jsonl"), &[]).unwrap();
            fs::write(Path::new(folder).join("customers"), snapshot).unwrap();
        }
        "segments" => {
            let snapshot = fs::read(Path::new(folder).join("customers")).unwrap();
            preview(&read, &snapshot, times);
        }
        _ => replay(&read, times),
    }
}

fn plan_of(plans: &mut Plans, config: &str) -> String {
    let loaded: serde_json::Value = serde_json::from_str(&load(plans, config)).unwrap();
    let plan = loaded.get("plan").and_then(serde_json::Value::as_str);
    plan.unwrap().to_owned()
}

fn decide(read: &dyn Fn(&str) -> String, times: usize, form: Form) {
    let mut moves = Moves::of(read, form);
    let state = moves.after("", &read("before.json"));
    println!("a state of {} bytes", state.len());
    let input = read("input.json");
    for state in others(&state).iter().cycle().take(times) {
        std::hint::black_box(moves.decide(state, &input).len());
    }
}

fn view(read: &dyn Fn(&str) -> String, times: usize, is_given_last: bool) {
    let mut moves = Moves::of(read, Form::Packed);
    let mut state = moves.after("", &read("before.json"));
    state = moves.after(&state, &read("input.json"));
    println!("a state of {} bytes", state.len());
    let input = read("view.json");
    if is_given_last {
        for number in 0..times {
            state = moves.after(
                &state,
                &input.replace("viewed:0", &format!("viewed:{number}")),
            );
        }
        return;
    }
    for state in others(&state).iter().cycle().take(times) {
        std::hint::black_box(moves.decide(state, &input).len());
    }
}

/// What the instance gave out last it remembers, so the state has to be another each time.
fn others(state: &str) -> [String; 2] {
    ["c2@people", "c3@people"].map(|other| state.replace("c1@people", other))
}

/// Decisions of one instance under one plan at one moment.
struct Moves {
    plans: Plans,
    plan: String,
    now: i64,
    form: Form,
    memory: Memory,
}

impl Moves {
    fn of(read: &dyn Fn(&str) -> String, form: Form) -> Self {
        let mut plans = Plans::new();
        Self {
            plan: plan_of(&mut plans, &read("config.json")),
            plans,
            now: read("now").trim().parse().unwrap(),
            form,
            memory: Memory::new(),
        }
    }

    fn decide(&mut self, state: &str, input: &str) -> Vec<u8> {
        let (state, input) = (state.as_bytes(), input.as_bytes());
        let Self { memory, plans, .. } = self;
        memory
            .transition(plans, &self.plan, state, input, self.now, self.form)
            .unwrap()
    }

    /// The state after a decision: the last of three lines, of which the first says how long the
    /// second is.
    fn after(&mut self, state: &str, input: &str) -> String {
        let answer = String::from_utf8(self.decide(state, input)).unwrap();
        let (head, rest) = answer.split_once('\n').unwrap();
        let head: serde_json::Value = serde_json::from_str(head).unwrap();
        let summary = head.get("summary").and_then(serde_json::Value::as_u64);
        let (_, state) = rest.split_at(usize::try_from(summary.unwrap()).unwrap() + 1);
        state.to_owned()
    }
}

fn replay(read: &dyn Fn(&str) -> String, customers: usize) {
    let mut plans = Plans::new();
    let live = plan_of(&mut plans, &read("live.json"));
    let draft = plan_of(&mut plans, &read("draft.json"));
    let question = read("question.json");
    let request =
        format!(r#"{{"live":"{live}","draft":"{draft}","facts":null,"question":{question}}}"#);
    let mut backtest = backtest_begin(&plans, &request).unwrap();
    for line in read("lives.jsonl").lines().take(customers) {
        backtest_tell(&mut backtest, line, 0).unwrap();
    }
    println!("{}", backtest_report(&backtest).len());
}

/// Each call is counted by itself: see [`ask`].
fn preview(read: &dyn Fn(&str) -> String, snapshot: &[u8], rounds: usize) {
    let mut plans = Plans::new();
    let plan = plan_of(&mut plans, &read("config.json"));
    let mut population = Population::new();
    fill(&mut population, snapshot);
    customers_facts(&mut population, &read("facts.json")).unwrap();
    let questions = read("questions.jsonl");
    for _ in 0..rounds {
        for question in questions.lines() {
            println!("{}", ask(&plans, &plan, &population, question).len());
        }
    }
}

/// Named, so that callgrind says what a call took.
#[inline(never)]
fn fill(population: &mut Population, snapshot: &[u8]) {
    customers_load(population, snapshot).unwrap();
}

/// As [`fill`].
#[inline(never)]
fn ask(plans: &Plans, plan: &str, population: &Population, question: &str) -> String {
    segment_preview(plans, plan, population, question).unwrap()
}
