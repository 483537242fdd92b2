//! The manual of the language, and what is said about mistakes: documents that are tests.
//!
//! After each JSON block stands, as a quotation, what the engine says. With `EDGEWISE_UPDATE`
//! set the quotations are written anew.

use crate::scenarios::{self, configuration::configuration};
use edgewise::condition::Condition;
use edgewise::config::{compile, compile_condition};
use edgewise::json::{Tree, parse_strictly};
use edgewise::plan::Plan;
use edgewise::sentence::Reader;
use edgewise::workflow::{Step, Trigger};
use std::cell::RefCell;
use std::fmt::Write;
use std::fs;
use std::path::Path;

#[test]
fn the_manual_says_what_the_engine_says() {
    let plan = plan();
    let reader = Reader {
        names: Some(&plan),
        ..Reader::ENGLISH
    };
    let blocks = hold("pkg/LANGUAGE.md", |json| {
        let (condition, findings) = compile_condition(json, &plan);
        assert!(findings.is_empty(), "{json:?}: {findings:#?}");
        vec![reader.text(&condition.unwrap())]
    });
    // Every kind has an example.
    let text = blocks.join("\n");
    for word in Condition::WORDS {
        assert!(
            text.contains(&format!("\"type\": \"{word}\"")),
            "there is no example of {word}"
        );
    }
}

#[test]
fn mistakes_are_met_with_a_place_and_a_way_out() {
    let plan = plan();
    hold("tests/mistakes.md", |json| {
        let (_, findings) = compile_condition(json, &plan);
        assert!(!findings.is_empty(), "{json:?} is fine");
        let lines = findings.iter().map(|finding| {
            assert!(!finding.help.is_empty() && !finding.message.is_empty());
            format!("`{}`: {} ({})", finding.path, finding.message, finding.help)
        });
        lines.collect()
    });
}

#[test]
fn mistakes_of_workflows_are_found_before_they_go_live() {
    let found = RefCell::new(Vec::new());
    hold("tests/lint.md", |json| {
        let compiled = compile(&configuration(&edgewise::json::to_string(json)).unwrap());
        assert!(!compiled.diagnostics.is_empty(), "{json:?} is fine");
        let lines = compiled.diagnostics.iter().map(|finding| {
            found.borrow_mut().push(finding.code.clone());
            let weight = if finding.is_error() {
                "error"
            } else {
                "warning"
            };
            let place = &finding.path;
            format!(
                "{weight} `{}` at `{place}`: {} ({})",
                finding.code, finding.message, finding.help
            )
        });
        lines.collect()
    });
    // Every check is shown.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/check");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let calls = text
            .split("report.warn(")
            .skip(1)
            .chain(text.split("report.error(").skip(1));
        for call in calls.filter(|call| call.trim_start().starts_with('"')) {
            let code = call.split('"').nth(1).unwrap();
            // A scenario's messages are written for it, and what is too large is too large for a page.
            let elsewhere = code == "missing-message" || code.starts_with("too-");
            let found = found.borrow();
            let shown = elsewhere || found.iter().any(|known| *known == code);
            assert!(shown, "no block of tests/lint.md shows {code}");
        }
    }
}

#[test]
fn every_way_into_a_workflow_has_its_scenarios() {
    let text = table("pkg/TRIGGERS.md");
    for word in Trigger::WORDS {
        assert!(
            text.contains(&format!("`{word}`")),
            "nothing is said of {word}"
        );
    }
}

#[test]
fn everything_a_workflow_does_has_its_scenarios() {
    let text = table("pkg/STEPS.md");
    for word in Step::WORDS {
        assert!(
            text.contains(&format!("`{word}`")),
            "nothing is said of {word}"
        );
    }
}

#[test]
fn every_template_that_ships_has_its_scenario() {
    let text = table("pkg/TEMPLATES.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/templates");
    for template in fs::read_dir(folder).unwrap() {
        let name = template.unwrap().file_name().into_string().unwrap();
        assert!(
            text.contains(&format!("`{name}`")),
            "nothing is said of {name}"
        );
    }
}

/// A document with a table whose last column names scenarios, all of which are there.
fn table(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(file)).unwrap();
    for row in text.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let names = row.trim_end_matches(" |").rsplit('|').next().unwrap();
        for name in names.split(',') {
            let name = name.trim();
            assert!(scenarios::exists(name), "there is no scenario {name}");
        }
    }
    text
}

/// The conditions of the manual, as JSON, and the plan they are read beside.
pub(crate) fn examples() -> (Plan, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/LANGUAGE.md");
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while lines.any(|line| line == "```json") {
        blocks.extend(lines.next().map(str::to_owned));
    }
    (plan(), blocks)
}

/// Holds a document's quotations to what `say` says of the blocks before them; gives the blocks.
fn hold(file: &str, say: impl Fn(&Tree) -> Vec<String>) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).unwrap();
    let (mut written, mut blocks) = (String::new(), Vec::new());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        writeln!(written, "{line}").unwrap();
        if line != "```json" {
            continue;
        }
        let block = lines.next().unwrap();
        let fence = lines.next().unwrap();
        assert_eq!(fence, "```", "a block of {file} has one line");
        writeln!(written, "{block}\n{fence}").unwrap();
        while lines.next_if(|line| line.starts_with('>')).is_some() {}
        for said in say(&parse_strictly(block).unwrap()) {
            writeln!(written, "> {said}\n>").unwrap();
        }
        // The last line of a quotation is not an empty one.
        written.truncate(written.trim_end_matches([' ', '>', '\n']).len());
        written.push('\n');
        blocks.push(block.to_owned());
    }
    if std::env::var_os("EDGEWISE_UPDATE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        written,
        "run with EDGEWISE_UPDATE=1"
    );
    blocks
}

/// A shop with the tier and the segment that the documents speak of.
fn plan() -> Plan {
    let config = r#"{
        "format": 1,
        "shop": {"name": "Shop", "currency": "USD", "time_zone": "America/New_York"},
        "tiers": [{"id": "gold", "name": "Gold", "spend_at_least": "500.00"}],
        "segments": [{"id": "high-value-customers", "name": "High value", "condition": {"type": "all", "of": []}}]
    }"#;
    compile(config).plan.unwrap()
}
