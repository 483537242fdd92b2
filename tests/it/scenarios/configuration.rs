//! The configuration of a scenario: what it says, on top of a small shop.

use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// Completes a scenario's `plan` block. `"use"` names templates that ship with Edgewise, which
/// go live, `"use_segments"` segments that ship with it; workflows written out are live unless they say otherwise; every message a step
/// sends is written for it, by the channel its name ends with (`-sms`, `-push`, else email).
pub(crate) fn configuration(plan: &str) -> Result<String, String> {
    let mut given: Map<String, Value> = serde_json::from_str(plan)
        .map_err(|error| format!("the plan block is not JSON: {error}"))?;
    let mut workflows: Vec<Value> = Vec::new();
    for template in given
        .remove("use")
        .and_then(|names| names.as_array().cloned())
        .unwrap_or_default()
    {
        workflows.push(template_workflow(template.as_str().unwrap_or_default())?);
    }
    let mut segments: Vec<Value> = Vec::new();
    for shipped in given
        .remove("use_segments")
        .and_then(|names| names.as_array().cloned())
        .unwrap_or_default()
    {
        segments.push(shipped_segment(shipped.as_str().unwrap_or_default())?);
    }
    workflows.extend(
        given
            .remove("workflows")
            .and_then(|list| list.as_array().cloned())
            .unwrap_or_default(),
    );
    for workflow in &mut workflows {
        if let Value::Object(workflow) = workflow {
            workflow.entry("status").or_insert(json!("live"));
            let id = workflow.get("id").cloned().unwrap_or(json!("workflow"));
            workflow.entry("name").or_insert(id);
        }
    }
    let mut config = json!({
        "format": 1,
        "shop": {
            "id": "test-shop",
            "name": "Test Shop",
            "currency": "EUR",
            "time_zone": "Europe/Berlin",
            "postal_address": "1 Test Street, 10115 Berlin"
        },
        "messages": messages(&workflows),
        "tiers": [
            { "id": "silver", "name": "Silver", "spend_at_least": "200.00" },
            { "id": "gold", "name": "Gold", "spend_at_least": "500.00" }
        ],
        "segments": segments,
        "workflows": workflows,
    });
    merge(&mut config, Value::Object(given));
    serde_json::to_string(&config).map_err(|error| error.to_string())
}

fn template_workflow(name: &str) -> Result<Value, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("pkg/templates")
        .join(name)
        .join("workflow.json");
    let text = fs::read_to_string(&path).map_err(|error| format!("template {name}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("template {name}: {error}"))
}

fn shipped_segment(name: &str) -> Result<Value, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/segments");
    let text = fs::read_to_string(folder.join(format!("{name}.json")))
        .map_err(|error| format!("segment {name}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("segment {name}: {error}"))
}

fn messages(workflows: &[Value]) -> Value {
    let mut names = Vec::new();
    for workflow in workflows {
        collect_messages(workflow, &mut names);
    }
    let entries = names.into_iter().map(|name| {
        let message = match name.rsplit('-').next() {
            Some(channel @ ("sms" | "push")) => json!({ "channel": channel, "text": "Hello" }),
            _ => json!({ "subject": "Hello", "text": "Hello" }),
        };
        (name, message)
    });
    Value::Object(entries.collect())
}

fn collect_messages(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let (Some("send"), Some(name)) = (
                map.get("type").and_then(Value::as_str),
                map.get("message").and_then(Value::as_str),
            ) {
                names.push(name.to_owned());
            }
            map.values()
                .for_each(|value| collect_messages(value, names));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| collect_messages(value, names)),
        _ => {}
    }
}

/// Lays `over` on `under`: objects key by key, everything else as a whole; null takes away.
fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                if value.is_null() {
                    under.remove(&key);
                } else {
                    merge(under.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (under, over) => *under = over,
    }
}
