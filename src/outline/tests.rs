//! What outlines say, and which fields their parts lead to.

use super::*;
use crate::json::parse_strictly;
use crate::sentence::Language;

const CONFIG: &str = r#"{
    "format": 1,
    "shop": {"currency": "EUR", "time_zone": "Europe/Berlin"},
    "tiers": [{"id": "gold", "name": "Gold", "spend_at_least": "500.00"}],
    "messages": {"hello": {"subject": "Still thinking it over?"}},
    "segments": [{"id": "big", "name": "Big", "condition": {"type": "spend", "is": "more_than", "amount": "500.00"}}],
    "workflows": [{
        "id": "cart", "name": "Cart",
        "trigger": {"type": "cart_abandoned", "after": {"amount": 1, "unit": "hours"}},
        "filter": {"type": "tier", "tier": "gold"},
        "exit_on": ["order_placed"],
        "holdout": 10,
        "steps": [
            {"id": "a", "type": "send", "message": "hello"},
            {"id": "b", "type": "branch", "if": {"type": "segment", "segment": "big"},
             "then": [{"id": "c", "type": "wait", "for": {"amount": 24, "unit": "hours"}}],
             "else": [{"id": "d", "type": "add_tag"}]}
        ]
    }]
}"#;

fn text(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

fn fields(parts: &[Part]) -> Vec<(&str, &str)> {
    let bound = parts
        .iter()
        .filter_map(|part| Some((part.field.as_deref()?, part.text.as_str())));
    bound.collect()
}

#[test]
fn a_workflow_is_said_in_parts_that_lead_to_its_fields() {
    let config = parse_strictly(CONFIG).unwrap();
    let said = outline(&config, None, Reader::ENGLISH);
    let [workflow] = said.workflows.as_slice() else {
        panic!("one workflow");
    };
    assert_eq!(
        text(&workflow.trigger),
        "leaves a cart for 1 hour without ordering"
    );
    assert_eq!(
        fields(&workflow.trigger),
        [
            ("workflows[0].trigger.checkout_only", "a cart"),
            ("workflows[0].trigger.after", "1 hour"),
        ]
    );
    assert_eq!(
        workflow.events,
        [
            EventName::CartUpdated,
            EventName::ProductAdded,
            EventName::CheckoutStarted,
            EventName::CheckoutUpdated
        ]
    );
    let rules: Vec<String> = workflow.rules.iter().map(|rule| text(rule)).collect();
    assert_eq!(
        rules,
        [
            "Before every message, checks that the customer is in tier “Gold”",
            "Exits on “order placed”",
            "Holdout: 10%",
        ]
    );
    assert_eq!(
        fields(&workflow.rules[0]),
        [("workflows[0].filter.tier", "Gold")]
    );
    let [send, branch] = workflow.steps.as_slice() else {
        panic!("two steps");
    };
    assert_eq!(text(&send.parts), "Send email “Still thinking it over?”");
    assert_eq!(text(&branch.parts), "If the customer is in segment “Big”");
    assert_eq!(
        fields(&branch.parts),
        [
            ("workflows[0].steps[1].if.member", "is in"),
            ("workflows[0].steps[1].if.segment", "Big"),
        ]
    );
    let [yes, no] = branch.branches.as_slice() else {
        panic!("two branches");
    };
    assert_eq!((yes.name.as_str(), no.name.as_str()), ("Yes", "No"));
    assert_eq!(yes.steps[0].path, "workflows[0].steps[1].then[0]");
    assert_eq!(text(&yes.steps[0].parts), "Wait 24 hours");
    // What cannot be read says nothing, and everything around it is said.
    assert_eq!((no.steps[0].id.as_str(), no.steps[0].parts.len()), ("d", 0));
}

/// A value for every setting of a workflow besides its name, its state and what the host gives.
const SETTINGS: &[(&str, &str)] = &[
    (
        "conditions",
        r#"{"type": "order_count", "is": "at_least", "count": 1}"#,
    ),
    ("exit_on", r#"["order_placed"]"#),
    (
        "exit_when",
        r#"{"type": "order_count", "is": "at_least", "count": 2}"#,
    ),
    (
        "filter",
        r#"{"type": "order_count", "is": "at_least", "count": 3}"#,
    ),
    ("goal", r#""Bring carts back""#),
    (
        "goal_when",
        r#"{"type": "order_count", "is": "at_least", "count": 4}"#,
    ),
    ("holdout", "10"),
    ("in_flight", r#""move""#),
    ("max_event_age", r#"{"amount": 5, "unit": "days"}"#),
    ("on_pause", r#""stop""#),
    ("one_per", r#""entry""#),
    ("priority", "60"),
    ("reentry", r#"{"type": "once"}"#),
    ("schedule", r#"{"from": "2026-11-27"}"#),
    ("steps", r#"[{"id": "a", "type": "exit"}]"#),
    ("topic", r#""news""#),
    ("trigger", r#"{"type": "customer_created"}"#),
];

#[test]
fn every_setting_of_a_workflow_is_said() {
    let schema = schemars::schema_for!(crate::workflow::Workflow);
    let named = schema.as_object().unwrap()["properties"]
        .as_object()
        .unwrap();
    let apart = ["$schema", "id", "name", "status", "revision", "live_since"];
    let settings = named.keys().filter(|name| !apart.contains(&name.as_str()));
    assert_eq!(
        settings.collect::<Vec<_>>(),
        SETTINGS.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "a setting that the outline leaves out"
    );
    for language in [Language::English, Language::German] {
        let reader = Reader {
            language,
            ..Reader::ENGLISH
        };
        for (name, value) in SETTINGS {
            let config = format!(r#"{{"workflows": [{{"id": "w", "{name}": {value}}}]}}"#);
            let said = outline(&parse_strictly(&config).unwrap(), None, reader);
            let workflow = &said.workflows[0];
            let rules = workflow.rules.iter().map(|rule| text(rule));
            let steps = workflow.steps.iter().map(|step| text(&step.parts));
            let lines = rules.chain(steps).chain([text(&workflow.trigger)]);
            let lines = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>();
            assert_eq!(lines.len(), 1, "{name}: {lines:?}");
        }
    }
}

#[test]
fn a_noun_belongs_to_the_number_that_counts_it() {
    let config = parse_strictly(
        r#"{"segments": [{"id": "new", "name": "New", "condition": {"type": "order_count", "is": "between", "count": 1, "and": 3, "window": {"last": {"amount": 30, "unit": "days"}}}}]}"#,
    )
    .unwrap();
    let said = outline(&config, None, Reader::ENGLISH);
    let condition = &said.segments[0].condition;
    assert_eq!(
        text(condition),
        "has placed between 1 and 3 orders in the last 30 days"
    );
    assert_eq!(
        fields(condition),
        [
            ("segments[0].condition.is", "between"),
            ("segments[0].condition.count", "1"),
            ("segments[0].condition.and", "3 orders"),
            ("segments[0].condition.window", " in the last 30 days"),
        ]
    );
}

#[test]
fn the_same_is_said_in_german() {
    let config = parse_strictly(CONFIG).unwrap();
    let said = outline(
        &config,
        Some("cart"),
        Reader {
            language: Language::German,
            ..Reader::ENGLISH
        },
    );
    let workflow = &said.workflows[0];
    assert_eq!(
        text(&workflow.trigger),
        "lässt einen Warenkorb 1 Stunde lang liegen, ohne zu bestellen"
    );
    assert_eq!(
        fields(&workflow.trigger)[1],
        ("workflows[0].trigger.after", "1 Stunde")
    );
    assert_eq!(
        text(&said.segments[0].condition),
        "hat mehr als 500,00 € ausgegeben"
    );
}

#[test]
fn the_policy_in_effect_is_said_with_its_defaults() {
    let said = |policy: &str, language| {
        let config = format!(r#"{{"shop": {{"currency": "EUR"}}, "policy": {policy}}}"#);
        let reader = Reader {
            language,
            ..Reader::ENGLISH
        };
        outline(&parse_strictly(&config).unwrap(), None, reader).policy
    };
    let texts = |rules: &[PolicyRuleOutline]| -> Vec<(String, bool)> {
        let rules = rules.iter();
        rules
            .map(|rule| (text(&rule.parts), rule.is_default))
            .collect()
    };
    let defaults = said("{}", Language::English);
    assert_eq!(
        texts(&defaults),
        [
            ("No SMS marketing from 9:00 PM to 8:00 AM".to_owned(), true),
            ("No push marketing from 9:00 PM to 8:00 AM".to_owned(), true),
            (
                "No SMS marketing at times when the customer’s country or state forbids it"
                    .to_owned(),
                true
            ),
            (
                "Each customer gets at most 4 SMS messages in 30 days; the rest are skipped"
                    .to_owned(),
                true
            ),
        ]
    );
    assert!(defaults.iter().all(|rule| fields(&rule.parts).is_empty()));
    let own = said(
        r#"{
            "quiet_hours": [{"channel": "email", "from": "22:00", "until": "07:00", "days": ["sunday"]}],
            "country_hours": false,
            "frequency_caps": [],
            "one_message_within": {"amount": 2, "unit": "hours"}
        }"#,
        Language::English,
    );
    assert_eq!(
        texts(&own),
        [
            (
                "No email marketing from 10:00 PM to 7:00 AM, starting on Sunday".to_owned(),
                false
            ),
            (
                "Of marketing messages due within 2 hours of each other, only the most important goes out"
                    .to_owned(),
                false
            ),
        ]
    );
    assert_eq!(
        fields(&own[0].parts)[1],
        ("policy.quiet_hours[0].from", "10:00 PM")
    );
    let german = said("{}", Language::German);
    assert_eq!(
        text(&german[0].parts),
        "Kein Marketing per SMS von 21:00 Uhr bis 08:00 Uhr"
    );
}
