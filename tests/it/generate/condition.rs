//! Random conditions, as a merchant would write them.
//!
//! Dates are written relative to the day a life begins: `@5` is five days later, `@5T` noon of
//! that day. [`dated`] puts real ones in.

use super::euro;
use chrono::Days;
use edgewise::money::Money;
use edgewise::time::{Timestamp, Zone};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A condition about reactions to messages, of which it may not be known whether it holds; also
/// denied, and beside others.
pub(crate) fn about_reactions() -> impl Strategy<Value = Value> {
    let events = prop::sample::select(vec![
        json!("message_opened"),
        json!(["message_opened", "message_clicked"]),
        json!(["message_opened", "product_viewed"]),
    ]);
    let leaf = (events, any::<bool>(), comparison(), 0..4u32, window()).prop_map(
        |(event, not, is, count, window)| {
            let leaf = if not {
                json!({"type": "not_performed", "event": event})
            } else {
                {
                    let mut leaf =
                        json!({"type": "performed", "event": event, "is": is, "count": count});
                    if is == "between" {
                        leaf.as_object_mut()
                            .unwrap()
                            .insert("and".to_owned(), json!(count + 2));
                    }
                    leaf
                }
            };
            with_window(leaf, window)
        },
    );
    let kinds = prop::sample::select(vec!["all", "any", "none"]);
    (leaf, self::leaf(), kinds.clone(), kinds).prop_map(|(leaf, other, kind, outer)| {
        let inner = json!({"type": kind, "of": [leaf, other]});
        json!({"type": outer, "of": [inner]})
    })
}

/// A random condition; `@` dates stand in for real ones.
pub(crate) fn condition() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 12, 4, |inner| {
        (
            prop::sample::select(vec!["all", "any", "none"]),
            vec(inner, 0..4),
        )
            .prop_map(|(kind, of)| json!({"type": kind, "of": of}))
    })
}

/// Puts real dates in for those relative to the day of `start`.
pub(crate) fn dated(condition: &Value, start: Timestamp) -> Value {
    match condition {
        Value::String(text) => match text.strip_prefix('@') {
            Some(days) => {
                let (days, time) = match days.strip_suffix('T') {
                    Some(days) => (days, "T12:00:00Z"),
                    None => (days, ""),
                };
                let first = start.local(Zone::UTC).date();
                let day = first.checked_add_days(Days::new(days.parse().unwrap()));
                json!(format!("{}{time}", day.unwrap()))
            }
            None => condition.clone(),
        },
        Value::Array(items) => items.iter().map(|item| dated(item, start)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), dated(value, start)))
            .collect(),
        other => other.clone(),
    }
}

/// The condition without asking for other segments, which could lead back to it.
pub(crate) fn alone(condition: &Value) -> Value {
    match condition {
        Value::Object(fields) if fields.get("type") == Some(&json!("segment")) => {
            json!({"type": "tag", "tag": "t0"})
        }
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), alone(value)))
            .collect(),
        Value::Array(items) => items.iter().map(alone).collect(),
        other => other.clone(),
    }
}

fn leaf() -> impl Strategy<Value = Value> {
    let amount = || (0..40i64).prop_map(|n| Money::new(n * 2_500, euro()).decimal());
    let limits = || (comparison(), 0..4u32, 0..3u32);
    let counted = |mut leaf: Value, (is, count, more): (&str, u32, u32)| {
        let fields = leaf.as_object_mut().unwrap();
        fields.insert("is".to_owned(), json!(is));
        fields.insert("count".to_owned(), json!(count));
        if is == "between" {
            fields.insert("and".to_owned(), json!(count + more));
        }
        leaf
    };
    let money = |mut leaf: Value, is: &str, amount: String| {
        let fields = leaf.as_object_mut().unwrap();
        fields.insert("is".to_owned(), json!(is));
        if is == "between" {
            let upper = Money::parse(&amount, euro()).unwrap().minor + 10_000;
            let upper = Money::new(upper, euro()).decimal();
            fields.insert("and".to_owned(), json!(upper));
        }
        fields.insert("amount".to_owned(), json!(amount));
        leaf
    };
    let orders = prop_oneof![
        (comparison(), amount(), window()).prop_map(move |(is, amount, window)| with_window(
            money(json!({"type": "spend"}), is, amount),
            window
        )),
        (limits(), window()).prop_map(move |(limits, window)| with_window(
            counted(json!({"type": "order_count"}), limits),
            window
        )),
        (limits(), item_test(), window()).prop_map(move |(limits, test, window)| with_window(
            counted(json!({"type": "bought", "where": [test]}), limits),
            window
        )),
        (
            comparison(),
            amount(),
            prop::option::of(prop::sample::select(vec!["silver", "gold"]))
        )
            .prop_map(move |(is, amount, tier)| {
                let mut leaf = money(json!({"type": "to_next_tier"}), is, amount);
                let fields = leaf.as_object_mut().unwrap();
                let missing = fields.remove("amount").unwrap();
                fields.insert("missing".to_owned(), missing);
                if let Some(tier) = tier {
                    fields.insert("tier".to_owned(), json!(tier));
                }
                leaf
            }),
        (prop::sample::select(vec![
            json!({"groups": ["champions", "new"]}),
            json!({"groups": ["prospects", "dormant", "loyal"]}),
            json!({"frequency": [1, 5]}),
            json!({"recency": [2, 3], "monetary": [1, 2, 3]})
        ]))
        .prop_map(|mut leaf| {
            leaf.as_object_mut()
                .unwrap()
                .insert("type".to_owned(), json!("rfm"));
            leaf
        }),
    ];
    let cart = prop_oneof![
        (comparison(), amount()).prop_map(move |(is, amount)| money(
            json!({"type": "cart_value"}),
            is,
            amount
        )),
        (limits(), prop::option::of(item_test())).prop_map(move |(limits, test)| {
            let tests: Vec<Value> = test.into_iter().collect();
            counted(json!({"type": "cart_contains", "where": tests}), limits)
        }),
    ];
    let behavior = prop_oneof![
        3 => (events(), limits(), window()).prop_map(move |(event, limits, window)| with_window(
            counted(json!({"type": "performed", "event": event}), limits),
            window
        )),
        1 => (limits(), value_predicate(), window()).prop_map(move |(limits, mut test, window)| {
            test.as_object_mut().unwrap().insert("property".to_owned(), json!("price"));
            with_window(counted(json!({"type": "performed", "event": "product_viewed", "where": [test]}), limits), window)
        }),
        1 => (events(), window()).prop_map(|(event, window)| with_window(
            json!({"type": "not_performed", "event": event}),
            window
        )),
        2 => (figure(), comparison(), 0..60u32, window()).prop_map(|((figure, event, property), is, value, window)| {
            let mut leaf = json!({"type": "aggregate", "figure": figure, "event": event, "property": property, "is": is, "value": halves(value * 5)});
            if is == "between" {
                leaf.as_object_mut().unwrap().insert("and".to_owned(), halves(value * 5 + 80));
            }
            with_window(leaf, window)
        }),
    ];
    let person = prop_oneof![
        (0..3u32, any::<bool>())
            .prop_map(|(tag, has)| json!({"type": "tag", "tag": format!("T{tag}"), "has": has})),
        prop::sample::select(vec!["subscribed", "unsubscribed", "pending", "never_subscribed"])
            .prop_map(|is| json!({"type": "consent", "channel": "email", "is": is})),
        prop::sample::select(vec!["set", "not_set"])
            .prop_map(|is| json!({"type": "attribute", "name": "email", "is": is})),
        value_predicate().prop_map(|mut test| {
            let fields = test.as_object_mut().unwrap();
            fields.insert("type".to_owned(), json!("attribute"));
            fields.insert("name".to_owned(), json!("size"));
            test
        }),
        date(),
        date(),
        (0..2u32, any::<bool>()).prop_map(|(segment, member)| json!({"type": "segment", "segment": format!("s{segment}"), "member": member})),
        (day(), 0..9u32).prop_map(|(from, more)| json!({"type": "during", "from": format!("@{from}"), "until": format!("@{}T", from + more)})),
    ];
    prop_oneof![4 => orders, 1 => cart, 4 => behavior, 3 => person, 2 => standing()]
}

/// About what the engine keeps of a customer besides what they did, and about the workflow's product.
fn standing() -> impl Strategy<Value = Value> {
    let compared = |kind: &'static str, points: std::ops::Range<i32>| {
        (comparison(), points).prop_map(move |(is, points)| {
            let mut leaf = json!({"type": kind, "is": is, "points": points});
            if is == "between" {
                leaf["and"] = json!(points + 20);
            }
            leaf
        })
    };
    prop_oneof![
        any::<bool>().prop_map(|is| json!({"type": "suppressed", "is": is})),
        prop::sample::select(vec!["silver", "gold"])
            .prop_map(|tier| json!({"type": "tier", "tier": tier})),
        compared("points", 0..120),
        compared("score", -15..30),
        (0..9u32, 0..90u32, 1..90u32).prop_map(|(name, from, more)| json!({
            "type": "random_bucket",
            "name": format!("n{name}"),
            "from": from,
            "until": (from + more).min(100),
        })),
        product_is(),
    ]
}

/// About the workflow's product.
pub(crate) fn product_is() -> impl Strategy<Value = Value> {
    (product_test(), prop::bool::weighted(0.2)).prop_map(
        |(test, requested)| json!({"type": "product_is", "where": [test], "requested": requested}),
    )
}

/// What a workflow's product may be like: as it was when the workflow began, and as it is now.
fn product_test() -> impl Strategy<Value = Value> {
    let about = vec!["price", "current_price", "available", "price_change"];
    let id = json!({"property": "product_id", "is": "one_of", "value": ["P1", "p2"]});
    let number =
        (prop::sample::select(about), value_predicate()).prop_map(|(property, mut test)| {
            test["property"] = json!(property);
            test
        });
    prop_oneof![1 => Just(id), 3 => number]
}

fn comparison() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "more_than",
        "at_least",
        "less_than",
        "at_most",
        "exactly",
        "between",
    ])
}

fn events() -> impl Strategy<Value = Value> {
    let names = vec![
        "order_placed",
        "product_viewed",
        "cart_updated",
        "tags_added",
    ];
    prop_oneof![
        2 => prop::sample::select(names).prop_map(|name| json!(name)),
        1 => Just(json!(["product_viewed", "cart_updated"])),
    ]
}

fn figure() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    let figures = vec![
        "sum", "average", "minimum", "maximum", "first", "last", "distinct",
    ];
    let of = vec![
        ("product_viewed", "price"),
        ("order_placed", "total"),
        ("order_completed", "total"),
    ];
    (prop::sample::select(figures), prop::sample::select(of))
        .prop_map(|(figure, (event, property))| (figure, event, property))
}

fn item_test() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({"property": "vendor", "is": "equals", "value": "ACME"}),
        json!({"property": "vendor", "is": "not_one_of", "value": ["acme", "other"]}),
        json!({"property": "price", "is": "more_than", "value": 50}),
        json!({"property": "quantity", "is": "between", "value": [2, 3]}),
    ])
}

fn value_predicate() -> impl Strategy<Value = Value> {
    (
        prop::sample::select(vec![
            "equals",
            "not_equals",
            "more_than",
            "at_most",
            "between",
            "set",
            "not_set",
        ]),
        0..6u32,
    )
        .prop_map(|(is, value)| match is {
            "set" | "not_set" => json!({"is": is}),
            "between" => json!({"is": is, "value": [value * 10, value * 10 + 20]}),
            _ => json!({"is": is, "value": value * 10}),
        })
}

fn date() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec!["birth_date", "renews", "first_seen", "last_order_at"]);
    let test = prop_oneof![
        (prop::sample::select(vec!["before", "after", "on"]), day())
            .prop_map(|(is, day)| json!({"is": is, "value": format!("@{day}")})),
        (day(), 0..9u32).prop_map(|(day, more)| json!({"is": "between", "value": format!("@{day}"), "and": format!("@{}", day + more)})),
        (prop::sample::select(vec!["in_last", "before_last", "in_next", "after_next"]), span())
            .prop_map(|(is, span)| json!({"is": is, "span": span})),
        Just(json!({"is": "anniversary"})),
        (1..30u32).prop_map(|days| json!({"is": "anniversary_in_next", "span": {"amount": days, "unit": "calendar_days"}})),
        prop::sample::select(vec!["set", "not_set"]).prop_map(|is| json!({"is": is})),
    ];
    (name, test).prop_map(|(name, mut test)| {
        let fields = test.as_object_mut().unwrap();
        fields.insert("type".to_owned(), json!("date"));
        fields.insert("name".to_owned(), json!(name));
        test
    })
}

/// A day of a life, counted from its beginning.
fn day() -> impl Strategy<Value = u32> {
    0..40u32
}

fn span() -> impl Strategy<Value = Value> {
    let unit = prop::sample::select(vec![
        "minutes",
        "hours",
        "days",
        "calendar_days",
        "weeks",
        "months",
    ]);
    (1..40u32, unit).prop_map(|(amount, unit)| json!({"amount": amount, "unit": unit}))
}

fn window() -> impl Strategy<Value = Option<Value>> {
    let period = || prop::sample::select(vec!["day", "week", "month", "quarter", "year"]);
    prop_oneof![
        2 => Just(None),
        5 => span().prop_map(|span| Some(json!({"last": span}))),
        1 => span().prop_map(|span| Some(json!({"before_last": span}))),
        2 => period().prop_map(|period| Some(json!({"this": period}))),
        1 => period().prop_map(|period| Some(json!({"previous": period}))),
        1 => Just(Some(json!({"since": "entry"}))),
        1 => day().prop_map(|day| Some(json!({"since": format!("@{day}")}))),
        1 => prop::sample::select(vec!["order_placed", "product_viewed"])
            .prop_map(|event| Some(json!({"since": {"event": event}}))),
        1 => (day(), 0..9u32).prop_map(|(from, more)| Some(json!({"from": format!("@{from}"), "until": format!("@{}T", from + more)}))),
    ]
}

/// A window that is not all time.
pub(crate) fn some_window() -> impl Strategy<Value = Value> {
    window().prop_filter_map("all time", |window| window)
}

fn with_window(mut condition: Value, window: Option<Value>) -> Value {
    if let (Some(window), Some(condition)) = (window, condition.as_object_mut()) {
        condition.insert("window".to_owned(), window);
    }
    condition
}

/// So many halves as a JSON number.
fn halves(count: u32) -> Value {
    serde_json::from_str(&format!("{}.{}", count / 2, count % 2 * 5)).unwrap()
}
