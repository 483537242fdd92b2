//! The head of a move says nothing that its summary and its state do not say as well.

use edgewise::wire::reachable;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Compares a head with the states around it and with the summary that follows it, which has `length`
/// bytes in the form it came in.
pub(crate) fn check(head: &str, before: &str, summary: &str, after: &str, length: usize) {
    let head: Map<String, Value> = serde_json::from_str(head).unwrap();
    let summary: Value = serde_json::from_str(summary).unwrap();
    let said = |name: &str| head.get(name).cloned().unwrap_or(Value::Null);
    let listed = |name: &str| head.get(name).cloned().unwrap_or_else(|| json!([]));
    assert_eq!(said("summary"), json!(length));
    for name in ["answer", "wake", "changed"] {
        assert_eq!(said(name), summary[name], "{name}");
    }
    for name in ["effects", "withdrawn"] {
        assert_eq!(listed(name), summary[name], "{name}");
    }
    let channels: Value = serde_json::from_str(&reachable(after).unwrap()).unwrap();
    assert_eq!(said("reach"), channels);
    let trace = summary["trace"].as_array().unwrap();
    let of = |kind: &'static str| {
        trace
            .iter()
            .filter(move |entry| entry["is"]["type"] == kind)
    };
    let segments = of("segment-changed").map(|entry| {
        json!({"segment": entry["is"]["segment"], "entered": entry["is"]["entered"], "at": entry["at"]})
    });
    assert_eq!(listed("segments"), segments.collect::<Value>());
    let recorded = of("recorded").map(|one| json!({"event": one["is"]["event"], "at": one["at"]}));
    assert_eq!(listed("recorded"), recorded.collect::<Value>());

    let before: Value = serde_json::from_str(before).unwrap_or_default();
    let after: Value = serde_json::from_str(after).unwrap();
    match head.get("inside") {
        Some(inside) => assert_eq!(spread(inside), inside_of(&after)),
        None => assert_eq!(inside_of(&before), inside_of(&after), "nobody moved unsaid"),
    }
    assert_eq!(counted(&listed("counts")), counts_of(trace, &before));
}

type Sums = BTreeMap<(String, String), usize>;

/// How many enrollments there are by workflow and revision, out of a head.
fn spread(inside: &Value) -> Sums {
    let mut sums = Sums::new();
    for one in inside.as_array().unwrap() {
        for workflow in one["workflows"].as_array().unwrap() {
            *sums
                .entry((text(workflow), one["revision"].to_string()))
                .or_default() += 1;
        }
    }
    sums
}

/// The same out of a state.
fn inside_of(state: &Value) -> Sums {
    let mut sums = Sums::new();
    for one in enrollments(state) {
        if one["ended"].is_null() && one["test"] != true {
            let revision = one["revision"].as_u64().unwrap_or(0).to_string();
            *sums.entry((text(&one["workflow"]), revision)).or_default() += 1;
        }
    }
    sums
}

/// How often what was decided of which workflow and step, out of a head.
fn counted(counts: &Value) -> Sums {
    let mut sums = Sums::new();
    for one in counts.as_array().unwrap() {
        let step = one["step"].as_str().unwrap_or_default();
        for workflow in one["workflows"].as_array().unwrap() {
            let about = format!("{} {step}", text(workflow));
            *sums.entry((text(&one["what"]), about)).or_default() += 1;
        }
    }
    sums
}

/// The same out of a trace, without tests.
fn counts_of(trace: &[Value], before: &Value) -> Sums {
    let of_state = enrollments(before).filter(|one| one["test"] == true);
    let of_trace = trace
        .iter()
        .map(|entry| &entry["is"])
        .filter(|is| is["test"] == true);
    let tests: Vec<&Value> = of_state
        .map(|one| &one["id"])
        .chain(of_trace.map(|is| &is["enrollment"]))
        .collect();
    let mut sums = Sums::new();
    for is in trace.iter().map(|entry| &entry["is"]) {
        let kind = is["type"].as_str().unwrap();
        let is_counted =
            ["entered", "not-entered", "exited", "deferred", "suppressed"].contains(&kind);
        if !is_counted || tests.contains(&&is["enrollment"]) {
            continue;
        }
        let what = is["reason"]
            .as_str()
            .map_or_else(|| kind.to_owned(), |reason| format!("{kind}/{reason}"));
        let about = format!(
            "{} {}",
            text(&is["workflow"]),
            is["step"].as_str().unwrap_or_default()
        );
        *sums.entry((what, about)).or_default() += 1;
    }
    sums
}

fn enrollments(state: &Value) -> impl Iterator<Item = &Value> {
    state["enrollments"].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
