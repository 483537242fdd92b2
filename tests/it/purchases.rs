//! A law over whole shops: an order has one holder, the same whatever the order of arrival.
//!
//! A small host plays bodies of one order and of the people around it, in the order in which they
//! happened and shuffled: its index, its customers and the engine's word on whose a delivery is.

use edgewise::config::compile;
use edgewise::customer::{Claim, Found, ResolveRequest, resolve};
use edgewise::event::{Event, EventKind, IdentityKey, KeyStrength, Order, Profile, Source};
use edgewise::id::CustomerId;
use edgewise::input::Input;
use edgewise::money::{Currency, Money};
use edgewise::plan::Plan;
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::transition::transition;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use std::cell::Cell;
use std::collections::BTreeMap;

/// One body of the order: the address typed, the account if there is one, the minute of its change.
#[derive(Clone, Debug)]
struct Body {
    address: u8,
    account: Option<u8>,
    minute: i64,
}

/// A host's index and its customers.
struct Shop<'p> {
    plan: &'p Plan,
    index: BTreeMap<String, (CustomerId, Option<Claim>)>,
    merged: BTreeMap<CustomerId, CustomerId>,
    customers: BTreeMap<CustomerId, State>,
    now: Timestamp,
}

#[test]
fn an_order_has_one_holder_whatever_the_order_of_arrival() {
    let plan = plan();
    let moved = Cell::new(0_usize);
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 400,
        source_file: Some(file!()),
        ..ProptestConfig::default()
    });
    let bodies = vec((0..3_u8, prop::option::weighted(0.4, 0..2_u8)), 2..6);
    let law = runner.run(&(bodies, any::<u64>()), |(bodies, seed)| {
        // Once the platform names an account it keeps naming one, or the order lost it for good.
        let bodies: Vec<Body> = (0..)
            .zip(bodies)
            .map(|(minute, (address, account))| Body {
                address,
                account,
                minute,
            })
            .collect();
        let in_order = play(&plan, &bodies);
        moved.set(moved.get() + usize::from(in_order.moves > 0));
        let mut shuffled = bodies.clone();
        shuffle(&mut shuffled, seed);
        let other = play(&plan, &shuffled);
        prop_assert_eq!(in_order.holders.len(), 1, "{:?}", bodies);
        prop_assert_eq!(other.holders.len(), 1, "{:?}", shuffled);
        // Who it is, by what a guest or an account is known by at the end.
        if keeps_its_account(&bodies) {
            let about = format!("{bodies:?} against {shuffled:?}");
            prop_assert_eq!(&in_order.holders, &other.holders, "{}", about);
        }
        prop_assert_eq!(in_order.spend, 5_000);
        prop_assert_eq!(other.spend, 5_000, "it counts once");
        Ok(())
    });
    law.unwrap();
    assert!(moved.get() > 50, "the order moved in {} lives", moved.get());
}

struct Outcome {
    /// By what each customer who has the order is known: the account, else the address.
    holders: Vec<String>,
    spend: i64,
    moves: usize,
}

fn play(plan: &Plan, bodies: &[Body]) -> Outcome {
    let mut shop = Shop {
        plan,
        index: BTreeMap::new(),
        merged: BTreeMap::new(),
        customers: BTreeMap::new(),
        now: minute(1_000),
    };
    let mut moves = 0;
    for (place, body) in bodies.iter().enumerate() {
        moves += shop.receive(place, body);
    }
    let has = |state: &State| state.customer.orders.by_id.contains_key("shopify:1");
    let holding = shop.customers.values().filter(|state| has(state));
    let euro = Currency::parse("EUR").unwrap();
    let holders = holding.map(|state| shop.known_as(&state.customer.id));
    let everybody = shop.customers.values();
    Outcome {
        holders: holders.collect(),
        spend: everybody
            .map(|state| state.customer.lifetime_spend(euro).minor)
            .sum(),
        moves,
    }
}

impl Shop<'_> {
    /// Takes one body in as a host does; gives how many purchases moved.
    fn receive(&mut self, place: usize, body: &Body) -> usize {
        self.now = self.now.plus_millis(1_000);
        let keys = keys_of(body);
        let found: Vec<Option<Found>> = keys
            .iter()
            .map(|key| {
                let (customer, claim) = self.index.get(key.key.expose())?;
                Some(Found {
                    customer: self.living(customer),
                    named: true,
                    claim: *claim,
                })
            })
            .collect();
        let resolution = resolve(&ResolveRequest {
            shop: "shop".to_owned(),
            inbox: format!("{place}:{body:?}"),
            keys: keys.clone(),
            found,
            forgotten: None,
        });
        let customer = resolution.customer.clone();
        let state = || State::new(customer.clone());
        self.customers.entry(customer.clone()).or_insert_with(state);
        for index in &resolution.link {
            let key = keys.get(*index).unwrap().key.expose().clone();
            self.index.insert(key, (customer.clone(), None));
        }
        for claimed in &resolution.claims {
            let key = keys.get(claimed.key).unwrap().key.expose().clone();
            let entry = (customer.clone(), Some(claimed.claim));
            self.index.insert(key, entry);
        }
        for loser in &resolution.merge {
            self.merge(&customer, loser, false);
        }
        let mut hollow = Vec::new();
        let mut handovers = Vec::new();
        for moved in &resolution.moves {
            let key = keys.get(moved.key).unwrap().key.expose().clone();
            let mut holder = self.customers.get(&moved.from).unwrap().clone();
            let handover = holder.give_up(&key, &customer, &[]);
            if holder.customer.is_hollow() && !moved.account {
                hollow.push(moved.from.clone());
            }
            handovers.push(handover);
            let input = Input::GiveUp {
                purchase: key,
                to: customer.clone(),
                in_flight: Vec::new(),
            };
            self.turn(&moved.from, input);
        }
        let mut events = events_of(body);
        if resolution.outdated {
            events.retain(|event| !event.kind.is_about_a_person());
        }
        let delivery = Input::Events {
            customer: customer.clone(),
            events,
        };
        let input = match handovers.is_empty() {
            true => delivery,
            false => Input::TakeOver {
                handovers,
                input: Box::new(delivery),
            },
        };
        self.turn(&customer, input);
        for holder in hollow {
            let address = |state: &State| {
                let email = state.customer.profile.email.as_ref()?;
                Some(format!("email:{}", email.value.expose()))
            };
            if let Some(key) = self.customers.get(&holder).and_then(address)
                && !keys.iter().any(|known| *known.key.expose() == key)
            {
                self.index.remove(&key);
            }
            self.merge(&customer, &holder, true);
        }
        resolution.moves.len()
    }

    fn turn(&mut self, customer: &CustomerId, input: Input) {
        let state = self.customers.get(customer).unwrap().clone();
        let moved = transition(self.plan, state, input, self.now);
        self.customers.insert(customer.clone(), moved.state);
    }

    fn merge(&mut self, winner: &CustomerId, loser: &CustomerId, hollow: bool) {
        let Some(state) = self.customers.remove(loser) else {
            return;
        };
        self.merged.insert(loser.clone(), winner.clone());
        let loser = Box::new(state);
        self.turn(winner, Input::Merge { loser, hollow });
    }

    fn living(&self, customer: &CustomerId) -> CustomerId {
        let mut customer = customer;
        while let Some(winner) = self.merged.get(customer) {
            customer = winner;
        }
        customer.clone()
    }

    /// By which account, else by which address, the index leads to somebody.
    fn known_as(&self, customer: &CustomerId) -> String {
        let leads = |(key, (owner, _)): (&String, &(CustomerId, Option<Claim>))| {
            (self.living(owner) == *customer && !key.contains(":order:")).then(|| key.clone())
        };
        let mut keys: Vec<String> = self.index.iter().filter_map(leads).collect();
        keys.sort_by_key(|key| (!key.starts_with("shopify:"), key.clone()));
        keys.into_iter().next().unwrap_or_default()
    }
}

/// Whether no body leaves the account out after one that named it, in time: of an order that lost
/// its account only the account knows, so it matters whether it was ever received.
fn keeps_its_account(bodies: &[Body]) -> bool {
    bodies
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.account.is_none() || next.account.is_some()))
}

fn keys_of(body: &Body) -> Vec<IdentityKey> {
    let key = |text: String, strength, claimed_at| IdentityKey {
        key: text.into(),
        strength,
        claimed_at,
    };
    let typed = match body.account {
        Some(_) => KeyStrength::Claimed,
        None => KeyStrength::Confirmed,
    };
    let account = body.account.map(|account| {
        let text = format!("shopify:customer:{account}");
        key(text, KeyStrength::Confirmed, None)
    });
    let email = format!("email:a{}@b.example", body.address);
    let order = key(
        "shopify:order:1".to_owned(),
        KeyStrength::Confirmed,
        Some(minute(body.minute)),
    );
    account
        .into_iter()
        .chain([key(email, typed, None), order])
        .collect()
}

fn events_of(body: &Body) -> Vec<Event> {
    let at = minute(body.minute);
    let email = format!("a{}@b.example", body.address);
    let own = body.account.is_none();
    let order = Order {
        order_id: "shopify:1".to_owned(),
        placed_at: Some(minute(0)),
        paid_at: Some(minute(0)),
        total: Currency::parse("EUR").map(|euro| Money::new(5_000, euro)),
        email: (!own).then(|| email.clone().into()),
        updated_at: Some(at),
        ..Order::default()
    };
    let profile = Profile {
        email: own.then(|| email.into()),
        first_name: Some("Tea".to_owned().into()),
        ..Profile::default()
    };
    let event = |fact: String, at, kind| Event {
        fact_key: format!("shopify:order:1:{fact}").into(),
        occurred_at: at,
        received_at: at,
        imported: false,
        source: Source::Shopify,
        kind,
    };
    let placed = order.clone();
    vec![
        event(
            format!("buyer:{body:?}"),
            at,
            EventKind::CustomerIdentified { profile },
        ),
        event(
            "placed".to_owned(),
            minute(0),
            EventKind::OrderPlaced { order: placed },
        ),
        event(
            "paid".to_owned(),
            minute(0),
            EventKind::OrderCompleted { order },
        ),
    ]
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_773_964_800_000 + minute * 60_000)
}

fn plan() -> Plan {
    let config = json!({
        "format": 1,
        "shop": {"id": "shop", "name": "S", "currency": "EUR", "time_zone": "Europe/Berlin"},
        "messages": {"mail": {"subject": "s", "text": "t"}},
        "tiers": [{"id": "silver", "name": "Silver", "spend_at_least": "40.00"}],
        "workflows": [{"id": "receipt", "name": "Receipt", "status": "live", "trigger": {"type": "order_placed"},
            "steps": [{"id": "mail", "type": "send", "message": "mail", "kind": "transactional"}]}],
    });
    let compiled = compile(&config.to_string());
    compiled
        .plan
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn shuffle(bodies: &mut [Body], seed: u64) {
    let mut state = seed | 1;
    for index in (1..bodies.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        bodies.swap(index, (state >> 33) as usize % (index + 1));
    }
}
