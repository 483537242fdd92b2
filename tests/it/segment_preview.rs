//! Who a preview counts is who a transition puts into the segment, and who it says will enter and
//! leave is who does when the draft is saved.

use crate::generate::condition::{alone, condition, dated};
use crate::generate::host::compiled;
use crate::generate::plan;
use crate::generate::{SPAN, START, life};
use edgewise::customer::OrderFacts;
use edgewise::event::Event;
use edgewise::id::CustomerId;
use edgewise::input::Input;
use edgewise::money::{Currency, Money};
use edgewise::plan::Plan;
use edgewise::segment_preview::{ChangesQuestion, Population, Question};
use edgewise::shop_facts::{RfmCuts, ShopFacts};
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::{Cause, Decision};
use edgewise::transition::transition;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_preview_counts_those_a_transition_makes_members(
        config in plan::plan(),
        lives in prop::collection::vec(life(20), 1..25),
        later in 0..60 * 86_400_000i64,
    ) {
        let plan = compiled(&config);
        let now = Timestamp::from_millis(START + SPAN + later);
        let facts = ranked();
        let mut population = Population::new();
        population.set_facts(facts.clone());
        let mut states = Vec::new();
        for (number, events) in lives.iter().enumerate() {
            let state = lived(&plan, &facts, number, events, now);
            states.push(state);
        }
        population.add(states.clone()).unwrap();
        for segment in plan.segments() {
            let other = plan.segments().first().unwrap();
            let one = states.first().unwrap();
            let question = Question { now, sample: 100, beside: Some(other.id.to_string()), why: Some(one.customer.id.clone()), ..Question::default() };
            let preview = population.preview(&plan, &segment.condition, &question);

            let is_member = |state: &&State| state.memberships.is_member(&segment.id);
            let mut members: Vec<CustomerId> = states.iter().filter(is_member).map(|state| state.customer.id.clone()).collect();
            members.sort();
            prop_assert_eq!(&preview.sample, &members);
            prop_assert_eq!(preview.count as usize, members.len());
            let both = states.iter().filter(is_member).filter(|state| state.memberships.is_member(&other.id)).count();
            prop_assert_eq!(preview.beside.unwrap().both as usize, both);
            prop_assert_eq!(preview.why.unwrap().member, is_member(&one));
        }
    }

    #[test]
    fn a_preview_tells_who_enters_and_leaves_when_the_draft_is_saved(
        before in plan::plan(),
        draft in condition(),
        lives in prop::collection::vec(life(20).prop_filter("nobody knows them", |life| !life.is_empty()), 1..25),
    ) {
        let now = Timestamp::from_millis(START + SPAN);
        let mut after = before.clone();
        let saved = after.pointer_mut("/segments/0/condition").unwrap();
        *saved = dated(&alone(&draft), Timestamp::from_millis(START));
        let (plan, edited) = (compiled(&before), compiled(&after));
        let segment = edited.segments().first().unwrap();
        let facts = ranked();
        let mut population = Population::new();
        population.set_facts(facts.clone());
        let (mut enter, mut leave) = (0, 0);
        for (number, events) in lives.iter().enumerate() {
            let state = lived(&plan, &facts, number, events, now);
            population.add(vec![state.clone()]).unwrap();
            for entry in transition(&edited, state, knowing(&facts, Input::PlanChanged), now).trace {
                if let Decision::SegmentChanged { segment: changed, entered, cause, .. } = entry.decision
                    && changed == segment.id
                {
                    prop_assert_eq!(cause, Cause::Definition);
                    *(if entered { &mut enter } else { &mut leave }) += 1;
                }
            }
        }
        let question = Question { now, beside: Some(segment.id.to_string()), ..Question::default() };
        let preview = population.preview(&plan, &segment.condition, &question);
        let beside = preview.beside.unwrap();
        prop_assert_eq!((preview.count - beside.both, beside.other - beside.both), (enter, leave));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_change_that_is_told_comes_at_that_very_moment_and_no_other_before(
        config in plan::plan(),
        draft in condition(),
        lives in prop::collection::vec(life(20), 1..12),
        looks in prop::collection::vec(1..90 * 86_400_000i64, 8),
    ) {
        let mut config = config;
        *config.pointer_mut("/segments/0/condition").unwrap() = dated(&alone(&draft), Timestamp::from_millis(START));
        let plan = compiled(&config);
        let now = Timestamp::from_millis(START + SPAN);
        let facts = ranked();
        let mut population = Population::new();
        population.set_facts(facts.clone());
        let states = lives.iter().enumerate().map(|(number, events)| lived(&plan, &facts, number, events, now));
        population.add(states.collect()).unwrap();
        let until = Timestamp::from_millis(START + SPAN + 90 * 86_400_000);
        for segment in plan.segments() {
            let condition = &segment.condition;
            let question = ChangesQuestion { now, until, most: 100, page: 0 };
            let changes = population.changes(&plan, condition, &question);
            let members = |at: i64| {
                let now = Timestamp::from_millis(at);
                population.preview(&plan, condition, &Question { now, sample: 100, ..Question::default() }).sample
            };
            for change in &changes.list {
                let at = change.at.as_millis();
                prop_assert_eq!(members(at).contains(&change.customer), change.enters);
                prop_assert_eq!(members(at - 1).contains(&change.customer), !change.enters);
            }
            let before = members(now.as_millis());
            for look in &looks {
                let at = now.as_millis() + look;
                let moved = |id: &CustomerId| changes.list.iter().any(|change| change.customer == *id && change.at.as_millis() <= at);
                let then = members(at);
                prop_assert!(before.iter().chain(&then).all(|id| moved(id) || before.contains(id) == then.contains(id)));
            }
            let few = population.changes(&plan, condition, &ChangesQuestion { most: 2, ..question });
            prop_assert_eq!(&few.list[..], &changes.list[..changes.list.len().min(2)]);
        }
    }
}

#[test]
fn buyers_stand_in_the_cell_of_their_scores() {
    let plan = compiled(&serde_json::json!({
        "format": 1,
        "shop": { "id": "shop", "name": "Shop", "currency": "EUR", "time_zone": "Europe/Berlin" },
    }));
    let states = (1..=10).map(|number| bought(number, number));
    let mut population = Population::new();
    population.add(states.take(9).collect()).unwrap();
    let few = population.rfm(&plan);
    assert_eq!((few.buyers, few.cuts, few.cells.len()), (9, None, 0));
    population
        .add(vec![
            bought(10, 10),
            State::new(CustomerId::derive("shop", "visitor")),
        ])
        .unwrap();
    let grid = population.rfm(&plan);
    assert_eq!(grid.buyers, 10);
    let cells: Vec<_> = grid
        .cells
        .iter()
        .map(|cell| {
            (
                cell.recency,
                cell.frequency,
                cell.group.as_str(),
                cell.count,
            )
        })
        .collect();
    assert_eq!(
        cells,
        [
            (1, 1, "dormant", 2),
            (2, 2, "dormant", 2),
            (3, 3, "needs-attention", 2),
            (4, 4, "loyal", 2),
            (5, 5, "champions", 2),
        ]
    );
}

/// Somebody with so many orders, the last one on that day; each costs more than the one before.
fn bought(day: i64, orders: i64) -> State {
    let mut state = State::new(CustomerId::derive("shop", &day.to_string()));
    for number in 0..orders {
        let id = format!("shopify:{day}-{number}");
        let order = OrderFacts {
            order_id: id.clone(),
            placed_at: Some(Timestamp::from_millis(START + day * 86_400_000 - number)),
            paid_at: Some(Timestamp::from_millis(START + day * 86_400_000 - number)),
            total: Some(Money::new(1_000 * day, Currency::parse("EUR").unwrap())),
            ..OrderFacts::default()
        };
        state.customer.orders.by_id.insert(id, order.into());
    }
    state
}

/// A customer who lived all this, as a host has them at `now`.
fn lived(plan: &Plan, facts: &ShopFacts, number: usize, events: &[Event], now: Timestamp) -> State {
    let id = CustomerId::derive("shop", &number.to_string());
    let mut state = State::new(id.clone());
    // Everybody is known, if only by a word that changes nothing.
    for event in events {
        let input = Input::Events {
            customer: id.clone(),
            events: vec![event.clone()],
        };
        state = transition(plan, state, knowing(facts, input), event.received_at).state;
    }
    let state = transition(plan, state, knowing(facts, Input::Wake), now).state;
    transition(plan, state, knowing(facts, Input::ShopChanged), now).state
}

/// A shop whose buyers' ranks are known.
fn ranked() -> ShopFacts {
    let cuts = RfmCuts {
        recency: [START; 4],
        frequency: [2, 3, 4, 5],
        monetary: [10_000; 4],
    };
    ShopFacts {
        rfm: Some(cuts),
        ..ShopFacts::NONE
    }
}

fn knowing(facts: &ShopFacts, input: Input) -> Input {
    Input::WithFacts {
        facts: Box::new(facts.clone()),
        input: Box::new(input),
    }
}
