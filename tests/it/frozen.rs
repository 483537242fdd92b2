//! What earlier releases stored loads for ever.
//!
//! Each folder under `tests/frozen/` holds, for one release, a configuration and states as that
//! release wrote them, from 0.2 on as JSON and packed. They are never changed; a release adds its own
//! with `EDGEWISE_FREEZE=<name>`.

use crate::promises;
use edgewise::config::compile;
use edgewise::event::{
    Cart, Channel, Consent, ConsentChange, Event, EventKind, Item, Order, Profile, Source, Tags,
};
use edgewise::id::CustomerId;
use edgewise::input::Input;
use edgewise::json::{Form, from_stored, to_bytes, unpacked};
use edgewise::money::{Currency, Money};
use edgewise::simulate::{Planned, Play, simulate};
use edgewise::state::State;
use edgewise::time::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn states_of_every_release_are_read_and_written_back_without_loss() {
    let promise = promises::Promise::to_show(7, "releases");
    let mut read = 0;
    for release in releases() {
        let plan = compile(&text(&release.join("config.json"))).plan.unwrap();
        for state in stored(&release) {
            let state: State = from_stored(&state).unwrap();
            assert_eq!(state.customer.id.as_str(), "ko66uepm272mmc7lj6yj7gd2j4");
            assert!(state.customer.tags.has("VIP"), "{}", release.display());
            assert_eq!(
                state.customer.address(Channel::Email),
                Some("frozen@example.com")
            );
            assert_eq!(state.customer.orders.count(), 1);
            assert!(!state.enrollments.is_empty() && !state.ledger.sends.is_empty());
            // What was begun goes on: the second reminder comes when it was due.
            let play = Play {
                from: at("2026-11-02T11:00:00Z"),
                until: at("2026-11-30T00:00:00Z"),
                ..Play::default()
            };
            let simulation = simulate(&plan, state, Vec::new(), &play);
            let sent = simulation
                .state
                .ledger
                .sends
                .iter()
                .filter(|sent| sent.sent)
                .count();
            assert_eq!(sent, 2, "{}", release.display());
            read += 1;
        }
    }
    assert!(read > 0, "no release is frozen");
    promise.shown(read, "its states go on where they stood");
}

#[test]
fn both_forms_of_a_release_are_one_state_and_are_written_as_they_were() {
    let mut both = 0;
    for release in releases() {
        let [json, packed] = &stored(&release)[..] else {
            continue;
        };
        let state: State = from_stored(packed).unwrap();
        assert_eq!(from_stored::<State>(json).as_ref(), Ok(&state));
        assert_eq!(unpacked(packed).as_ref(), Ok(json));
        // Equal states are equal bytes, whichever release packs them.
        assert_eq!(to_bytes(&state, Form::Packed), packed.as_bytes());
        both += 1;
    }
    assert!(both > 0, "no release is frozen in both forms");
}

#[test]
fn fields_of_a_later_release_survive_this_one() {
    for release in releases() {
        let later = text(&release.join("state.json")).replacen(
            "\"customer\":{",
            "\"score\":{\"points\":[1,2]},\"customer\":{\"mood\":\"fine\",",
            1,
        );
        let state: State = serde_json::from_str(&later).unwrap();
        let written = serde_json::to_string(&state).unwrap();
        assert!(
            written.contains("\"score\":{\"points\":[1,2]}")
                && written.contains("\"mood\":\"fine\"")
        );
    }
}

#[test]
fn this_release_can_be_frozen() {
    let config = text(&root().join("tests/frozen/0.1/config.json"));
    let plan = compile(&config).plan.unwrap();
    let customer = CustomerId::derive("random-shop", "first");
    let play = Play {
        from: Timestamp::default(),
        until: at("2026-11-02T10:59:00Z"),
        ..Play::default()
    };
    let inputs = life().into_iter().map(|event| Planned {
        at: event.received_at,
        input: Input::Events {
            customer: customer.clone(),
            events: vec![event],
        },
    });
    let state = simulate(&plan, State::new(customer.clone()), inputs.collect(), &play).state;
    assert!(!state.enrollments.is_empty());
    if let Some(name) = std::env::var_os("EDGEWISE_FREEZE") {
        let folder = root().join("tests/frozen").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.json"), config).unwrap();
        for (file, form) in [("state.json", Form::Text), ("state.packed", Form::Packed)] {
            fs::write(folder.join(file), to_bytes(&state, form)).unwrap();
        }
    }
}

/// A little of everything a state can hold.
fn life() -> Vec<Event> {
    let euro = Currency::parse("EUR").unwrap();
    let profile = Profile {
        email: Some("frozen@example.com".to_owned().into()),
        first_name: Some("Frieda".to_owned().into()),
        country: Some("DE".to_owned()),
        ..Profile::default()
    };
    let order = Order {
        order_id: "shopify:1".to_owned(),
        placed_at: Some(at("2026-10-20T10:00:00Z")),
        paid_at: Some(at("2026-10-20T10:00:00Z")),
        total: Some(Money::new(60_000, euro)),
        ..Order::default()
    };
    let mug = Item {
        product_id: "p1".to_owned().into(),
        title: "Mug".to_owned().into(),
        quantity: 2,
        ..Item::default()
    };
    let cart = Cart {
        checkout_token: Some("k1".to_owned()),
        items: vec![mug.clone()],
        total: Some(Money::new(2_400, euro)),
        ..Cart::default()
    };
    let change = ConsentChange::new(Channel::Email, Consent::Subscribed, "form");
    let kinds = [
        (
            "2026-10-20T09:00:00Z",
            EventKind::CustomerCreated { profile },
        ),
        ("2026-10-20T09:00:00Z", EventKind::ConsentChanged { change }),
        (
            "2026-10-20T10:00:00Z",
            EventKind::OrderPlaced {
                order: order.clone(),
            },
        ),
        ("2026-10-20T10:00:00Z", EventKind::OrderCompleted { order }),
        (
            "2026-10-21T10:00:00Z",
            EventKind::TagsAdded {
                tags: Tags {
                    tags: vec!["VIP".to_owned()],
                },
            },
        ),
        (
            "2026-11-01T10:50:00Z",
            EventKind::ProductViewed { product: mug },
        ),
        ("2026-11-01T11:00:00Z", EventKind::CheckoutStarted { cart }),
    ];
    let events = kinds.into_iter().map(|(time, kind)| Event {
        fact_key: format!("{}:{time}", kind.name().word()).into(),
        occurred_at: at(time),
        received_at: at(time),
        imported: false,
        source: Source::Shopify,
        kind,
    });
    events.collect()
}

fn releases() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("tests/frozen")).unwrap();
    let mut releases: Vec<PathBuf> = folders
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    releases.sort();
    releases
}

/// The states of a release: as JSON, and packed where it packed.
fn stored(release: &Path) -> Vec<String> {
    let packed = release.join("state.packed");
    let packed = packed.exists().then(|| text(&packed));
    [text(&release.join("state.json"))]
        .into_iter()
        .chain(packed)
        .collect()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
