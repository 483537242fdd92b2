//! Single cases: windows to the millisecond, ties, and what misled other programs.

use super::life::{HOUR, Life, RawCode, RawOrder, RawTouch, Rules, START, Told, customer, sent_by};
use super::{answered, oracle};
use edgewise::event::{Cart, Channel, Event, EventKind, MessageNews, Order, Source};
use edgewise::money::{Currency, Money};
use edgewise::time::Timestamp;

const DAY: i64 = 24 * HOUR;

fn click(at: i64, message: u32) -> RawTouch {
    RawTouch {
        at: START + at,
        kind: "click",
        channel: Channel::Email,
        message,
    }
}

fn order(id: u32, at: i64, goods: i64) -> RawOrder {
    RawOrder {
        id,
        placed_at: START + at,
        goods: Some(goods),
        total: goods + 500,
        codes: Vec::new(),
        parent: None,
        refunds: Vec::new(),
        test: false,
        cancelled: false,
        deleted: false,
    }
}

/// What is said of each order.
fn said(touches: Vec<RawTouch>, codes: Vec<RawCode>, orders: Vec<RawOrder>) -> Vec<String> {
    let life = Life {
        touches,
        codes,
        orders,
    };
    let lines = answered(&customer(life.told()), &Rules::default());
    assert_eq!(lines, oracle::expected(&life, &Rules::default()));
    lines.into_iter().map(|(.., verdict)| verdict).collect()
}

#[test]
fn a_window_begins_at_the_touch_and_both_its_ends_belong_to_it() {
    let at = |offset| said(vec![click(0, 1)], Vec::new(), vec![order(1, offset, 100)]);
    let credit = format!("click effect-1 {START}");
    assert_eq!(at(-1), ["no_touch"]);
    assert_eq!(at(0), [credit.as_str()]);
    assert_eq!(at(5 * DAY - 1_000), [credit.as_str()]);
    assert_eq!(at(5 * DAY), [credit.as_str()]);
    assert_eq!(at(5 * DAY + 1), [format!("outside_window {credit}")]);
    assert_eq!(at(5 * DAY + 1_000), [format!("outside_window {credit}")]);
}

#[test]
fn a_code_is_proof_until_it_expires_and_only_the_customers_own() {
    let code = |lasts| RawCode {
        name: 1,
        issued_at: START,
        lasts,
    };
    let with = |lasts, at, name| {
        let order = RawOrder {
            codes: vec![name],
            ..order(1, at, 100)
        };
        let touches = vec![click(at - HOUR, 2)];
        said(touches, vec![code(lasts)], vec![order]).remove(0)
    };
    let by_code = |at: i64| format!("code code-1 {}", START + at);
    // It beats a later click of another workflow, and ends no sooner than itself.
    assert_eq!(with(Some(9 * DAY), 9 * DAY, 1), by_code(9 * DAY));
    assert_eq!(with(None, 300 * DAY, 1), by_code(300 * DAY));
    let by_click = |at: i64| format!("click effect-2 {}", START + at - HOUR);
    assert_eq!(with(Some(9 * DAY), 9 * DAY + 1, 1), by_click(9 * DAY + 1));
    // One that was made for somebody else credits nobody.
    assert_eq!(with(None, DAY, 7), by_click(DAY));
}

#[test]
fn one_purchase_in_several_orders_counts_once_as_the_parent() {
    let part = |id, at, goods| RawOrder {
        parent: Some(1),
        ..order(id, at, goods)
    };
    let whole = order(1, HOUR, 9_000);
    let children = [part(2, HOUR, 4_000), part(3, HOUR, 5_000)];
    let touches = || vec![click(0, 1)];
    let credit = format!("click effect-1 {START}");
    let all = [&[whole.clone()][..], &children[..]].concat();
    assert_eq!(
        said(touches(), Vec::new(), all),
        [credit.as_str(), "part_of_other", "part_of_other"]
    );
    // Where the parent is deleted or was never there, the parts are all there is.
    let deleted = RawOrder {
        deleted: true,
        ..whole
    };
    let all = [&[deleted][..], &children[..]].concat();
    assert_eq!(
        said(touches(), Vec::new(), all),
        ["deleted", credit.as_str(), credit.as_str()]
    );
    assert_eq!(
        said(touches(), Vec::new(), children.to_vec()),
        [credit.clone(), credit]
    );
}

#[test]
fn a_renewal_needs_a_touch_of_its_own() {
    // It repeats the first order's data a month later, and nothing of that is a touch.
    let renewal = RawOrder {
        codes: vec![9],
        ..order(2, 30 * DAY, 3_000)
    };
    let credit = format!("click effect-1 {START}");
    let orders = vec![order(1, HOUR, 3_000), renewal];
    let outside = format!("outside_window {credit}");
    assert_eq!(
        said(vec![click(0, 1)], Vec::new(), orders),
        [credit, outside]
    );
}

#[test]
fn what_a_machine_or_a_browser_says_is_no_touch() {
    let click = |source, is_machine| {
        let news = MessageNews {
            channel: Some(Channel::Sms),
            of: Some(sent_by(1)),
            ..MessageNews::default()
        };
        let at = Timestamp::from_millis(START);
        let kind = match is_machine {
            true => EventKind::MessageScanned { news },
            false => EventKind::MessageClicked { news },
        };
        let event = Event {
            fact_key: "click".into(),
            occurred_at: at,
            received_at: at,
            source,
            imported: false,
            kind,
        };
        customer([Told::Event(Box::new(event))]).touches.kept.len()
    };
    assert_eq!(click(Source::Edgewise, false), 1);
    assert_eq!(click(Source::Edgewise, true), 0);
    assert_eq!(click(Source::ShopifyPixel, false), 0);
    assert_eq!(click(Source::Segment, false), 0);
}

/// WooCommerce makes the order that is left at the checkout, and keeps its date when a reminder leads back to it.
#[test]
fn an_order_that_was_left_and_paid_after_a_reminder_is_the_reminders() {
    let at = |hours: i64| Timestamp::from_millis(START + hours * HOUR);
    let told = |fact: &str, hours: i64, kind| {
        Told::Event(Box::new(Event {
            fact_key: fact.into(),
            occurred_at: at(hours),
            received_at: at(hours),
            source: Source::Woocommerce,
            imported: false,
            kind,
        }))
    };
    let cart = Cart {
        checkout_token: Some("order:7".to_owned()),
        ..Cart::default()
    };
    let order = Order {
        order_id: "woocommerce:7".to_owned(),
        placed_at: Some(at(0)),
        paid_at: Some(at(5)),
        total: Some(Money::new(9_000, Currency::parse("EUR").unwrap())),
        updated_at: Some(at(5)),
        ..Order::default()
    };
    let credited = |was_left: bool| {
        let left = told("left", 0, EventKind::CheckoutStarted { cart: cart.clone() });
        let news = MessageNews {
            channel: Some(Channel::Email),
            of: Some(sent_by(1)),
            ..MessageNews::default()
        };
        let order = order.clone();
        let mut story = vec![
            told("click", 4, EventKind::MessageClicked { news }),
            told("paid", 5, EventKind::OrderPlaced { order }),
        ];
        if let Told::Event(click) = &mut story[0] {
            click.source = Source::Edgewise;
        }
        story.extend(was_left.then_some(left));
        let lines = answered(&customer(story), &Rules::default());
        lines
            .into_iter()
            .map(|(.., verdict)| verdict)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        credited(true),
        [format!("click effect-1 {}", START + 4 * HOUR)]
    );
    // One that is paid later, by bank transfer for example, was bought when it was placed.
    assert_eq!(credited(false), ["no_touch"]);
}
