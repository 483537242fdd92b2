//! The house rules that a machine can check: each room has its documentation and its size, and
//! imports run one way.

#![expect(clippy::unwrap_used, reason = "tests stop where they stand")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import, from the ground up. `wasm` sees `wire` alone, and only `wire`
/// sees `adapter`, `config` and what stands on `transition`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("json", &[]),
    ("diagnostic", &["json"]),
    ("money", &["json"]),
    ("pii", &["json"]),
    ("reason", &["json"]),
    ("time", &["json"]),
    ("id", &["json"]),
    ("sorted_map", &["json"]),
    ("value", &["json", "money"]),
    ("schedule", &["json", "time"]),
    ("fault", &["id", "json"]),
    ("stored", &["json", "time"]),
    (
        "document",
        &["diagnostic", "json", "money", "time", "value"],
    ),
    ("shop_facts", &["json", "money", "sorted_map"]),
    (
        "event",
        &["json", "money", "pii", "sorted_map", "time", "value"],
    ),
    ("shop", &["document", "event", "json", "money", "time"]),
    ("effect", &["event", "id", "json", "money", "time"]),
    (
        "trace",
        &["effect", "event", "id", "json", "reason", "time"],
    ),
    (
        "intent",
        &["effect", "event", "id", "reason", "time", "trace"],
    ),
    (
        "adapter",
        &[
            "event",
            "id",
            "json",
            "money",
            "pii",
            "sorted_map",
            "time",
            "value",
        ],
    ),
    (
        "customer",
        &[
            "event",
            "id",
            "json",
            "money",
            "pii",
            "reason",
            "sorted_map",
            "stored",
            "time",
            "value",
        ],
    ),
    (
        "condition",
        &[
            "customer",
            "document",
            "event",
            "id",
            "json",
            "money",
            "reason",
            "shop_facts",
            "sorted_map",
            "time",
            "trace",
            "value",
        ],
    ),
    (
        "loyalty",
        &["condition", "document", "event", "money", "time"],
    ),
    ("scoring", &["condition", "document", "time", "trace"]),
    (
        "segment",
        &[
            "condition",
            "document",
            "id",
            "shop_facts",
            "sorted_map",
            "stored",
            "time",
        ],
    ),
    (
        "workflow",
        &[
            "condition",
            "customer",
            "document",
            "effect",
            "event",
            "id",
            "intent",
            "json",
            "money",
            "pii",
            "reason",
            "shop",
            "sorted_map",
            "stored",
            "time",
            "trace",
            "value",
        ],
    ),
    (
        "policy",
        &[
            "customer",
            "document",
            "event",
            "id",
            "intent",
            "reason",
            "sorted_map",
            "stored",
            "time",
            "trace",
        ],
    ),
    (
        "state",
        &[
            "customer", "effect", "event", "id", "policy", "reason", "segment", "stored", "time",
            "workflow",
        ],
    ),
    (
        "plan",
        &[
            "condition",
            "customer",
            "event",
            "id",
            "json",
            "loyalty",
            "policy",
            "scoring",
            "segment",
            "shop",
            "shop_facts",
            "sorted_map",
            "time",
            "workflow",
        ],
    ),
    (
        "input",
        &[
            "customer",
            "effect",
            "event",
            "id",
            "json",
            "shop_facts",
            "state",
            "time",
        ],
    ),
    (
        "transition",
        &[
            "condition",
            "customer",
            "effect",
            "event",
            "fault",
            "id",
            "input",
            "intent",
            "json",
            "loyalty",
            "plan",
            "policy",
            "reason",
            "schedule",
            "segment",
            "shop_facts",
            "state",
            "time",
            "trace",
            "workflow",
        ],
    ),
    (
        "simulate",
        &[
            "effect",
            "event",
            "fault",
            "id",
            "input",
            "json",
            "plan",
            "schedule",
            "shop_facts",
            "sorted_map",
            "state",
            "time",
            "trace",
            "transition",
        ],
    ),
    (
        "backtest",
        &[
            "effect",
            "event",
            "id",
            "input",
            "json",
            "plan",
            "policy",
            "reason",
            "shop_facts",
            "simulate",
            "sorted_map",
            "state",
            "time",
            "trace",
        ],
    ),
    (
        "forecast",
        &[
            "event",
            "id",
            "input",
            "json",
            "plan",
            "shop_facts",
            "simulate",
            "sorted_map",
            "state",
            "time",
        ],
    ),
    (
        "readiness",
        &[
            "diagnostic",
            "event",
            "plan",
            "shop_facts",
            "state",
            "time",
            "workflow",
        ],
    ),
    (
        "saving",
        &[
            "diagnostic",
            "document",
            "event",
            "json",
            "plan",
            "workflow",
        ],
    ),
    (
        "explain",
        &[
            "condition",
            "effect",
            "event",
            "id",
            "plan",
            "reason",
            "shop_facts",
            "state",
            "time",
            "trace",
            "workflow",
        ],
    ),
    (
        "config",
        &[
            "condition",
            "customer",
            "diagnostic",
            "document",
            "event",
            "id",
            "json",
            "money",
            "plan",
            "loyalty",
            "policy",
            "scoring",
            "segment",
            "sorted_map",
            "shop",
            "time",
            "workflow",
        ],
    ),
    (
        "audience",
        &[
            "condition",
            "customer",
            "event",
            "id",
            "json",
            "money",
            "pii",
            "plan",
            "segment",
            "shop_facts",
            "state",
            "stored",
            "time",
            "trace",
            "value",
        ],
    ),
    (
        "wire",
        &[
            "adapter",
            "audience",
            "backtest",
            "condition",
            "config",
            "customer",
            "diagnostic",
            "effect",
            "event",
            "explain",
            "fault",
            "forecast",
            "id",
            "input",
            "json",
            "money",
            "plan",
            "readiness",
            "reason",
            "saving",
            "schedule",
            "segment",
            "shop_facts",
            "simulate",
            "state",
            "time",
            "trace",
            "transition",
        ],
    ),
    ("wasm", &["wire"]),
];

#[test]
fn imports_run_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        let known = allowed.get(module.as_str());
        let code = without_comments(&text);
        for imported in code
            .match_indices("crate::")
            .map(|(at, found)| name_at(&code[at + found.len()..]))
        {
            if imported != module && !known.is_some_and(|known| known.contains(&imported.as_str()))
            {
                wrong.push(format!("{} sees {imported}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_is_its_own_grandparent() {
    // The list above reads from the ground up: a module may only name what stands before it.
    let mut before = BTreeSet::new();
    for (module, imports) in ALLOWED {
        for import in *imports {
            // Policy sees intents, and the state holds both: `policy` and `workflow` never meet.
            assert!(
                before.contains(import),
                "{module} names {import}, which stands above it"
            );
        }
        before.insert(*module);
    }
}

#[test]
fn only_one_room_names_wasm_bindgen() {
    for (path, text) in sources() {
        assert!(
            !without_comments(&text).contains("wasm_bindgen") || module_of(&path) == "wasm",
            "{} names wasm_bindgen",
            path.display()
        );
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    let mut lengths = Vec::new();
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!"),
            "{} has no module documentation",
            path.display()
        );
        if path.ends_with("zone_table.rs") {
            continue;
        }
        let lines = text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap()
            .lines()
            .count();
        let limit = match path.file_name().unwrap().to_str().unwrap() {
            "transition.rs" => 300,
            "wasm.rs" => 190,
            _ => 450,
        };
        assert!(
            lines <= limit,
            "{} has {lines} lines; {limit} are allowed",
            path.display()
        );
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            !matches!(name, "utils" | "helpers" | "common" | "types"),
            "{}: name the idea",
            path.display()
        );
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap();
    assert!(median < 150, "the median file has {median} lines");
}

#[test]
fn the_architecture_page_names_paths_that_exist() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut named = 0;
    for path in page.split('`').skip(1).step_by(2) {
        let inside = [
            "src/", "edge/", "pkg/", "www/", "tests/", "scripts/", "xtask/", "benches/",
        ];
        if inside.iter().any(|folder| path.starts_with(folder))
            && !path.contains(['*', '<', '{', ' '])
        {
            named += 1;
            assert!(
                root().join(path).exists(),
                "ARCHITECTURE.md names {path}, which is not there"
            );
        }
    }
    assert!(named > 20, "only {named} paths");
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join("src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// The top-level module a file belongs to.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn name_at(text: &str) -> String {
    text.chars()
        .take_while(|letter| {
            letter.is_ascii_lowercase() || *letter == '_' || letter.is_ascii_digit()
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
