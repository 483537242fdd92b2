//! Conditions against an oracle that knows no state.
//!
//! The engine keeps folded facts and says until when an answer is certain. The oracle keeps
//! nothing: it reads the list of everything that was received, from the beginning, for each
//! question anew, in the plainest way that comes to mind, with another library's calendar. Both
//! must agree at any moment, and before `stable_until` the oracle must not change its mind.
//! Lives begin anywhere between 2020 and 2037, in any zone of the world.

mod calendar;
pub(crate) mod facts;
mod oracle;

use crate::generate::answers::Answers;
use crate::generate::condition::{alone, condition, dated, some_window};
use crate::generate::host::compiled;
use crate::generate::{START, euro, life, moment};
use crate::promises;
use calendar::Calendar;
use edgewise::condition::{Answer, Condition, Context, Definitions, Threshold, Tier, Window};
use edgewise::customer::{Customer, Kept};
use edgewise::document::{FromNode, Node, Reading};
use edgewise::event::{Event, EventKind, EventName};
use edgewise::id::{CustomerId, fingerprint};
use edgewise::input::Input;
use edgewise::json::parse_strictly;
use edgewise::money::Money;
use edgewise::plan::Plan;
use edgewise::shop_facts::{ProductFacts, RfmCuts, ShopFacts};
use edgewise::state::State;
use edgewise::time::{Timestamp, Zone};
use edgewise::transition::transition;
use facts::Past;
use oracle::{Oracle, Product};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A loyalty programme and a score, of which the engine keeps what came of them. The oracle counts
/// both anew: see `Oracle::points` and `Oracle::score`.
static PROGRAM: LazyLock<Plan> = LazyLock::new(|| {
    compiled(&json!({
        "format": 1,
        "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"},
        "tiers": [
            {"id": "silver", "name": "Silver", "spend_at_least": "100.00"},
            {"id": "gold", "name": "Gold", "spend_at_least": "400.00"},
        ],
        "loyalty": {"points": {
            "per_amount": {"points": 1, "amount": "10.00"},
            "rules": [{"id": "looks", "points": 3, "each": {"event": "product_viewed"}}],
        }},
        "scoring": {"rules": [
            {"id": "tagged", "points": 7, "while": {"type": "tag", "tag": "t0"}},
            {"id": "looks", "points": 5, "at_most": 3, "each": {"event": "product_viewed"}},
            {"id": "orders", "points": -4, "each": {"event": "order_placed"}},
            {"id": "twice", "points": 11, "while": {"type": "order_count", "is": "at_least", "count": 2}},
        ]},
    }))
});

/// The tiers of that programme, with the cents that hold them.
const TIERS: [(&str, i64); 2] = [("silver", 10_000), ("gold", 40_000)];

/// What the shop's catalogue knows of the products that are looked at: not all of them.
const CATALOGUE: [Product; 2] = [
    Product {
        id: "p1",
        price: 2_000,
        available: 20,
    },
    Product {
        id: "p2",
        price: 3_750,
        available: 0,
    },
];

#[test]
fn the_engine_and_the_oracle_agree() {
    let promise = promises::Promise::to_show(14, "conditions");
    the_engine_and_the_oracle_agree_and_answers_are_stable();
    promise.shown(
        promises::cases(2_000) as usize,
        "0 differ, now or until an answer was said to hold",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: promises::cases(2_000), ..ProptestConfig::default() })]

    fn the_engine_and_the_oracle_agree_and_answers_are_stable(text in condition(), life in someone()) {
        life.ask(&[text], |asked| {
            let Asked { text, now, oracle, .. } = asked;
            let about = format!("{text} at {now} in {} and {}", oracle.zone, oracle.local);
            let answer = asked.engine(*now);
            prop_assert_eq!(answer.matched, oracle.holds(text, *now), "{}", about);
            prop_assert!(answer.stable_until > *now);

            // At every moment before the engine says it may change, and shortly before that, it has not.
            let mut moments = oracle.moments_of_change(text, *now);
            moments.insert(answer.stable_until.plus_millis(-1));
            moments.extend((1..40).map(|step| now.plus_millis(step * 3_700_000)));
            let far = now.plus_millis(4 * 366 * 86_400_000);
            for moment in moments.into_iter().filter(|at| *at > *now && *at < answer.stable_until && *at < far) {
                prop_assert_eq!(oracle.holds(text, moment), answer.matched, "{} changed at {} before {}", about, moment, answer.stable_until);
            }
            // And at the moment it names, the engine again says what the oracle says.
            if answer.stable_until < far {
                let then = asked.engine(answer.stable_until);
                prop_assert_eq!(then.matched, oracle.holds(text, answer.stable_until), "{} at {}", about, answer.stable_until);
            }
            Ok(())
        })?;
    }
}

#[test]
fn the_oracle_knows_every_kind_of_condition() {
    let mut runner = TestRunner::deterministic();
    let (lives, conditions) = (someone(), vec(condition(), 40));
    let mut answers = Answers::default();
    for _ in 0..200 {
        let life = lives.new_tree(&mut runner).unwrap().current();
        let asked = conditions.new_tree(&mut runner).unwrap().current();
        life.ask(&asked, |asked| {
            for inner in inside(asked.text) {
                let holds = asked.oracle.holds(inner, asked.now);
                answers.note(inner["type"].as_str().unwrap(), holds);
            }
            let holds = asked.oracle.holds(asked.text, asked.now);
            prop_assert_eq!(asked.engine(asked.now).matched, holds, "{}", asked.text);
            Ok(())
        })
        .unwrap();
    }
    let missing = answers.not_covered(&[]);
    assert!(missing.is_empty(), "not asked both ways: {missing:#?}");
}

/// A condition and all conditions inside it.
fn inside(condition: &Value) -> Vec<&Value> {
    let of = condition.get("of").and_then(Value::as_array);
    let inner = of.into_iter().flatten().flat_map(inside);
    std::iter::once(condition).chain(inner).collect()
}

/// Somebody's life, and everything else that an answer depends on.
#[derive(Clone, Debug)]
struct Someone {
    events: Vec<Event>,
    /// The conditions of the segments `s0` and `s1`.
    segments: Vec<Value>,
    now: Timestamp,
    zone: Zone,
    local: Zone,
    tiers_over: Value,
    customer: CustomerId,
    /// Inside a workflow: since when.
    entered: Option<Timestamp>,
    /// Inside a workflow: the key of the event that started it.
    entry: Option<String>,
    /// The day the life begins.
    start: Timestamp,
}

fn someone() -> impl Strategy<Value = Someone> {
    let zone = || prop::sample::select(Zone::all().collect::<Vec<_>>());
    let life = (life(25), moment(), 0..90 * 86_400_000i64);
    let run = (
        proptest::option::of(moment()),
        proptest::option::of(any::<prop::sample::Index>()),
        any::<bool>(),
    );
    let shop = (vec(condition(), 2..3), some_window(), zone(), zone());
    // A life that began in March 2026 is lived again from the 20th of another month on.
    let begins = 2020 * 12..2037 * 12 + 11i64;
    (life, run, shop, begins, 0..1_000u32).prop_map(|(life, run, shop, begins, number)| {
        let (events, asked, later) = life;
        let (entered, entry, about_a_product) = run;
        let (segments, tiers_over, zone, local) = shop;
        let shift = month_start(begins).millis_since(Timestamp::from_millis(START));
        let start = Timestamp::from_millis(START + shift);
        let now = asked.plus_millis(later + shift);
        let events: Vec<Event> = events
            .into_iter()
            .map(|event| moved(event, shift))
            .filter(|event| event.occurred_at <= now)
            .collect();
        let is_view = |event: &&Event| matches!(event.kind, EventKind::ProductViewed { .. });
        let starts: Vec<&Event> = events
            .iter()
            .filter(|event| !about_a_product || is_view(event))
            .collect();
        let entry = entry.filter(|_| !starts.is_empty());
        let entry = entry.map(|index| index.get(&starts).fact_key.clone());
        let segments = segments.iter().map(|one| dated(&alone(one), start));
        Someone {
            segments: segments.collect(),
            now,
            zone,
            local,
            tiers_over: dated(&json!({"window": tiers_over}), start),
            customer: CustomerId::derive("shop", &number.to_string()),
            entered: entered.map(|at| at.plus_millis(shift)),
            entry: entry.map(|key| key.to_string()),
            start,
            events,
        }
    })
}

/// A condition asked of somebody.
struct Asked<'a> {
    text: &'a Value,
    now: Timestamp,
    oracle: &'a Oracle<'a>,
    condition: &'a Condition,
    context: Context<'a>,
}

impl Asked<'_> {
    /// What the engine says at a moment.
    fn engine(&self, now: Timestamp) -> Answer {
        let context = Context {
            now,
            ..self.context
        };
        self.condition.evaluate(&context)
    }
}

impl Someone {
    /// Asks conditions, whose dates are relative, and has each answer checked.
    fn ask(
        &self,
        conditions: &[Value],
        mut check: impl FnMut(&Asked<'_>) -> Result<(), TestCaseError>,
    ) -> Result<(), TestCaseError> {
        let reading = Reading::new(euro());
        let read = |text: &Value| {
            let tree = parse_strictly(&text.to_string()).unwrap();
            Condition::read(&Node::root(&tree, &reading)).unwrap()
        };
        let texts: Vec<Value> = conditions
            .iter()
            .map(|one| dated(one, self.start))
            .collect();
        let conditions: Vec<Condition> = texts.iter().map(read).collect();
        let mut definitions = Definitions::default();
        // A workflow keeps what the product that starts it is called and costs.
        let mut kept = Kept::default();
        kept.add(EventName::ProductViewed, "price");
        for condition in &conditions {
            kept.join(&condition.scope().kept);
        }
        for (number, segment) in self.segments.iter().enumerate() {
            let segment = read(segment);
            kept.join(&segment.scope().kept);
            definitions.add_segment(format!("s{number}"), segment);
        }
        definitions.ladder.over = {
            let window = self.tiers_over.get("window").unwrap();
            let tree = parse_strictly(&window.to_string()).unwrap();
            Window::read(&Node::root(&tree, &reading)).unwrap()
        };
        for (id, from) in TIERS {
            let from = Threshold::Spend(Money::new(from, euro()));
            let (id, name) = (id.to_owned(), id.to_owned());
            definitions.ladder.add(Tier { id, name, from }).unwrap();
        }
        let customer = self.facts(&kept);
        let facts = shop_facts(self.start);
        let cuts = facts.rfm.unwrap();
        let context = Context {
            local: self.local,
            anchor: self.entered,
            entry: self.entry.as_deref().map(fingerprint),
            definitions: &definitions,
            facts: &facts,
            ..Context::new(&customer, self.now, self.zone, euro())
        };
        let (shop, home) = (Calendar::of(self.zone), Calendar::of(self.local));
        let oracle = Oracle {
            past: Past {
                events: &self.events,
            },
            zone: self.zone,
            shop: &shop,
            local: self.local,
            home: &home,
            entered: self.entered,
            segments: &self.segments,
            cuts: [cuts.recency, cuts.frequency, cuts.monetary],
            tiers: &TIERS,
            tiers_over: &self.tiers_over,
            customer: self.customer.as_str(),
            entry: self.entry.as_deref(),
            catalogue: &CATALOGUE,
        };
        for (text, condition) in texts.iter().zip(&conditions) {
            check(&Asked {
                text,
                now: self.now,
                oracle: &oracle,
                condition,
                context,
            })?;
        }
        Ok(())
    }

    /// What the engine knows after the life: the facts, and what a transition makes of them.
    fn facts(&self, kept: &Kept) -> Customer {
        let mut customer = Customer {
            id: self.customer.clone(),
            ..Customer::default()
        };
        for event in &self.events {
            customer.fold(event, kept);
        }
        let input = Input::Events {
            customer: self.customer.clone(),
            events: self.events.clone(),
        };
        let state = State::new(self.customer.clone());
        let settled = transition(&PROGRAM, state, input, self.now).state.customer;
        Customer {
            points: settled.points,
            score: settled.score,
            tier: settled.tier,
            ..customer
        }
    }
}

/// A shop that knows where its buyers are cut into fifths, and some of its products.
fn shop_facts(start: Timestamp) -> ShopFacts {
    let at = |days: i64| start.plus_millis(days * 86_400_000).as_millis();
    let cuts = RfmCuts {
        recency: [at(2), at(6), at(10), at(14)],
        frequency: [2, 3, 4, 5],
        monetary: [10_000, 20_000, 40_000, 80_000],
    };
    let mut facts = ShopFacts {
        rfm: Some(cuts),
        ..ShopFacts::NONE
    };
    for product in &CATALOGUE {
        let known = ProductFacts {
            price: Some(Money::new(product.price, euro())),
            available: Some(product.available),
            ..ProductFacts::default()
        };
        facts.products.insert(product.id.to_owned(), known);
    }
    facts
}

/// The 20th of a month counted from the year 0, at midnight in UTC.
fn month_start(month: i64) -> Timestamp {
    let (year, month) = (month / 12, month % 12 + 1);
    Timestamp::parse_rfc3339(&format!("{year:04}-{month:02}-20T00:00:00Z")).unwrap()
}

/// The event as if it had happened `millis` later, what its content says included.
fn moved(mut event: Event, millis: i64) -> Event {
    event.occurred_at = event.occurred_at.plus_millis(millis);
    event.received_at = event.received_at.plus_millis(millis);
    if let EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order } = &mut event.kind
    {
        for at in [
            &mut order.placed_at,
            &mut order.paid_at,
            &mut order.updated_at,
        ] {
            *at = at.map(|at| at.plus_millis(millis));
        }
    }
    if let EventKind::CustomerCreated { profile } | EventKind::CustomerUpdated { profile } =
        &mut event.kind
    {
        for (_, value) in profile.traits.iter_mut() {
            if let edgewise::value::Value::Text(text) = value
                && let Some(day) = edgewise::time::Date::parse(text)
            {
                let moved = day.begins(Zone::UTC).plus_millis(millis);
                *text = edgewise::time::Date::at(moved, Zone::UTC).to_string();
            }
        }
    }
    event
}
