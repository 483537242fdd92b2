//! What customers choose is obeyed: random choices and orders against an oracle that keeps a few variables, and
//! the same choices in every order of delivery.

use crate::scenarios::case::Case;
use edgewise::customer::{Customer, Kept};
use edgewise::event::{Event, EventKind, Frequency, Preferences, Source};
use edgewise::time::Timestamp;
use proptest::prelude::*;
use std::fmt::Write;

/// What happens in an hour of a life.
#[derive(Clone, Debug)]
enum Hour {
    Orders,
    Pauses(i64),
    Topic(bool),
    Often(Frequency),
}

fn hour() -> impl Strategy<Value = Hour> {
    prop_oneof![
        6 => Just(Hour::Orders),
        1 => (0..9i64).prop_map(Hour::Pauses),
        1 => any::<bool>().prop_map(Hour::Topic),
        1 => frequency().prop_map(Hour::Often),
    ]
}

fn frequency() -> impl Strategy<Value = Frequency> {
    prop::sample::select(vec![Frequency::All, Frequency::Weekly, Frequency::Monthly])
}

const PLAN: &str = r#"{ "topics": [{ "id": "news", "name": "News" }],
  "workflows": [{ "id": "flow", "topic": "news", "trigger": { "type": "order_placed" },
    "steps": [{ "id": "thanks", "type": "send", "message": "hello" }] }] }"#;

/// What must become of the message of each order.
fn expected(life: &[(i64, Hour)]) -> Vec<&'static str> {
    let (mut paused, mut wanted, mut often) = (0, true, Frequency::All);
    let mut last_sent: Option<i64> = None;
    let mut came = Vec::new();
    for (at, what) in life {
        match what {
            Hour::Pauses(days) => paused = at + days * 24,
            Hour::Topic(on) => wanted = *on,
            Hour::Often(one) => often = *one,
            Hour::Orders => {
                let days = match often {
                    Frequency::All => 0,
                    Frequency::Weekly => 7,
                    Frequency::Monthly => 30,
                };
                let had = last_sent.is_some_and(|sent| sent + days * 24 > *at);
                came.push(if paused > *at {
                    "drops thanks: paused-by-customer"
                } else if !wanted {
                    "drops thanks: topic-declined"
                } else if had {
                    "drops thanks: frequency-asked-for"
                } else {
                    last_sent = Some(*at);
                    "sends hello by email to anna@example.com"
                });
            }
        }
    }
    came
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_was_chosen_last_decides(
        steps in prop::collection::vec((1..40i64, hour()), 1..25)
    ) {
        let mut story = "2026-03-02 00:00 signs up Anna anna@example.com agrees=email\n".to_owned();
        let (mut at, mut life) = (0, Vec::new());
        for (place, (hours, what)) in steps.into_iter().enumerate() {
            at += hours;
            // Before the clocks change, so that a day has 24 hours.
            if at > 24 * 25 {
                break;
            }
            let (day, hour) = (2 + at / 24, at % 24);
            let said = match &what {
                Hour::Orders => format!("orders {} for 10.00, paid", 1000 + place),
                Hour::Pauses(days) => format!("prefers pause={days}"),
                Hour::Topic(true) => "prefers news".to_owned(),
                Hour::Topic(false) => "prefers no-news".to_owned(),
                Hour::Often(often) => format!("prefers {}", often.word()),
            };
            writeln!(story, "2026-03-{day:02} {hour:02}:00 {said}").unwrap();
            life.push((at, what));
        }
        let text = format!("# A life\n\nRandom.\n\n```plan\n{PLAN}\n```\n\n```story\n{story}until 2026-03-29 00:00\n```\n\n```expect\n```\n");
        let run = Case::parse(&text).unwrap().run().unwrap();
        let came: Vec<&str> = run.journal.iter().filter_map(|line| {
            let what = line.get(21..)?;
            (what.starts_with("drops thanks") || what.starts_with("sends hello")).then_some(what)
        }).collect();
        prop_assert_eq!(came, expected(&life), "{}", story);
    }

    #[test]
    fn choices_converge_in_every_order_and_when_they_are_received_again(
        choices in prop::collection::vec(
            (0..6i64, prop::option::of(frequency()), prop::option::of(0..4i64), any::<Option<bool>>()),
            1..8,
        ),
        seed in any::<u64>(),
    ) {
        let events: Vec<Event> = choices.into_iter().enumerate().map(|(place, (minute, frequency, pause, wanted))| {
            let at = Timestamp::from_millis(1_800_000_000_000 + minute * 60_000);
            Event {
                fact_key: format!("edgewise:preferences:{place}").into(),
                occurred_at: at,
                received_at: at,
                source: Source::Edgewise,
                imported: false,
                kind: EventKind::PreferencesChanged { preferences: Preferences {
                    topics: wanted.into_iter().map(|wanted| ("news".to_owned(), wanted)).collect(),
                    frequency,
                    paused_until: pause.map(|days| at.plus_millis(days * 86_400_000)),
                } },
            }
        }).collect();
        let fold = |events: &[Event]| {
            let mut customer = Customer::default();
            for event in events {
                customer.fold(event, &Kept::default());
            }
            customer.preferences
        };
        let mut shuffled = events.clone();
        let length = shuffled.len();
        shuffled.rotate_left(usize::try_from(seed % length as u64).unwrap());
        if seed % 2 == 0 {
            shuffled.reverse();
        }
        shuffled.extend(events.first().cloned());
        prop_assert_eq!(fold(&events), fold(&shuffled));
    }
}
