//! What is packed is what is written as JSON: the same values under the same names, in fewer bytes.

use crate::generate::host::{Host, compiled};
use crate::generate::plan::plan;
use crate::generate::{SPAN, START, life};
use crate::promises;
use edgewise::id::fingerprint;
use edgewise::json::{self, Form, Malformed, Read, Write, unpacked};
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::Entry;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

/// Checks something that the engine gave packed: it has a fraction of JSON's bytes.
pub(crate) fn check(packed: &str) {
    assert_eq!(Form::of(packed), Form::Packed);
    let text = unpacked(packed).unwrap();
    assert_eq!(Form::of(&text), Form::Text);
    assert_eq!(unpacked(&text).unwrap(), text, "JSON stays as it is");
    assert!(
        packed.len() < text.len(),
        "{} of {}",
        packed.len(),
        text.len()
    );
}

fn packed(value: &dyn Write) -> String {
    String::from_utf8(json::to_bytes(value, Form::Packed)).unwrap()
}

/// Packs a value and reads it back; what it was packed to.
fn there_and_back<T: Read + Write + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let text = json::to_string(value);
    let packed = self::packed(value);
    assert_eq!(unpacked(&packed).unwrap(), text);
    let read: T = json::from_stored(&packed).unwrap();
    assert_eq!(&read, value);
    assert_eq!(json::to_string(&read), text);
    assert_eq!(self::packed(&read), packed);
    assert_eq!(json::from_stored::<T>(&text).as_ref(), Ok(value));
    packed
}

#[test]
fn whatever_is_stored_is_the_same_packed() {
    let counted = RefCell::new([0usize; 4]);
    let lives = (plan(), life(30));
    tried(&lives, |(config, events)| {
        let plan = compiled(&config);
        let mut host = Host::new(&plan);
        for event in &events {
            host.pass(event.occurred_at, 0);
            let decided = host.deliver(vec![event.clone()]).trace;
            let (state, trace) = (
                there_and_back(&host.state),
                there_and_back::<Vec<Entry>>(&decided),
            );
            let mut counted = counted.borrow_mut();
            counted[0] += state.len();
            counted[1] += json::to_string(&host.state).len();
            counted[2] += trace.len();
            counted[3] += json::to_string(&decided).len();
        }
        host.pass(Timestamp::from_millis(START + 3 * SPAN), 0);
        there_and_back(&host.state);
    });
    let [states, as_text, traces, traces_as_text] = counted.into_inner();
    println!("states: {states} bytes packed, {as_text} as JSON");
    println!("traces: {traces} bytes packed, {traces_as_text} as JSON");
    assert!(states * 2 < as_text && traces * 2 < traces_as_text);
}

/// Something that a later release may add.
fn later() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::sample::select(&[0.5, -12.25, 1e300][..]).prop_map(Value::from),
        "[a-zé🙏\"\\\\\n\u{1} ]{0,40}".prop_map(Value::from),
        prop::sample::select(&["subscribed", "at", "type", "email"][..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-zé\"_]{1,9}|at|email", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn members_of_a_later_release_are_carried_in_both_forms() {
    let state = state();
    let objects = objects(&serde_json::from_str(&state).unwrap());
    tried(
        &(prop::collection::vec((0..objects.len(), "later_[a-zé\"]{0,6}", later()), 1..6)),
        |added| {
            let mut changed: Value = serde_json::from_str(&state).unwrap();
            for (object, name, value) in added {
                let object = changed.pointer_mut(&objects[object]).unwrap();
                object.as_object_mut().unwrap().insert(name, value);
            }
            let read: State = json::from_stored(&changed.to_string()).unwrap();
            let packed = there_and_back(&read);
            let kept: Value = serde_json::from_str(&unpacked(&packed).unwrap()).unwrap();
            assert_eq!(kept, changed);
        },
    );
}

/// Where objects stand that carry what they do not know.
fn objects(state: &Value) -> Vec<String> {
    let known = [
        "",
        "/customer",
        "/customer/consent",
        "/customer/profile",
        "/customer/history",
    ];
    let lists = ["/enrollments", "/ledger/sends"];
    let inside = lists.iter().flat_map(|list| {
        let length = state
            .pointer(list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        (0..length).map(move |place| format!("{list}/{place}"))
    });
    let all = known.iter().map(|&place| place.to_owned()).chain(inside);
    all.filter(|place| state.pointer(place).is_some()).collect()
}

#[test]
fn damaged_bytes_are_refused_and_nothing_worse() {
    let packed = packed(&json::from_stored::<State>(&state()).unwrap());
    let damages = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            0usize..6,
            prop::collection::vec(0u8..=127, 0..6),
        ),
        1..4,
    );
    let counted = RefCell::new([0usize; 2]);
    tried(&damages, |damages| {
        let mut bytes = packed.clone().into_bytes();
        for (at, length, damage) in damages {
            let start = 1 + at.index(bytes.len() - 1);
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, damage);
        }
        let Ok(damaged) = String::from_utf8(bytes) else {
            return;
        };
        let read: Result<State, Malformed> = json::from_stored(&damaged);
        let text = unpacked(&damaged);
        let place = if text.is_ok() && read.is_ok() { 0 } else { 1 };
        counted.borrow_mut()[place] += 1;
        match read {
            // What can be read can be told, and tells the same.
            Ok(state) => {
                let told: State = json::from_stored(&text.unwrap()).unwrap();
                assert_eq!(told, state);
            }
            Err(malformed) => assert!(malformed.at <= damaged.len()),
        }
        if let Err(malformed) = unpacked(&damaged) {
            assert!(malformed.at <= damaged.len());
        }
    });
    let [read, refused] = counted.into_inner();
    println!("{read} could still be read, {refused} could not");
    assert!(read > 0 && refused > 0);
}

#[test]
fn what_claims_to_be_large_or_deep_is_refused_at_once() {
    let refused = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(unpacked(text).is_err(), "{bytes:?}");
        assert!(json::from_stored::<State>(text).is_err(), "{bytes:?}");
    };
    // A string of 2^63 bytes, and one of more than any number.
    refused(&[1, 7, 0x19, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0]);
    refused(&[
        1, 7, 0x19, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f,
    ]);
    // Lists and objects in each other, which never end.
    refused(&[&[1][..], &[6; 100_000]].concat());
    refused(&[&[1][..], &[5, 0x50].repeat(100_000)].concat());
    // Nothing at all, an end of nothing, something behind the end.
    refused(&[1]);
    refused(&[1, 0]);
    refused(&[1, 5, 0, 2]);
}

#[test]
fn the_words_of_everything_stored_are_in_the_dictionary() {
    let words: Vec<String> = text("src/json/dictionary.txt")
        .lines()
        .map(str::to_owned)
        .collect();
    let schema: Value = serde_json::from_str(&text("pkg/schema/engine.schema.json")).unwrap();
    let mut wanted = Vec::new();
    let mut seen = Vec::new();
    for root in ["State", "Summary"] {
        named(
            &schema,
            &json!({ "$ref": format!("#/$defs/{root}") }),
            &mut seen,
            &mut wanted,
        );
    }
    // What came later is written in full.
    let later = [
        "add_order_note",
        "address",
        "addresses",
        "amount_off",
        "asked",
        "bounced",
        "complained",
        "first",
        "folded_marks",
        "frequency",
        "imported",
        "imported_at",
        "in_store",
        "kept",
        "lifted",
        "paused_until",
        "pool",
        "preferences",
        "reached",
        "returns",
        "sale",
        "sent_at",
        "shown_blocks",
        "soft",
        "topics",
        "touches",
        "valid_until",
    ];
    assert!(wanted.len() > 300, "{}", wanted.len());
    wanted.retain(|word| !words.contains(word));
    wanted.sort_unstable();
    wanted.dedup();
    assert_eq!(wanted, later);
    // It is closed: what is stored was packed with these words.
    let closed = fingerprint(&text("src/json/dictionary.txt"));
    assert_eq!(
        closed, 5_293_544_429_663_355,
        "restore src/json/dictionary.txt"
    );
}

/// The names of members and the words that a part of the schema speaks of.
fn named(schema: &Value, part: &Value, seen: &mut Vec<String>, words: &mut Vec<String>) {
    match part {
        Value::Array(parts) => parts
            .iter()
            .for_each(|part| named(schema, part, seen, words)),
        Value::Object(members) => {
            if let Some(to) = members.get("$ref").and_then(Value::as_str)
                && !seen.iter().any(|one| one == to)
            {
                seen.push(to.to_owned());
                let part = schema.pointer(to.trim_start_matches('#')).unwrap();
                named(schema, part, seen, words);
            }
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                words.extend(properties.keys().cloned());
                properties
                    .values()
                    .for_each(|part| named(schema, part, seen, words));
            }
            words.extend(
                members
                    .get("const")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            for (name, part) in members {
                if !["description", "properties", "const"].contains(&name.as_str()) {
                    named(schema, part, seen, words);
                }
            }
        }
        _ => {}
    }
}

/// A state with a little of everything.
fn state() -> String {
    text("tests/frozen/0.1/state.json")
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn tried<S: Strategy>(cases: &S, check: impl Fn(S::Value)) {
    let config = ProptestConfig {
        source_file: Some(file!()),
        ..ProptestConfig::with_cases(promises::cases(500))
    };
    let outcome = TestRunner::new(config).run(cases, |case| {
        check(case);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
