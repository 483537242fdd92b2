//! An instance's memory cannot be noticed: with it, each call answers as without it, whatever a
//! host does with the texts it was given.

use edgewise::json::{Form, unpacked};
use edgewise::wire::{self, Memory, Plans};
use proptest::prelude::*;
use std::path::Path;
use std::{fs, iter};

/// Bodies that are about one buyer, or are read as several deliveries, or as none.
const BODIES: [(&str, &str, &str); 5] = [
    (
        "shopify",
        "orders/create",
        r#"{"id":4501,"created_at":"2026-09-27T20:00:00Z","total_price":"54.00","currency":"EUR","customer":{"id":7,"email":"zoë@people.example"},"line_items":[{"product_id":1,"title":"Mug \"blue\"","quantity":2,"price":"27.00"}]}"#,
    ),
    (
        "shopify",
        "orders/paid",
        r#"{"id":4501,"created_at":"2026-09-27T20:00:00Z","processed_at":"2026-09-27T20:00:01Z","financial_status":"paid","total_price":"54.00","currency":"EUR","customer":{"id":7}}"#,
    ),
    ("shopify", "orders/delete", r#"{"id":4501}"#),
    (
        "segment",
        "",
        r#"{"batch":[{"type":"track","event":"Product Viewed","anonymousId":"a","messageId":"1","properties":{"product_id":"p1"}},{"type":"track","event":"Product Viewed","anonymousId":"a","messageId":"2","properties":{"product_id":"p2"}}]}"#,
    ),
    ("shopify", "orders/create", "no JSON"),
];

const NOW: i64 = 1_790_543_532_070;
const CUSTOMER: &str = "ko66uepm272mmc7lj6yj7gd2j4";

/// What a host makes of the texts it was given.
#[derive(Clone, Copy, Debug)]
enum Handling {
    Plain,
    Known,
    Spaced,
    Again,
    Doubled,
    Merged,
    Misplaced,
    CutOff,
    Deep,
}

const HANDLINGS: [Handling; 9] = [
    Handling::Plain,
    Handling::Known,
    Handling::Spaced,
    Handling::Again,
    Handling::Doubled,
    Handling::Merged,
    Handling::Misplaced,
    Handling::CutOff,
    Handling::Deep,
];

fn input(handling: Handling, events: &str, earlier: &str) -> String {
    let delivery = |events: &str| {
        format!(r#"{{"type":"events","customer":"{CUSTOMER}","delivery":"d","events":{events}}}"#)
    };
    let inside = |events: &str| events.trim_matches(['[', ']']).to_owned();
    match handling {
        Handling::Plain => delivery(events),
        Handling::Known => format!(
            r#"{{"type":"knowing","facts":{{}},"input":{}}}"#,
            delivery(events)
        ),
        Handling::Spaced => delivery(&events.replace("},{", "} ,\n {")),
        Handling::Again => delivery(earlier),
        Handling::Doubled => delivery(&format!("[{},{}]", inside(events), inside(events))),
        Handling::Merged => delivery(&format!("[{},{}]", inside(earlier), inside(events))),
        // A member nobody reads, and one of another shape.
        Handling::Misplaced => delivery(r#"[{"kind":7}]"#).replace("\"d\"", events),
        Handling::CutOff => delivery(events.get(..events.len().saturating_sub(3)).unwrap_or("")),
        Handling::Deep => iter::repeat_n((), 7).fold(delivery(events), |input, ()| {
            format!(r#"{{"type":"knowing","facts":{{}},"input":{input}}}"#)
        }),
    }
}

/// The head, the summary and the state of an answer.
pub(crate) fn parts(lines: &[u8]) -> (String, String, String) {
    let lines = std::str::from_utf8(lines).unwrap();
    let (head, rest) = lines.split_once('\n').unwrap();
    let said: serde_json::Value = serde_json::from_str(head).unwrap();
    let length = usize::try_from(said["summary"].as_u64().unwrap()).unwrap();
    let (summary, state) = rest.split_at(length);
    let state = state.strip_prefix('\n').unwrap();
    (head.to_owned(), summary.to_owned(), state.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_call_answers_the_same_with_a_memory_and_without(
        steps in prop::collection::vec((0..BODIES.len(), 0..HANDLINGS.len(), 0usize..4, 0i64..90_000, any::<bool>()), 1..12),
    ) {
        let (mut plans, mut memory) = (Plans::new(), Memory::new());
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/0.1/config.json");
        let loaded = wire::load(&mut plans, &fs::read_to_string(config).unwrap());
        let loaded: serde_json::Value = serde_json::from_str(&loaded).unwrap();
        let plan = loaded["plan"].as_str().unwrap();
        let mut given = vec![String::new(), "{}".to_owned()];
        let mut earlier = "[]".to_owned();
        let mut now = NOW;
        for (body, handling, state, passed, packed) in steps {
            now += passed;
            let (source, topic, body) = BODIES[body];
            let request = format!(r#"{{"source":"{source}","topic":"{topic}","headers":{{}},"received_at":{now},"shop":{{"domain":"toys.myshopify.com","currency":"EUR"}}}}"#);
            let lines = wire::ingest(&request, body.as_bytes());
            let remembering = memory.ingest(&request, body.as_bytes());
            prop_assert_eq!(&remembering.map(|lines| String::from_utf8(lines).unwrap()), &lines);
            for events in lines.unwrap().lines().skip(1) {
                let input = input(HANDLINGS[handling], events, &earlier);
                // The newest state, or an older one, or none, or one that is damaged.
                let state = given.iter().rev().nth(state).cloned().unwrap_or_default();
                let answer = wire::transition(&plans, plan, &state, &input, now);
                let form = if packed { Form::Packed } else { Form::Text };
                let lines = memory.transition(&plans, plan, state.as_bytes(), input.as_bytes(), now, form);
                let parts = lines.map(|lines| parts(&lines));
                let texts = parts.as_ref().map(|(_, summary, state)| {
                    [summary, state].map(|part| unpacked(part).unwrap()).join("\n")
                });
                prop_assert_eq!(texts.ok(), answer.clone().ok());
                prop_assert_eq!(parts.as_ref().err(), answer.as_ref().err());
                if let Ok((_, _, state)) = parts {
                    given.push(state);
                }
                earlier = events.to_owned();
            }
        }
    }
}
