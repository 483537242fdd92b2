//! Conditions decided together say what each says alone.

use crate::generate::condition::{about_reactions, alone, condition, dated};
use crate::generate::{START, euro, life, moment};
use edgewise::condition::{Condition, Context, Definitions, Index, RuleSet};
use edgewise::customer::Customer;
use edgewise::document::{FromNode, Node, Reading};
use edgewise::id::fingerprint;
use edgewise::json::parse_strictly;
use edgewise::shop_facts::{RfmCuts, ShopFacts};
use edgewise::stored::Reported;
use edgewise::time::{Timestamp, Zone};
use edgewise::value;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150), ..ProptestConfig::default() })]

    #[test]
    fn of_a_life(
        rules in vec(vec(any_condition(), 0..3), 1..130),
        segment in condition(),
        events in life(25),
        now in moment(),
        entered in proptest::option::of(moment()),
        (points, score, is_gold) in (0..100i64, -10..30i64, any::<bool>()),
        entry in any::<prop::sample::Index>(),
    ) {
        let start = Timestamp::from_millis(START);
        let mut segments = Definitions::default();
        for name in ["s0", "s1"] {
            segments.add_segment(name.to_owned(), read(&dated(&alone(&segment), start)));
        }
        let rules: Vec<Vec<Condition>> = rules
            .iter()
            .map(|rule| rule.iter().map(|one| read(&dated(one, start))).collect())
            .collect();
        let mut customer = Customer::default();
        for condition in rules.iter().flatten() {
            for event in &events {
                customer.fold(event, &condition.scope().kept);
            }
        }
        customer.points.balance = points;
        customer.score.value = score;
        customer.tier = is_gold.then(|| "gold".to_owned());
        let entry = (!events.is_empty()).then(|| fingerprint(&entry.get(&events).fact_key));
        let cuts = RfmCuts { recency: [start; 4].map(Timestamp::as_millis), frequency: [2, 3, 4, 5], monetary: [10_000; 4] };
        let facts = ShopFacts { rfm: Some(cuts), ..ShopFacts::NONE };
        let zone = Zone::named("Europe/Berlin").unwrap();
        agree(&rules, Context { anchor: entered, entry, definitions: &segments, facts: &facts, ..Context::new(&customer, now, zone, euro()) })?;
    }

    #[test]
    fn of_values(rules in vec(vec(attribute_rule(), 1..4), 1..130), found in vec(proptest::option::of(found()), 3)) {
        let mut customer = Customer::default();
        for (number, found) in found.into_iter().enumerate() {
            if let Some(value) = found {
                let at = Timestamp::from_millis(START);
                let value: value::Value = edgewise::json::from_str(&value.to_string()).unwrap();
                customer.profile.traits.insert(format!("a{number}"), Reported { value, at, confirmed: true });
            }
        }
        let rules: Vec<Vec<Condition>> = rules.iter().map(|rule| rule.iter().map(read).collect()).collect();
        agree(&rules, Context::new(&customer, Timestamp::from_millis(START), Zone::UTC, euro()))?;
    }
}

/// Decides and explains the rules together and one by one; and of two conditions that are said to
/// exclude each other one does not hold.
fn agree(rules: &[Vec<Condition>], context: Context<'_>) -> Result<(), TestCaseError> {
    let all: Vec<&Condition> = rules.iter().flatten().take(60).collect();
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().take(place).filter(|other| one.excludes(other)) {
            let both = one.evaluate(&context).matched && other.evaluate(&context).matched;
            prop_assert!(!both, "{:?} and {:?}", one, other);
        }
    }
    let index = Index::new(
        &rules
            .iter()
            .map(|rule| rule.iter().collect())
            .collect::<Vec<_>>(),
    );
    let mut lookup = index.over(context);
    let mut holding = RuleSet::all(rules.len());
    lookup.keep_holding(&mut holding);
    let mut expected = Vec::new();
    for (place, rule) in rules.iter().enumerate() {
        let mut saw = Vec::new();
        let holds = rule
            .iter()
            .all(|condition| condition.explain_after(&context, &mut saw).matched);
        if holds {
            expected.push(place);
        }
        prop_assert_eq!(lookup.explain(place), saw);
        // Nor does it matter who is asked beside.
        let mut alone = RuleSet::none(rules.len());
        alone.insert(place);
        index.over(context).keep_holding(&mut alone);
        prop_assert_eq!(alone.len(), usize::from(holds));
    }
    prop_assert_eq!(holding.iter().collect::<Vec<_>>(), expected);
    Ok(())
}

/// Groups of tests of every kind on a few attributes.
fn attribute_rule() -> impl Strategy<Value = Value> {
    let leaf = (0..3usize, test()).prop_map(|(name, mut test)| {
        let fields = test.as_object_mut().unwrap();
        fields.insert("type".to_owned(), json!("attribute"));
        fields.insert("name".to_owned(), json!(format!("a{name}")));
        test
    });
    leaf.prop_recursive(3, 8, 3, |inner| {
        (
            prop::sample::select(vec!["all", "any", "none"]),
            vec(inner, 0..4),
        )
            .prop_map(|(kind, of)| json!({"type": kind, "of": of}))
    })
}

fn test() -> impl Strategy<Value = Value> {
    let one = || prop_oneof![number().prop_map(Value::from), text().prop_map(Value::from)];
    let several = vec(
        prop_oneof![text(), number().prop_map(|number| number.to_string())],
        1..4,
    );
    let word = |words: &[&'static str]| prop::sample::select(words.to_vec());
    prop_oneof![
        (
            word(&["equals", "not_equals"]),
            prop_oneof![one(), any::<bool>().prop_map(Value::from)]
        )
            .prop_map(|(is, value)| json!({"is": is, "value": value})),
        (
            word(&[
                "one_of",
                "not_one_of",
                "contains_any",
                "contains_all",
                "contains_none"
            ]),
            several
        )
            .prop_map(|(is, value)| json!({"is": is, "value": value})),
        (
            word(&["contains", "not_contains", "starts_with", "ends_with"]),
            text()
        )
            .prop_map(|(is, value)| json!({"is": is, "value": value})),
        (
            word(&["more_than", "at_least", "less_than", "at_most"]),
            one()
        )
            .prop_map(|(is, value)| json!({"is": is, "value": value})),
        (number(), number()).prop_map(
            |(one, other)| json!({"is": "between", "value": [one.min(other), one.max(other)]})
        ),
        word(&["set", "not_set"]).prop_map(|is| json!({"is": is})),
    ]
}

fn found() -> impl Strategy<Value = Value> {
    prop_oneof![
        number().prop_map(Value::from),
        prop::sample::select(vec![json!(-1.5), json!(0.25), json!(2.000001), json!(9e9)]),
        text().prop_map(Value::from),
        number().prop_map(|number| json!(format!("{number}.0"))),
        any::<bool>().prop_map(Value::from),
        vec(text(), 0..3).prop_map(Value::from),
    ]
}

fn number() -> impl Strategy<Value = i64> {
    -3..4i64
}

fn text() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "A",
        "ab",
        "B",
        "Ä",
        "ä",
        "true",
        "2",
        "2026-03-01",
        "2026-03-02",
        "K",
        "",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn read(text: &Value) -> Condition {
    let tree = parse_strictly(&text.to_string()).unwrap();
    Condition::read(&Node::root(&tree, &Reading::new(euro()))).unwrap()
}

fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn any_condition() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![8 => condition(), 1 => about_reactions()]
}
