//! Which message an order is credited to: random lives against an oracle that keeps no state, told in any
//! order and twice; what the bound on touches may and may not lose; and what happened to other programs.

mod cases;
mod life;
mod oracle;

use crate::promises;
use edgewise::attribution::attribute;
use edgewise::customer::{Customer, Touches};
use edgewise::id::CustomerId;
use edgewise::json;
use life::{Life, Rules, Told, customer, life, rules, shuffled, tell};
use oracle::{Line, expected, line};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

fn answered(customer: &Customer, rules: &Rules) -> Vec<Line> {
    let attributed = attribute(&rules.plan(), customer);
    let orders = &attributed.orders;
    let each: BTreeSet<&str> = orders.iter().map(|order| order.order.as_str()).collect();
    assert_eq!(each.len(), orders.len(), "an order is answered once");
    for order in orders {
        assert!(0 <= order.net.minor && order.net.minor <= order.gross.minor);
    }
    orders.iter().map(line).collect()
}

#[test]
fn the_answer_is_that_of_the_raw_list_in_every_order_of_delivery() {
    let counted = RefCell::new(BTreeMap::<String, usize>::new());
    let lives = (life(40, 12), rules(), any::<u64>());
    tried(&lives, |(life, rules, seed)| {
        let told = life.told();
        let one = customer(shuffled(told.clone(), seed));
        let other = customer(shuffled(told, seed ^ 0x5555));
        assert_eq!(
            json::to_string(&one.touches),
            json::to_string(&other.touches)
        );
        let answer = answered(&one, &rules);
        assert_eq!(answer, answered(&other, &rules), "it converges");
        assert_eq!(answer, expected(&life, &rules));
        // Stored and read, it is the same.
        let stored = json::to_string(&one);
        let read: Customer = json::from_str(&stored).unwrap();
        assert_eq!(answer, answered(&read, &rules));
        for (.., verdict) in answer {
            let word = verdict.split(' ').next().unwrap_or_default().to_owned();
            *counted.borrow_mut().entry(word).or_default() += 1;
        }
    });
    let counted = counted.into_inner();
    println!("verdicts: {counted:?}");
    let all = [
        "cancelled",
        "click",
        "code",
        "deleted",
        "delivery",
        "no_touch",
        "open",
        "outside_window",
        "part_of_other",
        "test",
        "zero",
    ];
    assert_eq!(counted.keys().collect::<Vec<_>>(), all);
}

#[test]
fn the_bound_on_touches_changes_no_answer_under_any_rules() {
    let counted = RefCell::new([0usize; 2]);
    let lives = (
        life(300, 40),
        prop::collection::vec(rules(), 3),
        any::<u64>(),
    );
    tried(&lives, |(life, all_rules, seed)| {
        // Touches come as they happen, orders by the time of the next one; all else whenever.
        let mut told = life.told();
        told.sort_by_key(Told::at);
        let mut bound = Customer::default();
        for one in told.clone() {
            tell(&mut bound, one);
        }
        // All of it again, in any order: nothing that was dropped comes back in the place of another.
        let touches = bound.touches.kept.clone();
        let orders =
            |one: &Told| !matches!(one, Told::Event(event) if event.kind.order_id().is_none());
        for one in shuffled(told, seed).into_iter().filter(orders) {
            tell(&mut bound, one);
        }
        assert!(touches.len() <= Touches::LIMIT && touches == bound.touches.kept);
        let is_over = relevant(&life) > Touches::LIMIT;
        counted.borrow_mut()[usize::from(is_over)] += 1;
        for rules in &all_rules {
            assert_eq!(answered(&bound, rules), expected(&life, rules));
        }
    });
    let [within, over] = counted.into_inner();
    println!("{over} lives had more touches than are kept, {within} had not");
    assert!(over > within, "most lives are over the bound");
}

/// How many different touches of a life are kept as long as there is room.
fn relevant(life: &Life) -> usize {
    let whole = life
        .touches
        .iter()
        .map(|touch| (touch.at, touch.kind, touch.channel, touch.message));
    let whole: BTreeSet<_> = whole
        .filter(|(_, kind, channel, _)| *kind != "delivery" || channel.word() == "sms")
        .collect();
    whole.len()
}

#[test]
fn two_customers_who_are_one_have_the_answer_of_one() {
    let lives = (life(30, 12), rules(), any::<u64>());
    tried(&lives, |(life, rules, seed)| {
        let mut halves = [Vec::new(), Vec::new()];
        for (place, one) in shuffled(life.told(), seed).into_iter().enumerate() {
            halves[(seed >> (place % 60)) as usize & 1].push(one);
        }
        let [one, other] = halves.map(customer);
        let (mut winner, mut loser) = (one.clone(), other.clone());
        winner.merge(other);
        loser.merge(one);
        assert_eq!(answered(&winner, &rules), expected(&life, &rules));
        assert_eq!(answered(&loser, &rules), expected(&life, &rules));
    });
}

#[test]
fn an_order_that_moves_takes_no_touch_and_no_code_along() {
    let lives = (life(20, 6), life(20, 6), rules());
    tried(&lives, |(life, other, rules)| {
        let Some(moved) = life.orders.first() else {
            return;
        };
        // The other has no orders, and codes of another's names.
        let other = Life {
            orders: Vec::new(),
            codes: Vec::new(),
            ..other
        };
        let (mut from, mut to) = (customer(life.told()), customer(other.told()));
        let key = format!("shopify:order:{}", moved.id);
        rename(&mut from);
        let handover = from.give_up(&key, &CustomerId::new("other"));
        to.take_over(handover);
        // No parent is there either.
        let alone = Life {
            orders: vec![life::RawOrder {
                parent: None,
                ..moved.clone()
            }],
            ..other
        };
        let came = answered(&to, &rules);
        let wanted = expected(&alone, &rules);
        assert_eq!(came[0].1..=came[0].2, wanted[0].1..=wanted[0].2);
        assert_eq!(came[0].3, wanted[0].3);
        let left = answered(&from, &rules);
        assert_eq!(left.len() + 1, life.orders.len());
    });
}

/// Gives the orders the names that a purchase's key stands for.
fn rename(customer: &mut Customer) {
    let orders = std::mem::take(&mut customer.orders.by_id);
    for (id, mut order) in orders {
        let id = id.replace("shop:", "shopify:");
        order.order_id.clone_from(&id);
        customer.orders.by_id.insert(id, order);
    }
}

fn tried<S: Strategy>(cases: &S, check: impl Fn(S::Value)) {
    let config = ProptestConfig {
        source_file: Some(file!()),
        ..ProptestConfig::with_cases(promises::cases(400))
    };
    let outcome = TestRunner::new(config).run(cases, |case| {
        check(case);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
