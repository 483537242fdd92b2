//! Random configurations: workflows of every kind, with and without rules of their own.

use crate::generate::START;
use crate::generate::condition::{alone, condition, dated, product_is, some_window};
use edgewise::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A random shop: up to four workflows of every kind, with and without rules of its own.
pub(crate) fn plan() -> impl Strategy<Value = Value> {
    let zone = prop::sample::select(vec!["Europe/Berlin", "America/Sao_Paulo", "UTC"]);
    let standing = (loyalty(), scoring());
    (vec(workflow(), 1..5), vec(condition(), 2..3), policy(), standing, zone)
        .prop_map(|(workflows, segments, policy, (loyalty, scoring), zone)| {
            let segments: Vec<Value> = segments
                .iter()
                .enumerate()
                .map(|(index, condition)| json!({"id": format!("s{index}"), "name": "S", "condition": alone(condition)}))
                .collect();
            let workflows: Vec<Value> = workflows
                .into_iter()
                .enumerate()
                .map(|(index, mut workflow)| {
                    let fields = workflow.as_object_mut().unwrap();
                    fields.insert("id".to_owned(), json!(format!("w{index}")));
                    fields.insert("name".to_owned(), json!(format!("Workflow {index}")));
                    fields.insert("status".to_owned(), json!("live"));
                    workflow
                })
                .collect();
            let mut config = json!({
                "format": 1,
                "shop": {"id": "random-shop", "name": "Random", "currency": "EUR", "time_zone": zone},
                "messages": {
                    "mail": {"subject": "s", "text": "t"},
                    "text": {"channel": "sms", "text": "t"},
                    "push": {"channel": "push", "text": "t"},
                },
                "tiers": [{"id": "silver", "name": "Silver", "spend_at_least": "200.00"},
                          {"id": "gold", "name": "Gold", "spend_at_least": "500.00"}],
                "segments": segments,
                "workflows": workflows,
            });
            for (key, part) in [("policy", policy), ("loyalty", loyalty), ("scoring", scoring)] {
                if let Some(part) = part {
                    config[key] = part;
                }
            }
            dated(&config, Timestamp::from_millis(START))
        })
}

/// Points for money and for looking around, and tiers that are lost at once or at a review.
fn loyalty() -> impl Strategy<Value = Option<Value>> {
    let downgrade = prop_oneof![
        1 => Just(json!("at_once")),
        2 => (prop::sample::select(vec!["week", "month"]), 0..20u32).prop_map(|(review, days)| json!({
            "review": review,
            "warn_before": {"amount": days, "unit": "days"},
        })),
    ];
    // Short windows, so that tiers are lost within a life.
    let over = prop_oneof![
        1 => Just(None),
        3 => (1..15u32).prop_map(|days| Some(json!({"last": {"amount": days, "unit": "days"}}))),
        1 => some_window().prop_map(Some),
    ];
    let loyalty = (1..4u32, downgrade, over).prop_map(|(points, downgrade, over)| {
        let mut loyalty = json!({
            "downgrade": downgrade,
            "points": {
                "per_amount": {"points": points, "amount": "10.00"},
                "rules": [{"id": "look", "points": points, "each": {"event": "product_viewed"}}],
            },
        });
        // A tier looks back from now, or at a period of the calendar.
        let over = over.filter(|over| over.get("since") != Some(&json!("entry")));
        if let Some(over) = over {
            loyalty["over"] = over;
        }
        loyalty
    });
    prop::option::weighted(0.8, loyalty)
}

/// Rules of every kind; none asks for the score itself.
fn scoring() -> impl Strategy<Value = Option<Value>> {
    let rules = (1..9i32, 1..15u32, 1..100u32, 0..3u32).prop_map(|(points, days, percent, tag)| json!({"rules": [
        {"id": "tagged", "points": points, "while": {"type": "tag", "tag": format!("t{tag}")}},
        {"id": "looks", "points": points, "at_most": 3, "each": {"event": "product_viewed"}},
        {"id": "orders", "points": 2 * points, "each": {"event": "order_placed", "window": {"last": {"amount": days, "unit": "days"}}}},
        {"id": "carts", "points": -points, "fades": {"every": {"amount": days, "unit": "hours"}, "percent": percent}, "each": {"event": "cart_updated"}},
    ]}));
    prop::option::weighted(0.8, rules)
}

fn policy() -> impl Strategy<Value = Option<Value>> {
    let when_over = prop::sample::select(vec![
        json!("skip"),
        json!("wait"),
        json!({"wait_at_most": {"amount": 30, "unit": "hours"}}),
    ]);
    let per = prop_oneof![
        (1..10u32).prop_map(|days| json!({"amount": days, "unit": "days"})),
        prop::sample::select(vec!["day", "week"]).prop_map(|period| json!({"this": period})),
    ];
    let of = prop::sample::select(vec![
        json!("all"),
        json!("each_workflow"),
        json!({"workflow": "w0"}),
    ]);
    let caps = (1..4u32, per, when_over, of, any::<bool>(), prop::sample::select(vec![0, 0, 20, 600])).prop_map(|(at_most, per, when_over, of, transactional, within)| {
        Some(json!({
            "one_message_within": {"amount": within, "unit": "minutes"},
            "quiet_hours": [{"channel": "email", "from": "20:00", "until": "09:30"},
                            {"channel": "sms", "from": "12:00", "until": "14:00"}],
            "frequency_caps": [{"at_most": at_most, "per": per, "when_over": when_over, "of": of, "counts_transactional": transactional},
                               {"channel": "sms", "at_most": 1, "per": {"amount": 36, "unit": "hours"}}],
        }))
    });
    prop_oneof![Just(None), caps]
}

fn workflow() -> impl Strategy<Value = Value> {
    let trigger = prop_oneof![
        (1..50u32).prop_map(
            |hours| json!({"type": "cart_abandoned", "after": {"amount": hours, "unit": "hours"}})
        ),
        Just(json!({"type": "order_placed"})),
        Just(json!({"type": "order_completed", "from_ordinal": 2})),
        (0..4u32).prop_map(|tag| json!({"type": "tag_added", "tag": format!("t{tag}")})),
        Just(json!({"type": "customer_created"})),
        prop::sample::select(vec!["silver", "gold"]).prop_map(|tier| json!({"type": "tier_reached", "tier": tier})),
        prop::sample::select(vec![json!({}), json!({"tier": "silver"})]).prop_map(|mut trigger| {
            trigger["type"] = json!("tier_at_risk");
            trigger
        }),
        (1..100u32).prop_map(|points| json!({"type": "points_reached", "at_least": points})),
        (-5..25i32).prop_map(|points| json!({"type": "score_reached", "at_least": points})),
        (1..4u32, any::<bool>()).prop_map(|(times, same)| json!({"type": "performed", "event": "product_viewed", "times": {"exactly": times}, "same_thing": same, "within": {"amount": 5, "unit": "days"}})),
        (1..80u32, any::<bool>()).prop_map(|(hours, same)| json!({"type": "not_followed", "event": "product_viewed", "within": {"amount": hours, "unit": "hours"}, "same_thing": same})),
        (1..12u32).prop_map(|days| json!({"type": "inactive", "activity": ["product_viewed", "order_placed", "cart_updated"], "for": {"amount": days, "unit": "days"}})),
        (prop::sample::select(vec!["birth_date", "renews", "first_seen", "first_order_at"]), any::<bool>(), 0..5u32)
            .prop_map(|(name, yearly, before)| json!({"type": "date", "name": name, "every_year": yearly, "days_before": before, "at": "10:30"})),
        (1..9u32).prop_map(|days| json!({"type": "date", "name": "first_order_at", "every_year": false, "days_after": days})),
        Just(json!({"type": "segment_entered", "segment": "s0"})),
        Just(json!({"type": "segment_left", "segment": "s1"})),
    ];
    let exits = prop::sample::select(vec![
        json!([]),
        json!(["order_placed"]),
        json!(["tags_added", "order_placed"]),
    ]);
    let reentry = prop::sample::select(vec![
        json!({"type": "every_time"}),
        json!({"type": "once"}),
        json!({"type": "after", "span": {"amount": 5, "unit": "days"}}),
    ]);
    (trigger, exits, reentry, prop::option::of(condition()), prop::option::of(condition()), (vec(step(), 1..6), product_is()), 0..101u32)
        .prop_map(|(trigger, exit_on, reentry, conditions, filter, (mut steps, product), priority)| {
            if has(&trigger, &|of| of["event"] == "product_viewed") {
                // Asked elsewhere, it never holds.
                let seen = json!({"type": "add_tag", "tag": "t3"});
                steps.insert(0, json!({"type": "branch", "if": product, "then": [seen]}));
            }
            let mut names = 0;
            let steps: Vec<Value> = steps.into_iter().map(|step| named(step, &mut names)).collect();
            let mut steps = json!(steps);
            if has(&steps, &|step| step["type"] == "apply_coupon") {
                // An offer is marketing.
                change(&mut steps, &|step| {
                    step.remove("kind");
                });
            }
            let mut workflow = json!({
                "trigger": trigger, "exit_on": exit_on, "reentry": reentry, "steps": steps, "priority": priority,
            });
            for (key, value) in [("conditions", conditions), ("filter", filter)] {
                if let Some(value) = value {
                    workflow.as_object_mut().unwrap().insert(key.to_owned(), value);
                }
            }
            workflow
        })
}

fn step() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => prop::sample::select(vec!["mail", "text", "push"]).prop_map(|message| json!({"type": "send", "message": message})),
        1 => Just(json!({"type": "send", "message": "mail", "kind": "transactional"})),
        3 => (1..60u32).prop_map(|hours| json!({"type": "wait", "for": {"amount": hours, "unit": "hours"}})),
        1 => (1..6u32).prop_map(|days| json!({"type": "wait", "until": {"after_trigger": {"amount": days, "unit": "calendar_days"}}})),
        1 => Just(json!({"type": "wait", "until": {"time_of_day": "02:30"}})),
        1 => Just(json!({"type": "wait", "until": {"time_of_day": "09:00", "days": ["tuesday", "sunday"]}})),
        1 => (prop::sample::select(vec!["birth_date", "renews", "first_order_at"]), any::<bool>(), 0..5u32)
            .prop_map(|(name, yearly, before)| json!({"type": "wait", "until": {"date": {"name": name, "every_year": yearly, "days_before": before}}})),
        1 => (0..4u32).prop_map(|tag| json!({"type": "add_tag", "tag": format!("t{tag}")})),
        1 => (0..4u32).prop_map(|tag| json!({"type": "remove_tag", "tag": format!("t{tag}")})),
        1 => prop::option::of(Just("Ben")).prop_map(|to| match to {
            Some(to) => json!({"type": "create_task", "title": "Do it", "to": to}),
            None => json!({"type": "create_task", "title": "Do it"}),
        }),
        1 => Just(json!({"type": "add_order_note", "note": "Handle with care"})),
        1 => (1..50u32).prop_map(|points| json!({"type": "add_points", "points": points, "cause": "for you"})),
        2 => prop::sample::select(vec!["email", "sms"]).prop_map(|channel| json!({"type": "unsubscribe", "channel": channel})),
        4 => further_step(),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        (0..4u8, 1..90u32, condition(), vec(inner.clone(), 0..3), vec(inner, 0..3)).prop_map(|(kind, hours, condition, one, other)| match kind {
            0 => json!({"type": "branch", "if": condition, "then": one, "else": other}),
            1 => json!({"type": "switch", "cases": [{"name": "one", "if": condition, "steps": one}], "else": other}),
            2 => json!({"type": "wait_for_event", "event": ["order_placed", "product_viewed", "tags_added"], "at_most": {"amount": hours, "unit": "hours"}, "then": one, "else": other}),
            _ => json!({"type": "split", "by": "enrollment", "arms": [{"name": "one", "steps": one}, {"name": "other", "weight": 2, "steps": other}]}),
        })
    })
}

/// What is seldom followed by anything else: one step of each kind, so that messages stay frequent.
fn further_step() -> impl Strategy<Value = Value> {
    let url = "https://hooks.example/edgewise";
    let tier = (prop::sample::select(vec!["silver", "gold"]), 1..9u32)
        .prop_map(|(tier, days)| json!({"type": "change_tier", "tier": tier, "for": {"amount": days, "unit": "days"}}));
    let offer = (1..4u32, any::<bool>()).prop_map(|(days, lasts)| {
        let mut step = json!({"type": "show_offer", "offer": "spring"});
        if lasts {
            step["for"] = json!({"amount": days, "unit": "days"});
        }
        step
    });
    let plain = prop::sample::select(vec![
        json!({"type": "apply_coupon", "percent": 10}),
        json!({"type": "apply_coupon", "percent": 15, "pool": "spring"}),
        json!({"type": "apply_coupon", "amount": "5.00", "prefix": "THANKS", "valid_for": {"amount": 3, "unit": "days"}}),
        json!({"type": "assign", "to": ["ada@shop.example", "ben@shop.example"]}),
        json!({"type": "create_ticket", "url": url, "subject": "Call them"}),
        json!({"type": "add_to_audience", "url": url, "audience": "buyers"}),
        json!({"type": "remove_from_audience", "url": url, "audience": "buyers"}),
        json!({"type": "hide_offer", "offer": "spring"}),
        json!({"type": "sync_customer", "url": url}),
        json!({"type": "webhook", "url": url}),
        json!({"type": "exit"}),
    ]);
    prop_oneof![1 => tier, 1 => offer, 10 => plain]
}

/// Whether any part of a JSON value is as `wanted`.
fn has(value: &Value, wanted: &dyn Fn(&Value) -> bool) -> bool {
    wanted(value)
        || match value {
            Value::Array(items) => items.iter().any(|one| has(one, wanted)),
            Value::Object(fields) => fields.values().any(|one| has(one, wanted)),
            _ => false,
        }
}

/// Changes every object in a JSON value.
fn change(value: &mut Value, how: &dyn Fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|one| change(one, how)),
        Value::Object(fields) => {
            how(fields);
            fields.values_mut().for_each(|one| change(one, how));
        }
        _ => {}
    }
}

/// Gives every step a name of its own.
fn named(mut step: Value, names: &mut u32) -> Value {
    if let Some(fields) = step.as_object_mut() {
        *names += 1;
        fields.insert("id".to_owned(), json!(format!("s{names}")));
        for key in ["then", "else"] {
            if let Some(Value::Array(inner)) = fields.get_mut(key) {
                *inner = std::mem::take(inner)
                    .into_iter()
                    .map(|step| named(step, names))
                    .collect();
            }
        }
        for key in ["cases", "arms"] {
            for way in fields
                .get_mut(key)
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                let Some(Value::Array(inner)) = way.get_mut("steps") else {
                    continue;
                };
                *inner = std::mem::take(inner)
                    .into_iter()
                    .map(|step| named(step, names))
                    .collect();
            }
        }
    }
    step
}
