//! An editor fills in what the schema calls a default. So every default must be what the reader
//! takes where the field is left out, or completing a file would change what it means.

use super::config_schema;
use crate::config::{Config, compile};
use crate::document::{FromNode, Node, Reading};
use crate::json::parse_strictly;
use crate::money::Currency;
use crate::plan::Plan;
use serde_json::{Value, json};

#[test]
fn every_default_is_what_the_reader_takes() {
    let mut tried = 0;
    for (place, container, field, default) in defaults(&config_schema(), String::new()) {
        let kind = container.pointer("/properties/type/const");
        let kind = kind.and_then(Value::as_str).unwrap_or_default();
        let bare = sample(kind, &place).unwrap_or_else(|| panic!("{place}: no sample of “{kind}”"));
        let mut filled = bare.clone();
        filled[&field] = default.clone();
        let (bare, filled) = (read_with(&place, &bare), read_with(&place, &filled));
        assert_eq!(
            bare, filled,
            "{place}/{field}: {default} is not the default"
        );
        tried += 1;
    }
    assert!(tried >= 10, "{tried} defaults");
}

/// Every default: where it stands, the schema it is in, its field, and what it says.
fn defaults(schema: &Value, place: String) -> Vec<(String, Value, String, Value)> {
    let mut found = Vec::new();
    match schema {
        Value::Object(members) => {
            let fields = members.get("properties").and_then(Value::as_object);
            for (field, about) in fields.into_iter().flatten() {
                if let Some(default) = about.get("default") {
                    found.push((
                        place.clone(),
                        schema.clone(),
                        field.clone(),
                        default.clone(),
                    ));
                }
            }
            for (key, inner) in members {
                found.extend(defaults(inner, format!("{place}/{key}")));
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                found.extend(defaults(inner, format!("{place}/{index}")));
            }
        }
        _ => {}
    }
    found
}

/// The shortest thing of a kind, without anything that may be left out.
fn sample(kind: &str, place: &str) -> Option<Value> {
    Some(match kind {
        "tag" => json!({"type": "tag", "tag": "vip"}),
        "suppressed" => json!({"type": "suppressed"}),
        "segment" => json!({"type": "segment", "segment": "other"}),
        "rfm" => json!({"type": "rfm", "groups": ["champions"]}),
        "random_bucket" => json!({"type": "random_bucket", "name": "a", "until": 50}),
        "apply_coupon" => {
            json!({"type": "apply_coupon", "id": "code", "prefix": "HI", "percent": 10})
        }
        "cart_abandoned" => {
            json!({"type": "cart_abandoned", "after": {"amount": 1, "unit": "hours"}})
        }
        "order_placed" | "order_completed" => json!({"type": kind}),
        "performed" => json!({"type": "performed", "event": "product_viewed"}),
        "product_is" => {
            json!({"type": "product_is", "where": [{"property": "price", "is": "more_than", "value": 1}]})
        }
        "bought" => {
            json!({"type": "bought", "where": [{"property": "vendor", "is": "equals", "value": "a"}]})
        }
        "cart_contains" => json!({"type": "cart_contains"}),
        "date" => json!({"type": "date", "name": "birth_date"}),
        "not_followed" => {
            json!({"type": "not_followed", "event": "product_viewed", "within": {"amount": 1, "unit": "hours"}})
        }
        "button" => json!({"type": "button", "label": "l", "link": "/"}),
        "image" => json!({"type": "image", "src": "/a.jpg"}),
        "cart_items" | "footer" | "spacer" => json!({"type": kind}),
        "product" => json!({"type": "product", "from": "cart"}),
        "" if place.contains("ThemeLogo") => json!({"src": "/logo.png"}),
        "" if ["Theme", "Colors", "Tracking", "Attribution"]
            .iter()
            .any(|name| place.contains(name)) =>
        {
            json!({})
        }
        "" if place.contains("FrequencyCap") => {
            json!({"at_most": 1, "per": {"amount": 1, "unit": "days"}})
        }
        "" if place.contains("CustomerDate") || place.contains("Until") => {
            json!({"name": "birth_date"})
        }
        "" if place.contains("VariantSteps") => json!({"name": "a"}),
        "" if place.contains("Pages") => json!({}),
        "sign_up" | "" if place.contains("SignUpForm") => {
            json!({"id": "news", "title": "News", "agrees_to": "You send me news."})
        }
        "" if place.contains("Policy") || place.contains("WooCommerceRules") => json!({}),
        _ => return None,
    })
}

/// What is read of a shop with this thing at the place that its schema is for, for comparison.
fn read_with(place: &str, thing: &Value) -> String {
    let (mut theme, mut block) = (json!({}), json!({"type": "logo"}));
    match place {
        _ if place.contains("ThemeLogo") => theme = json!({"logo": thing}),
        _ if place.contains("Theme") => theme = thing.clone(),
        _ if place.contains("Colors") => theme = json!({"colors": thing}),
        _ if place.contains("/Block/") => block = thing.clone(),
        _ => return format!("{:?}", plan_with(place, thing)),
    }
    // The plan has nothing of how emails look.
    let config = json!({
        "format": 1,
        "shop": {"name": "S", "currency": "EUR"},
        "theme": theme,
        "messages": {"m": {"subject": "S", "design": {"blocks": [block]}}},
    });
    let json = parse_strictly(&config.to_string()).expect("JSON");
    let reading = Reading::new(Currency::USD);
    let read = Config::read(&Node::root(&json, &reading));
    assert!(reading.into_findings().is_empty(), "{config}");
    format!("{read:?}")
}

/// The plan of a shop with this thing at the place that its schema is for.
fn plan_with(place: &str, thing: &Value) -> Plan {
    let mut condition = json!({"type": "tag", "tag": "a"});
    let mut trigger = json!({"type": "order_placed"});
    let mut step = json!({"type": "create_task", "id": "task", "title": "t"});
    let (mut policy, mut woocommerce) = (json!({}), json!({}));
    let (mut pages, mut forms) = (json!({}), json!([]));
    let (mut tracking, mut attribution) = (json!({}), json!({}));
    match place {
        _ if place.contains("Tracking") => tracking = thing.clone(),
        _ if place.contains("Attribution") => attribution = thing.clone(),
        _ if place.contains("Pages") => pages = thing.clone(),
        _ if place.contains("SignUpForm") => forms = json!([thing]),
        _ if place.contains("/Condition/") => condition = thing.clone(),
        _ if place.contains("/Trigger/") => trigger = thing.clone(),
        _ if place.contains("/Step/") => step = thing.clone(),
        _ if place.contains("FrequencyCap") => policy = json!({"frequency_caps": [thing]}),
        _ if place.contains("Policy") => policy = thing.clone(),
        _ if place.contains("WooCommerceRules") => woocommerce = thing.clone(),
        _ if place.contains("VariantSteps") => {
            let arms = [thing.clone(), json!({"name": "b"})];
            step = json!({"type": "split", "id": "split", "arms": arms});
        }
        _ if place.contains("Until") => {
            step = json!({"type": "wait", "id": "wait", "until": {"date": thing}});
        }
        _ => panic!("{place}: where does it stand?"),
    }
    let config = json!({
        "format": 1,
        "shop": {"name": "S", "currency": "EUR", "tracking": tracking, "attribution": attribution},
        "policy": policy,
        "woocommerce": woocommerce,
        "pages": pages,
        "forms": forms,
        "segments": [
            {"id": "other", "name": "O", "condition": {"type": "tag", "tag": "b"}},
            {"id": "one", "name": "S", "condition": condition},
        ],
        "workflows": [{"id": "w", "name": "W", "trigger": trigger, "steps": [step]}],
    });
    let compiled = compile(&config.to_string());
    let mut plan = compiled
        .plan
        .unwrap_or_else(|| panic!("{place}: {:#?}", compiled.diagnostics));
    plan.id = String::new();
    plan
}
