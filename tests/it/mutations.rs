//! Good inputs, damaged at random: whatever comes, the engine answers or refuses, and never panics.
//!
//! Each target takes what crosses the wire as a host sends it. The inputs are the repository's own
//! (fixtures of both platforms, configurations, states and journals of the scenarios), changed in a few
//! places. A failure prints its seed; `EDGEWISE_SEED=… cargo test --test it mutations` tries that one alone.
//! `fuzz/` has the same for a fuzzer that knows what the code does.

use crate::promises::Promise;
use edgewise::adapter::{Reading, Request, read};
use edgewise::event::Event;
use edgewise::segment_preview::Population;
use edgewise::wire::{self, Plans};
use serde_json::{Value, json};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// No input may take longer; this build is not optimized.
const LONGEST: Duration = Duration::from_secs(2);
const NOW: i64 = 1_795_348_800_000;

#[test]
fn no_damaged_input_makes_the_engine_panic_or_hang() {
    let promise = Promise::to_show(22, "engine");
    let long = std::env::var_os("EDGEWISE_LONG").is_some();
    let each = if long { 2_400_000 } else { 100_000 };
    let targets = [
        ("webhooks", webhooks as fn() -> Target),
        ("configurations", configurations),
        ("segments", segments),
        ("states", states),
        ("inputs", inputs),
        ("journals", journals),
        ("snapshots", snapshots),
    ];
    let mut tried = 0;
    for (name, target) in targets {
        let mut target = target();
        // What crosses as JSON is mostly large: as many bytes, not as many inputs.
        let asked = std::env::var("EDGEWISE_SEED").ok();
        let seeds = match asked.and_then(|text| text.parse().ok()) {
            Some(seed) => seed..seed + 1,
            None => 0..each / target.costs,
        };
        for seed in seeds {
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let input = damaged(&target.corpus, &mut dice);
            let from = Instant::now();
            let run = AssertUnwindSafe(|| (target.take)(&input, &mut dice));
            assert!(
                catch_unwind(run).is_ok(),
                "{name} panicked: EDGEWISE_SEED={seed}, {}",
                String::from_utf8_lossy(&input)
            );
            assert!(
                from.elapsed() < LONGEST,
                "{name}: EDGEWISE_SEED={seed} hangs"
            );
            tried += 1;
        }
    }
    promise.shown(tried, "0 panics, 0 hangs, over 7 kinds of input");
}

/// Takes bytes; the dice choose what else there is to choose.
type Take = dyn FnMut(&[u8], &mut Dice);

/// Something that takes bytes, and good ones to begin with.
struct Target {
    corpus: Vec<Vec<u8>>,
    take: Box<Take>,
    /// How many times a webhook's cost one input has.
    costs: u64,
}

fn webhooks() -> Target {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adapters/fixtures");
    let paths = files(&root, "");
    let requests: Vec<Request> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let (source, rest) = name.split_once('/').unwrap();
            let topic = rest.rsplit_once('/').map_or("", |(topic, _)| topic);
            request(source, topic)
        })
        .collect();
    let take = move |body: &[u8], dice: &mut Dice| {
        let request = &requests[dice.below(requests.len())];
        let reading = read(request, body);
        assert_eq!(
            reading,
            read(request, body),
            "the same body, the same reading"
        );
        if let Reading::Deliveries(deliveries) = &reading {
            for event in deliveries.iter().flat_map(|delivery| &delivery.events) {
                let text = serde_json::to_string(event).unwrap();
                let again: Event = serde_json::from_str(&text).unwrap();
                assert_eq!(&again, event, "what is received survives being stored");
            }
        }
    };
    Target {
        corpus: paths.iter().map(|path| fs::read(path).unwrap()).collect(),
        take: Box::new(take),
        costs: 1,
    }
}

fn request(source: &str, topic: &str) -> Request {
    let request = json!({
        "source": source, "topic": topic, "headers": {}, "received_at": NOW,
        "shop": {"domain": "toys.myshopify.com", "currency": "EUR"},
    });
    serde_json::from_value(request).unwrap()
}

fn configurations() -> Target {
    let take = |bytes: &[u8], _: &mut Dice| {
        let found = wire::load(&mut Plans::default(), &String::from_utf8_lossy(bytes));
        let _: Value = serde_json::from_str(&found).unwrap();
    };
    Target {
        corpus: configs(),
        take: Box::new(take),
        costs: 4,
    }
}

fn segments() -> Target {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/segments");
    let corpus = files(&folder, "json")
        .iter()
        .filter_map(|path| serde_json::from_str::<Value>(&fs::read_to_string(path).unwrap()).ok())
        .filter_map(|segment| {
            segment
                .get("condition")
                .map(|one| one.to_string().into_bytes())
        })
        .collect();
    let (plans, plan) = shop();
    let take = move |bytes: &[u8], _: &mut Dice| {
        let condition = String::from_utf8_lossy(bytes);
        let _ = wire::condition_sentence(&plans, &plan, &condition, "de");
        let request = format!("{{\"condition\":{condition},\"question\":{{}}}}");
        let _ = wire::segment_preview(&plans, &plan, &Population::new(), &request);
    };
    Target {
        corpus,
        take: Box::new(take),
        costs: 1,
    }
}

fn states() -> Target {
    let (plans, plan) = shop();
    let corpus = stored();
    let take = move |bytes: &[u8], _: &mut Dice| {
        let state = String::from_utf8_lossy(bytes);
        let _ = wire::transition(&plans, &plan, &state, "{\"type\":\"wake\"}", NOW);
        let _ = wire::standing(&plans, &plan, &state, "{}", NOW, "de");
        let _ = wire::remains(&state);
    };
    Target {
        corpus,
        take: Box::new(take),
        costs: 4,
    }
}

fn inputs() -> Target {
    let (plans, plan) = shop();
    let corpus = texts()
        .iter()
        .map(|input| input.clone().into_bytes())
        .collect();
    let states = stored();
    let take = move |bytes: &[u8], dice: &mut Dice| {
        let state = String::from_utf8_lossy(&states[dice.below(states.len())]);
        let input = String::from_utf8_lossy(bytes);
        if let Ok(text) = wire::transition(&plans, &plan, &state, &input, NOW) {
            assert!(!format!("{text:?}").is_empty());
        }
    };
    Target {
        corpus,
        take: Box::new(take),
        costs: 2,
    }
}

fn journals() -> Target {
    let documents = backtests();
    let corpus = documents
        .iter()
        .flat_map(|document| document["lines"].as_str().unwrap().lines())
        .map(|line| line.as_bytes().to_vec())
        .collect();
    let mut plans = Plans::default();
    let document = &documents[0];
    for config in ["live", "draft"] {
        wire::load(&mut plans, document[config].as_str().unwrap());
    }
    let question = document["request"].to_string();
    let take = move |bytes: &[u8], _: &mut Dice| {
        let mut backtest = wire::backtest_begin(&plans, &question).unwrap();
        let _ = wire::backtest_tell(&mut backtest, &String::from_utf8_lossy(bytes), 0);
        let _: Value = serde_json::from_str(&wire::backtest_report(&backtest)).unwrap();
    };
    Target {
        corpus,
        take: Box::new(take),
        costs: 8,
    }
}

fn snapshots() -> Target {
    let corpus = stored()
        .chunks(4)
        .map(|some| {
            let texts: Vec<_> = some
                .iter()
                .map(|one| String::from_utf8_lossy(one.trim_ascii()))
                .collect();
            wire::customers_snapshot(&texts.join("\n"), &[]).unwrap()
        })
        .collect();
    let (plans, plan) = shop();
    let take = move |bytes: &[u8], _: &mut Dice| {
        let mut population = Population::new();
        if wire::customers_load(&mut population, bytes).is_err() {
            assert!(population.is_empty(), "what was refused was taken in");
            return;
        }
        let condition = r#"{"type":"spend","is":"more_than","amount":"1.00"}"#;
        let request = format!("{{\"condition\":{condition},\"question\":{{}}}}");
        let _ = wire::segment_preview(&plans, &plan, &population, &request);
        for order in ["decided", "spent", "orders", "last_order", "name"] {
            let question = format!("{{\"order\":\"{order}\",\"take\":9}}");
            let request = format!("{{\"condition\":{condition},\"question\":{question}}}");
            let _ = wire::customers_list(&plans, &plan, &population, &request);
        }
    };
    Target {
        corpus,
        take: Box::new(take),
        costs: 1,
    }
}

/// A shop with something of everything: the first of the frozen ones.
fn shop() -> (Plans, String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/0.1/config.json");
    let mut plans = Plans::default();
    let (plan, diagnostics) = plans.load(&fs::read_to_string(file).unwrap());
    (plans, plan.unwrap_or_else(|| panic!("{diagnostics:#?}")))
}

/// States as they were stored: the frozen ones, and what histories lead to, after each event of theirs.
fn stored() -> Vec<Vec<u8>> {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    let mut states: Vec<Vec<u8>> = files(&frozen, "state.json")
        .iter()
        .map(|path| fs::read(path).unwrap())
        .collect();
    let mut plans = Plans::default();
    let config = configs().pop().unwrap();
    let (plan, _) = plans.load(&String::from_utf8(config).unwrap());
    let (plan, mut state) = (plan.unwrap(), String::new());
    for (number, input) in texts().iter().take(400).enumerate() {
        // Whoever the histories are about, here they are lives of one person, forty events each.
        if number % 40 == 0 {
            state.clear();
        }
        let moved = wire::transition(&plans, &plan, &state, input, NOW).unwrap();
        // The new state is the answer's second line.
        moved.split_once('\n').unwrap().1.clone_into(&mut state);
        states.push(state.clone().into_bytes());
    }
    states
}

/// Configurations: what ships as templates, and those of the backtests.
fn configs() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/templates");
    let shop = json!({"id": "s", "name": "S", "currency": "EUR", "time_zone": "Europe/Berlin"});
    let mut configs: Vec<Vec<u8>> = files(&folder, "workflow.json")
        .iter()
        .map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        .map(|workflow: Value| json!({"format": 1, "shop": shop, "workflows": [workflow]}))
        .map(|config| config.to_string().into_bytes())
        .collect();
    for document in backtests() {
        for config in ["draft", "live"] {
            configs.push(document[config].as_str().unwrap().as_bytes().to_vec());
        }
    }
    configs
}

/// What happens in the backtests' histories, as inputs of one event each.
fn texts() -> Vec<String> {
    let documents = backtests();
    let lines = documents
        .iter()
        .flat_map(|document| document["lines"].as_str().unwrap().lines());
    lines
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .flat_map(|line| line["events"].as_array().unwrap().clone())
        .map(|event| {
            let customer = "ko66uepm272mmc7lj6yj7gd2j4";
            json!({"type": "events", "customer": customer, "events": [event]}).to_string()
        })
        .collect()
}

fn backtests() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backtests");
    files(&folder, "json")
        .iter()
        .map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What breaks readers: numbers beyond all bounds, halves of characters, what never ends.
const TOKENS: [&str; 20] = [
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "0",
    "1e999",
    "-0.0",
    "9007199254740993",
    "18446744073709551616",
    "9223372036854775807",
    "-9223372036854775808",
    "1e-999",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"9999-12-31T23:59:59Z\"",
    "\"-0001-01-01\"",
    "{\"type\":\"all\",\"of\":[]}",
    "\u{feff}",
];

/// One of the good inputs, changed in one to four places.
fn damaged(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = corpus[dice.below(corpus.len())].clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(9) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.insert(at, dice.below(256) as u8),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again.repeat(1 + dice.below(30)));
            }
            5 => {
                let other = &corpus[dice.below(corpus.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                let deep = ["[", "{\"a\":", "{\"type\":\"not\",\"condition\":"][dice.below(3)];
                let times = [3, 60, 130, 3_000][dice.below(4)];
                bytes.splice(at..at, deep.repeat(times).into_bytes());
            }
            // A value in the place of another one.
            _ => {
                let (from, to) = value_around(&bytes, at);
                let token = TOKENS[dice.below(TOKENS.len())];
                bytes.splice(from..to, token.bytes());
            }
        }
    }
    bytes
}

/// The stretch from a colon, comma or bracket to the next comma or bracket: mostly one value.
fn value_around(bytes: &[u8], at: usize) -> (usize, usize) {
    let ends = |byte: &u8| matches!(byte, b',' | b':' | b'[' | b'{' | b'}' | b']');
    let from = bytes[..at]
        .iter()
        .rposition(ends)
        .map_or(0, |place| place + 1);
    let to = bytes[at..]
        .iter()
        .position(ends)
        .map_or(bytes.len(), |place| at + place);
    (from, to.max(from))
}

/// Numbers that are the same for a seed each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
