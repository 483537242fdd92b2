//! One body in another dress: members in another order, others beside them, white space between them.
//! What is read is the same, and what is no JSON is refused at the same byte whatever is read of it.

use super::golden::{Fixture, fixtures};
use super::request;
use edgewise::adapter::{IgnoreReason, Reading, read};
use edgewise::event::Source;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

/// What stands beside the members that are read: everything that can be written.
const OTHERS: [&str; 8] = [
    r#""x_other":null"#,
    r#""x_note":"a \"text\" with \\ and 👟, longer than eight bytes""#,
    r#""x_rate": -0.19e+2"#,
    r#""x_deep":{"id":1,"a":[[{"email":"x@y.example"}],{}],"line_items":[]}"#,
    r#""x_list" : [ 1 , "two" , [ ] , { } , true ]"#,
    r#""":"no name""#,
    r#""größe":"38½""#,
    r#""\u0069d":7"#,
];

/// Writes `value` with `others` and white space strewn in, and objects' members turned by `turn`.
fn dressed(value: &Value, dice: &mut Dice) -> String {
    match value {
        Value::Object(members) => {
            let mut texts: Vec<String> = members
                .iter()
                .map(|(name, value)| {
                    let value = dressed(value, dice);
                    format!("{}{}:{value}", Value::from(name.as_str()), dice.white())
                })
                .collect();
            if !texts.is_empty() {
                let turn = dice.below(texts.len());
                texts.rotate_left(turn);
            }
            // A sender's own names are kept as they are: they may all be read.
            if dice.strews {
                let other = OTHERS[dice.below(OTHERS.len())];
                texts.insert(dice.below(texts.len() + 1), other.to_owned());
            }
            let comma = format!("{},{}", dice.white(), dice.white());
            format!("{{{}{}{}}}", dice.white(), texts.join(&comma), dice.white())
        }
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(|value| dressed(value, dice)).collect();
            format!("[{}{}]", dice.white(), texts.join(", "))
        }
        other => other.to_string(),
    }
}

struct Dice {
    state: u64,
    strews: bool,
}

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % bound as u64).unwrap()
    }

    fn white(&mut self) -> &'static str {
        ["", "", " ", "\n\t", "\r\n   "][self.below(5)]
    }
}

/// What was read, without the mark that names the body itself.
fn without_mark(reading: &Reading) -> Value {
    let mut value = serde_json::to_value(reading).unwrap();
    mask(&mut value);
    value
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(fact) if name == "fact_key" => {
                        let is_mark = |part: &str| {
                            part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
                        };
                        let parts = fact
                            .split(':')
                            .map(|part| if is_mark(part) { "*" } else { part });
                        *fact = parts.collect::<Vec<_>>().join(":");
                    }
                    value => mask(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask),
        _ => {}
    }
}

fn bodies() -> Vec<(Fixture, Value)> {
    // In calls of tracking, the order of what a sender named is kept; where an object stands for a list,
    // each of its members is an entry.
    let resources = fixtures().into_iter().filter(|fixture| {
        let is_resource = matches!(fixture.source, Source::Shopify | Source::Woocommerce);
        is_resource && !fixture.name.ends_with("/broken-fields.json")
    });
    let parsed = resources.filter_map(|fixture| {
        let body: Value = serde_json::from_slice(&fixture.body).ok()?;
        Some((fixture, body))
    });
    parsed.collect()
}

#[test]
fn a_body_in_another_dress_is_read_the_same() {
    let mut with_events = 0;
    for (fixture, body) in bodies() {
        let request = request(fixture.source, &fixture.topic, "EUR");
        // Properties and traits are kept whatever they are called, and lists of PHP are objects.
        let strews = fixture.source == Source::Shopify;
        let plain = without_mark(&read(&request, body.to_string().as_bytes()));
        for seed in 1..20_u64 {
            let mut dice = Dice {
                state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
                strews,
            };
            let text = dressed(&body, &mut dice);
            let reading = read(&request, text.as_bytes());
            with_events += usize::from(matches!(reading, Reading::Deliveries(_)));
            assert_eq!(without_mark(&reading), plain, "{}: {text}", fixture.name);
        }
    }
    assert!(with_events > 500, "only {with_events} bodies had events");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A damaged body is refused exactly if it is no JSON, and then before anything is read of it.
    #[test]
    fn a_body_is_refused_exactly_if_it_is_no_json(
        which: Index, at: Index, length in 0usize..4,
        damage in "[\\x00-\\x7fé\"\\\\{}\\[\\],:0-9eE+.-]{0,4}",
    ) {
        let fixtures = fixtures();
        let fixture = which.get(&fixtures);
        let Ok(text) = std::str::from_utf8(&fixture.body) else {
            return Ok(());
        };
        let mut characters: Vec<char> = text.chars().collect();
        let start = at.index(characters.len() + 1);
        let end = (start + length).min(characters.len());
        characters.splice(start..end, damage.chars());
        let text: String = characters.into_iter().collect();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let request = request(fixture.source, &fixture.topic, "EUR");
        match read(&request, text.as_bytes()) {
            Reading::Ignored { reason: IgnoreReason::NotJson, .. } => prop_assert!(!is_json, "{}", text),
            // What no topic reads is not looked at.
            Reading::Ignored { .. } => {}
            Reading::Deliveries(_) => prop_assert!(is_json, "{}", text),
        }
    }
}
