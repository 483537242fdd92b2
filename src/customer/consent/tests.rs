//! The rules of consent, each in many orders of delivery.

use super::*;
use crate::event::{FieldOfAccount, FieldOfCheckout, Prefill};

const EMAIL: Channel = Channel::Email;

/// What is delivered in a test.
#[derive(Clone)]
enum Reported {
    Word(Consent, i64),
    /// Withdrawn with us, which the platform does not know.
    Left(i64),
    /// Signed up with a form, by whoever typed the address.
    Asked(i64),
    Box(&'static str, i64, bool, i64, bool, Prefill),
    Account(Option<i64>, bool, i64, bool),
}
use Reported::{Account, Asked, Box as Tick, Left, Word};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + minute * 60_000)
}

fn fold(ledger: &mut ConsentLedger, received: &Reported) {
    match *received {
        Word(consent, minute) => {
            let change = ConsentChange::new(EMAIL, consent, ConsentChange::RECORD);
            ledger.fold(&change, at(minute));
        }
        Left(minute) => {
            let change = ConsentChange::new(EMAIL, Consent::Unsubscribed, "one-click");
            ledger.fold(&change, at(minute));
        }
        Asked(minute) => {
            let change = ConsentChange {
                weight: Some(ConsentWeight::Asks),
                ..ConsentChange::new(EMAIL, Consent::Pending, "form:news")
            };
            ledger.fold(&change, at(minute));
        }
        Tick(token, began, ticked, minute, placed, prefill) => {
            let checkout = FieldOfCheckout {
                token: token.to_owned(),
                began_at: at(began),
                is_beginning: token != "order-only",
                placed,
                prefill,
            };
            let field = ConsentField {
                channel: EMAIL,
                ticked,
                checkout: Some(checkout),
                account: None,
            };
            ledger.see(&field, at(minute));
        }
        Account(made, is_new, minute, ticked) => {
            let account = FieldOfAccount {
                of: "shop".to_owned(),
                fills_blank: false,
                made_at: made.map(at),
                is_new,
            };
            let field = ConsentField {
                channel: EMAIL,
                ticked,
                checkout: None,
                account: Some(account),
            };
            ledger.see(&field, at(minute));
        }
    }
}

/// What is in force after all of it, which must be the same in every order and after redelivery.
fn in_force(received: &[Reported]) -> Consent {
    let mut orders = vec![received.to_vec()];
    for place in 0..received.len() {
        let mut order = received.to_vec();
        let first = order.remove(place);
        order.insert(0, first);
        orders.push(order.iter().rev().cloned().collect());
        orders.push(order);
    }
    let ledgers: Vec<ConsentLedger> = orders
        .into_iter()
        .map(|order| {
            let mut ledger = ConsentLedger::default();
            for received in order.iter().chain(order.iter().take(2)) {
                fold(&mut ledger, received);
            }
            ledger
        })
        .collect();
    for ledger in &ledgers {
        assert_eq!(ledger, &ledgers[0]);
    }
    ledgers[0].on(EMAIL)
}

use Consent::{NeverSubscribed, Pending, Subscribed, Unsubscribed};
use Prefill::{FromAccount, FromRecord, Never};

#[test]
fn a_checkout_begun_before_a_withdrawal_never_subscribes_after_it() {
    for prefill in [Never, FromRecord] {
        let tick = |began, received| Tick("t", began, true, received, false, prefill);
        assert_eq!(
            in_force(&[tick(0, 1), Word(Unsubscribed, 5), tick(0, 9)]),
            Unsubscribed
        );
        assert_eq!(
            in_force(&[Word(Unsubscribed, 5), tick(5, 9)]),
            Unsubscribed,
            "equal times"
        );
        assert_eq!(in_force(&[Word(Unsubscribed, 5), tick(6, 9)]), Subscribed);
    }
    // Of an order alone nobody knows when its checkout began: it fills a blank.
    let alone = Tick("order-only", 7, true, 7, true, Never);
    assert_eq!(
        in_force(&[Word(Unsubscribed, 5), alone.clone()]),
        Unsubscribed
    );
    assert_eq!(in_force(&[alone]), Subscribed);
    // The order tells another beginning than the checkout that became it.
    let checkout = Tick("t", 0, false, 1, false, Never);
    let order = Tick("t", 7, true, 7, true, Never);
    assert_eq!(
        in_force(&[checkout, Word(Unsubscribed, 5), order.clone()]),
        Unsubscribed
    );
    assert_eq!(in_force(&[Word(Unsubscribed, 5), order]), Subscribed);
}

#[test]
fn silence_is_never_a_withdrawal() {
    let empty = Tick("u", 8, false, 9, true, Never);
    assert_eq!(in_force(&[Word(Subscribed, 1), empty.clone()]), Subscribed);
    assert_eq!(
        in_force(&[Tick("t", 1, true, 2, true, Never), empty]),
        Subscribed
    );
    assert_eq!(
        in_force(&[
            Account(Some(0), true, 0, true),
            Account(None, false, 5, false)
        ]),
        Subscribed
    );
}

#[test]
fn what_the_buyer_left_in_the_box_counts_and_no_save_in_the_admin() {
    let open = |ticked, received| Tick("t", 0, ticked, received, false, Never);
    let placed = |ticked, received| Tick("t", 0, ticked, received, true, Never);
    assert_eq!(
        in_force(&[open(true, 1), open(false, 2), placed(false, 3)]),
        NeverSubscribed
    );
    assert_eq!(
        in_force(&[open(false, 1), placed(true, 3), placed(false, 5)]),
        Subscribed
    );
    assert_eq!(
        in_force(&[placed(false, 3), placed(true, 5)]),
        NeverSubscribed
    );
}

#[test]
fn what_the_shop_fills_in_is_no_act() {
    let order = |token, began| Tick(token, began, true, began + 1, true, FromAccount);
    let always_yes = Account(Some(-500), false, 1, true);
    assert_eq!(
        in_force(std::slice::from_ref(&always_yes)),
        NeverSubscribed,
        "nobody saw it change"
    );
    assert_eq!(in_force(&[always_yes, order("t", 5)]), NeverSubscribed);
    let no = Account(Some(-500), false, 1, false);
    assert_eq!(in_force(&[no.clone(), order("t", 5)]), Subscribed);
    // The tick is copied into the account, so the next order shows it again.
    let again = [no.clone(), order("t", 5), Left(8), order("u", 10)];
    assert_eq!(in_force(&again), Unsubscribed);
    // Unless it was unticked in between.
    let anew = [
        no.clone(),
        order("t", 5),
        Left(8),
        Account(None, false, 9, false),
        order("u", 10),
    ];
    assert_eq!(in_force(&anew), Subscribed);
    // Where nothing is known of the account, a tick fills a blank and overrides nothing.
    assert_eq!(in_force(&[order("t", 5)]), Subscribed);
    assert_eq!(in_force(&[order("t", 5), Left(3)]), Unsubscribed);
    // Shopify tells every change of its record, so silence about it is a no.
    let shopify = Tick("t", 5, true, 6, true, FromRecord);
    assert_eq!(in_force(&[shopify.clone(), Left(3)]), Subscribed);
    assert_eq!(
        in_force(&[Word(Subscribed, 1), Word(Unsubscribed, 3), shopify.clone()]),
        Subscribed
    );
    // What was withdrawn here only is still in Shopify's record.
    assert_eq!(
        in_force(&[Word(Subscribed, 1), Left(3), shopify]),
        Unsubscribed
    );
}

#[test]
fn an_account_counts_when_it_changes_to_yes() {
    let seen = |minute, ticked| Account(Some(0), false, minute, ticked);
    assert_eq!(in_force(&[seen(1, false), seen(5, true)]), Subscribed);
    assert_eq!(
        in_force(&[seen(1, false), seen(5, true), Left(5)]),
        Unsubscribed
    );
    assert_eq!(
        in_force(&[seen(1, false), seen(5, true), Left(4)]),
        Subscribed
    );
    // Every save writes it again.
    let again = [
        seen(1, false),
        seen(5, true),
        Left(6),
        seen(8, true),
        seen(9, true),
    ];
    assert_eq!(in_force(&again), Unsubscribed);
    let anew = [
        seen(1, false),
        seen(5, true),
        Left(6),
        seen(8, false),
        seen(9, true),
    ];
    assert_eq!(in_force(&anew), Subscribed);
    // Made with it while we were connected: from that moment.
    let new = Account(Some(2), true, 7, true);
    assert_eq!(in_force(std::slice::from_ref(&new)), Subscribed);
    assert_eq!(in_force(&[new, Left(3)]), Unsubscribed);
    // What an order copied into it counts from when the order began.
    let order = Tick("t", 2, true, 8, true, FromAccount);
    let copied = [seen(1, false), order, seen(8, true), Left(5)];
    assert_eq!(in_force(&copied), Unsubscribed);
}

#[test]
fn a_tick_does_not_confirm_what_is_pending() {
    let tick = Tick("t", 5, true, 6, false, FromRecord);
    assert_eq!(in_force(&[Word(Pending, 3), tick.clone()]), Pending);
    assert_eq!(
        in_force(&[Word(Pending, 3), tick, Word(Subscribed, 7)]),
        Subscribed
    );
}

#[test]
fn a_sign_up_to_be_confirmed_takes_nothing_back() {
    assert_eq!(in_force(&[Asked(3)]), Pending);
    assert_eq!(in_force(&[Asked(3), Word(Subscribed, 4)]), Subscribed);
    // Whoever types the address of a subscriber.
    assert_eq!(in_force(&[Word(Subscribed, 1), Asked(3)]), Subscribed);
    let tick = Tick("t", 1, true, 2, true, Never);
    assert_eq!(in_force(&[tick, Asked(3)]), Subscribed);
    // Somebody who left signs up again, and leaves again.
    assert_eq!(in_force(&[Left(1), Asked(3)]), Pending);
    assert_eq!(in_force(&[Left(1), Asked(3), Left(4)]), Unsubscribed);
    assert_eq!(in_force(&[Asked(1), Left(3)]), Unsubscribed);
    assert_eq!(
        in_force(&[Asked(3), Left(5), Word(Subscribed, 6)]),
        Subscribed
    );
}

#[test]
fn what_fills_a_blank_overrides_nothing() {
    let blank = |consent| ConsentChange {
        weight: Some(ConsentWeight::FillsBlank),
        ..ConsentChange::new(EMAIL, consent, "import")
    };
    for (first, then) in [(Unsubscribed, Unsubscribed), (Pending, Pending)] {
        let mut ledger = ConsentLedger::default();
        ledger.fold(&blank(Subscribed), at(9));
        assert_eq!(ledger.on(EMAIL), Subscribed);
        fold(&mut ledger, &Word(first, 1));
        assert_eq!(ledger.on(EMAIL), then);
        ledger.fold(&blank(Subscribed), at(12));
        assert_eq!(ledger.on(EMAIL), then);
    }
}

#[test]
fn a_tick_moves_with_its_checkout() {
    let mut first = ConsentLedger::default();
    fold(&mut first, &Tick("t", 1, true, 2, false, Never));
    fold(&mut first, &Tick("own", 4, false, 5, true, Never));
    let taken = first.take_back("t");
    assert_eq!(first.on(EMAIL), NeverSubscribed);
    let mut second = ConsentLedger::default();
    second.take_over(taken.clone());
    assert_eq!(second.on(EMAIL), Subscribed);
    let mut left = ConsentLedger::default();
    fold(&mut left, &Word(Unsubscribed, 3));
    left.take_over(taken);
    assert_eq!(left.on(EMAIL), Unsubscribed);
}

#[test]
fn records_of_earlier_releases_count_as_they_did() {
    let old = |consent: Consent| {
        let text = format!(
            r#"{{"channels":{{"email":{{"consent":"{}","at":{},"origin":"shopify"}}}}}}"#,
            consent.word(),
            at(5).as_millis()
        );
        crate::json::from_str::<ConsentLedger>(&text).unwrap()
    };
    let mut left = old(Unsubscribed);
    fold(&mut left, &Tick("t", 4, true, 9, false, Never));
    assert_eq!(left.on(EMAIL), Unsubscribed);
    let mut agreed = old(Subscribed);
    fold(&mut agreed, &Tick("t", 4, false, 9, false, Never));
    assert_eq!(agreed.on(EMAIL), Subscribed);
    fold(&mut agreed, &Word(Unsubscribed, 6));
    assert_eq!(agreed.on(EMAIL), Unsubscribed);
}

#[test]
fn the_stricter_of_two_who_are_one_stands_against_all_that_was_said_before() {
    let mut ours = ConsentLedger::default();
    fold(&mut ours, &Word(Unsubscribed, 1));
    let mut theirs = ConsentLedger::default();
    fold(&mut theirs, &Word(Subscribed, 4));
    ours.merge(theirs, |_| false);
    fold(&mut ours, &Word(Subscribed, 4));
    assert_eq!(ours.on(EMAIL), Unsubscribed);
    fold(&mut ours, &Word(Subscribed, 5));
    assert_eq!(ours.on(EMAIL), Subscribed);
    // Of a nameless cart only a tick is known.
    let mut cart = ConsentLedger::default();
    fold(&mut cart, &Tick("t", 8, true, 9, false, Never));
    fold(&mut ours, &Word(Unsubscribed, 6));
    ours.merge(cart, |_| true);
    assert_eq!(ours.on(EMAIL), Subscribed);
}
