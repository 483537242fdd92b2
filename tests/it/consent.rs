//! Nothing resurrects consent: the law under random delivery, through the platforms' own bodies.
//!
//! A shop's truth is made first: who ticked what when, what the shop pre-filled, what an administrator
//! saved. Then its bodies are delivered in any order, late, again and stale, and what goes out is held
//! against the truth. A law whose premise never occurred fails.

use crate::generate::host::{Host, compiled};
use edgewise::adapter::{Reading, Request, read};
use edgewise::event::{Channel, Consent, ConsentChange, Event, EventKind, Source};
use edgewise::plan::Plan;
use edgewise::time::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;

const START: i64 = 1_800_000_000_000;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(START + minute * 60_000)
}

/// What a person, the shop or an administrator does, in order; some minutes pass before each.
#[derive(Clone, Debug)]
enum Deed {
    /// One click in a mail of ours.
    Leaves,
    /// The platform's own record.
    Record(bool),
    /// A checkout or order: whether the buyer touches the box, whether they are signed in, after how
    /// long it is placed.
    Buys {
        tick: bool,
        account: bool,
        minutes: i64,
    },
    /// WooCommerce: the account page.
    Account(bool),
    /// WooCommerce: the latest order is saved in the admin, with the box set or not.
    AdminSaves(bool),
}

fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let deed = prop_oneof![
        3 => Just(Deed::Leaves),
        1 => any::<bool>().prop_map(Deed::Record),
        5 => (any::<bool>(), any::<bool>(), 1..200i64)
            .prop_map(|(tick, account, minutes)| Deed::Buys { tick, account, minutes }),
        2 => any::<bool>().prop_map(Deed::Account),
        1 => any::<bool>().prop_map(Deed::AdminSaves),
    ];
    prop::collection::vec((1..120i64, deed), 2..14)
}

/// What can be delivered, and from when on.
struct Body {
    since: i64,
    topic: &'static str,
    body: Value,
    /// A click, which is no body.
    click: bool,
}

#[derive(Default)]
struct Truth {
    bodies: Vec<Body>,
    left: Vec<i64>,
    acts: Vec<i64>,
    end: i64,
}

fn iso(minute: i64) -> String {
    let time = chrono::DateTime::from_timestamp_millis(at(minute).as_millis()).unwrap();
    time.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn shopify(deeds: &[(i64, Deed)]) -> Truth {
    let mut truth = Truth::default();
    let (mut now, mut record) = (0, false);
    for (place, (pause, deed)) in deeds.iter().enumerate() {
        now += pause;
        match deed {
            Deed::Leaves => truth.click(now),
            Deed::Record(yes) => {
                record = *yes;
                if *yes {
                    truth.acts.push(now);
                } else {
                    truth.left.push(now);
                }
                let state = if *yes { "subscribed" } else { "unsubscribed" };
                let body = json!({"customer_id": 7, "email_address": "a@b.example", "email_marketing_consent": {"state": state, "consent_updated_at": format!("{}Z", iso(now))}});
                truth.add(now, "customers_email_marketing_consent/update", body);
            }
            Deed::Buys { tick, minutes, .. } => {
                let shown = *tick || record;
                if *tick && !record {
                    truth.acts.push(now);
                }
                let token = format!("t{place}");
                let checkout = |ticked: bool, updated: i64| json!({"id": place + 1, "token": token, "created_at": format!("{}Z", iso(now)), "updated_at": format!("{}Z", iso(updated)), "email": "a@b.example", "buyer_accepts_marketing": ticked, "customer": {"id": 7, "email": "a@b.example"}});
                truth.add(now, "checkouts/create", checkout(record, now));
                truth.add(now + 1, "checkouts/update", checkout(shown, now + 1));
                truth.add(
                    now + minutes,
                    "checkouts/update",
                    checkout(shown, now + minutes),
                );
                let order = json!({"id": place + 100, "checkout_token": token, "created_at": format!("{}Z", iso(now + minutes)), "updated_at": format!("{}Z", iso(now + minutes)), "email": "a@b.example", "currency": "EUR", "total_price": "9.00", "buyer_accepts_marketing": shown, "customer": {"id": 7, "email": "a@b.example"}});
                truth.add(now + minutes, "orders/create", order);
            }
            Deed::Account(_) | Deed::AdminSaves(_) => {}
        }
    }
    truth.end = now + 200;
    truth
}

/// An order that is begun and not placed yet.
struct Open {
    placed: i64,
    began: i64,
    id: usize,
    signed_in: bool,
    shown: bool,
}

fn woocommerce(deeds: &[(i64, Deed)]) -> Truth {
    let mut truth = Truth::default();
    // The account was made before the shop was connected, and says no.
    let (mut now, mut account, mut latest) = (0, false, None);
    let person = |updated: i64, yes: bool| json!({"id": 7, "date_created_gmt": iso(-900_000), "date_modified_gmt": iso(updated), "email": "a@b.example", "meta_data": [{"id": 1, "key": "_wc_other/mill/news", "value": if yes { "1" } else { "0" }}]});
    let order = |id: usize,
                 (began, updated): (i64, i64),
                 status: &str,
                 signed_in: bool,
                 yes: bool| json!({"id": id, "status": status, "currency": "EUR", "total": "9.00", "date_created_gmt": iso(began), "date_modified_gmt": iso(updated), "customer_id": if signed_in { 7 } else { 0 }, "created_via": "store-api", "billing": {"email": "a@b.example"}, "meta_data": [{"id": 1, "key": "_wc_other/mill/news", "value": if yes { "1" } else { "0" }}]});
    truth.add(0, "customer.updated", person(0, false));
    let mut open: Vec<Open> = Vec::new();
    // At the end everything that is begun is placed.
    let deeds = deeds.iter().map(Some).chain([None]);
    for (place, next) in deeds.enumerate() {
        now += next.map_or(200, |(pause, _)| *pause);
        // Much happens while a checkout is open.
        open.sort_by_key(|one| one.placed);
        while open.first().is_some_and(|one| one.placed <= now) {
            let one = open.remove(0);
            let moments = (one.began, one.placed);
            let body = order(one.id, moments, "processing", one.signed_in, one.shown);
            truth.add(one.placed, "order.created", body);
            if one.signed_in {
                account = one.shown;
                truth.add(one.placed, "customer.updated", person(one.placed, account));
            }
            latest = Some((one.id, one.began, one.signed_in));
        }
        let Some((_, deed)) = next else {
            break;
        };
        match deed {
            Deed::Leaves => truth.click(now),
            Deed::Buys {
                tick,
                account: signed_in,
                minutes,
            } => {
                let held = *signed_in && account;
                let shown = *tick || held;
                if *tick && !held {
                    truth.acts.push(now);
                }
                let id = place + 1;
                truth.add(
                    now,
                    "order.updated",
                    order(id, (now, now), "checkout-draft", *signed_in, held),
                );
                truth.add(
                    now + 1,
                    "order.updated",
                    order(id, (now, now + 1), "checkout-draft", *signed_in, shown),
                );
                open.push(Open {
                    placed: now + minutes,
                    began: now,
                    id,
                    signed_in: *signed_in,
                    shown,
                });
            }
            Deed::Account(yes) => {
                if *yes && !account {
                    truth.acts.push(now);
                }
                account = *yes;
                truth.add(now, "customer.updated", person(now, account));
            }
            Deed::AdminSaves(yes) => {
                if let Some((id, began, signed_in)) = latest {
                    truth.add(
                        now,
                        "order.updated",
                        order(id, (began, now), "completed", signed_in, *yes),
                    );
                }
            }
            Deed::Record(_) => {}
        }
    }
    truth.end = now;
    truth
}

impl Truth {
    fn add(&mut self, since: i64, topic: &'static str, body: Value) {
        self.bodies.push(Body {
            since,
            topic,
            body,
            click: false,
        });
    }

    fn click(&mut self, now: i64) {
        self.left.push(now);
        self.bodies.push(Body {
            since: now,
            topic: "",
            body: Value::Null,
            click: true,
        });
    }

    /// Whether somebody who left last at `left` agreed again by `until`.
    fn agreed_after(&self, left: i64, until: i64) -> bool {
        self.acts.iter().any(|act| left < *act && *act <= until)
    }
}

fn events(source: Source, body: &Body, now: Timestamp) -> Vec<Event> {
    if body.click {
        let change = ConsentChange::new(Channel::Email, Consent::Unsubscribed, "one-click");
        return vec![Event {
            fact_key: format!("edgewise:unsubscribe:{}", body.since).into(),
            occurred_at: at(body.since),
            received_at: now,
            imported: false,
            source: Source::Edgewise,
            kind: EventKind::ConsentChanged { change },
        }];
    }
    let request: Request = serde_json::from_value(json!({
        "source": source, "topic": body.topic, "received_at": now.as_millis(),
        "shop": {
            "domain": "shop.example", "currency": "EUR", "connected_at": START,
            "consent": {"fields": [{"name": "mill/news", "channel": "email", "yes": ["1"]}]},
        },
    }))
    .unwrap();
    match read(&request, body.body.to_string().as_bytes()) {
        Reading::Deliveries(all) => all.into_iter().flat_map(|one| one.events).collect(),
        Reading::Ignored { .. } => Vec::new(),
    }
}

fn plan() -> Plan {
    compiled(&json!({
        "format": 1,
        "shop": {"id": "s", "name": "S", "currency": "EUR", "postal_address": "x"},
        "messages": {"news": {"subject": "News", "text": "News"}},
        "workflows": [{
            "id": "news", "name": "News", "status": "live", "reentry": {"type": "every_time"},
            "trigger": {"type": "performed", "event": "page_viewed"},
            "steps": [{"id": "a", "type": "send", "message": "news"}],
        }],
    }))
}

/// When each body is delivered, by lateness, repeats and the order in which they come.
fn deliveries<'b>(truth: &'b Truth, lateness: &[i64]) -> Vec<(i64, &'b Body)> {
    let late = |place: usize| {
        lateness
            .get(place % lateness.len())
            .copied()
            .unwrap_or_default()
    };
    let once = truth.bodies.iter().enumerate().map(|(place, body)| {
        // What the person and the platform's record say is delivered at once.
        let prompt = body.click || body.topic.contains("consent");
        (body.since + if prompt { 0 } else { late(place) }, body)
    });
    let again = truth
        .bodies
        .iter()
        .enumerate()
        .filter(|(place, _)| place % 2 == 0);
    let again = again.map(|(place, body)| (body.since + 300 + late(place + 1), body));
    let mut all: Vec<(i64, &Body)> = once.chain(again).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Plays a truth; gives the host, and for each message that went out the last withdrawal known then.
fn play<'p>(
    plan: &'p Plan,
    source: Source,
    truth: &Truth,
    lateness: &[i64],
) -> (Host<'p>, Vec<(i64, i64)>) {
    let mut host = Host::new(plan);
    let mut sent = Vec::new();
    let mut left = i64::MIN;
    for (place, (minute, body)) in deliveries(truth, lateness).into_iter().enumerate() {
        let now = at(minute).plus_millis(i64::try_from(place).unwrap());
        host.pass(now, 0);
        let received = events(source, body, now);
        if body.click
            || body.body.pointer("/email_marketing_consent/state") == Some(&json!("unsubscribed"))
        {
            left = left.max(body.since);
        }
        host.deliver(received);
        let before = host.sent.len();
        let visit = EventKind::PageViewed {
            url: "https://shop.example/".to_owned(),
        };
        host.deliver(vec![Event {
            fact_key: format!("visit:{place}").into(),
            occurred_at: now,
            received_at: now,
            imported: false,
            source: Source::Edgewise,
            kind: visit,
        }]);
        host.pass(now, 0);
        sent.extend(host.sent.iter().skip(before).map(|_| (minute, left)));
    }
    (host, sent)
}

fn law(source: Source, truth_of: impl Fn(&[(i64, Deed)]) -> Truth, at_any_time: bool) {
    let plan = plan();
    let (premises, resubscribed) = (Cell::new(0), Cell::new(0));
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    let config = Config {
        cases: cases.unwrap_or(250),
        source_file: Some(file!()),
        ..Config::default()
    };
    let cases = (deeds(), prop::collection::vec(0..400i64, 1..9));
    let outcome = TestRunner::new(config).run(&cases, |(deeds, lateness)| {
        let truth = truth_of(&deeds);
        let (host, sent) = play(&plan, source, &truth, &lateness);
        let Some(left) = truth.left.iter().max() else {
            return Ok(());
        };
        premises.set(premises.get() + 1);
        for (minute, left) in sent
            .into_iter()
            .filter(|(_, left)| at_any_time && *left > i64::MIN)
        {
            prop_assert!(
                truth.agreed_after(left, minute),
                "sent at {} after leaving at {}: {:?}",
                minute,
                left,
                truth.acts
            );
        }
        // Whatever the order, in the end only an act that happened later counts.
        let subscribed = host.state.customer.consent.on(Channel::Email) == Consent::Subscribed;
        let agreed = truth.agreed_after(*left, truth.end);
        resubscribed.set(resubscribed.get() + u32::from(subscribed));
        prop_assert!(
            !subscribed || agreed,
            "left at {}, agreed at {:?}",
            left,
            truth.acts
        );
        Ok(())
    });
    println!(
        "{source:?}: {} left, {} of them agreed again",
        premises.get(),
        resubscribed.get()
    );
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(premises.get() > 0, "nobody ever left, so nothing was tried");
    assert!(
        resubscribed.get() > 0,
        "nobody ever came back, so only one side was tried"
    );
}

#[test]
fn whoever_left_a_shopify_shop_is_written_to_again_only_after_agreeing_later() {
    law(Source::Shopify, shopify, true);
}

#[test]
fn whoever_left_a_woocommerce_shop_is_written_to_again_only_after_agreeing_later() {
    // Before all of an account's bodies are delivered, nobody can know what it held.
    law(Source::Woocommerce, woocommerce, false);
}
