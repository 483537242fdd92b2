//! The house rules that a machine can check: each room has its documentation and its size, and
//! imports run one way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, from the ground up: each may import what stands before it.
const FLOORS: &[&str] = &[
    "compact",
    "json",
    "statistics",
    "diagnostic",
    "money",
    "pii",
    "time",
    "id",
    "sorted_map",
    "value",
    "sentence",
    "reason",
    "schedule",
    "fault",
    "stored",
    "document",
    "shop_facts",
    "event",
    "shop",
    "effect",
    "trace",
    "intent",
    "adapter",
    "customer",
    "condition",
    "design",
    "loyalty",
    "scoring",
    "segment",
    "workflow",
    "policy",
    "state",
    "plan",
    "input",
    "attribution",
    "transition",
    "simulate",
    "backtest",
    "forecast",
    "readiness",
    "saving",
    "explain",
    "config",
    "segment_preview",
    "outline",
    "compose",
    "wire",
    "wasm",
];

/// What may not be imported although it stands before, by whom, and why.
const NEVER: &[(&str, &[&str], &str)] = &[
    (
        "policy",
        &["workflow", "condition"],
        "it judges intents, whatever they come from",
    ),
    (
        "transition",
        &["adapter"],
        "it takes events, and not a platform's bodies",
    ),
    (
        "wasm",
        &["transition", "state", "plan", "event"],
        "it carries what `wire` says",
    ),
];

/// What stands side by side on top of `transition`: none of them imports another, and only `wire`
/// imports any of them.
const SIDE_BY_SIDE: &[&str] = &[
    "forecast",
    "readiness",
    "saving",
    "explain",
    "config",
    "segment_preview",
    "outline",
    "compose",
    // Floats, which nothing that decides may see.
    "statistics",
];

#[test]
fn imports_run_one_way() {
    let floor = |module: &str| FLOORS.iter().position(|name| *name == module);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        let here = floor(&module).unwrap_or_else(|| panic!("FLOORS does not name {module}"));
        let code = without_comments(&text);
        let imports = code.match_indices("crate::");
        for imported in imports.map(|(at, found)| name_at(&code[at + found.len()..])) {
            let never = NEVER
                .iter()
                .find(|(who, what, _)| *who == module && what.contains(&imported.as_str()));
            let is_aside = SIDE_BY_SIDE.contains(&imported.as_str()) && module != "wire";
            if imported == module {
                continue;
            }
            if let Some((_, _, why)) = never {
                wrong.push(format!("{} sees {imported}, but {why}", path.display()));
            } else if is_aside || floor(&imported).is_none_or(|there| there > here) {
                wrong.push(format!("{} sees {imported}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_its_own_grandparent() {
    let files: BTreeMap<String, String> = sources()
        .into_iter()
        .map(|(path, text)| (file_module(&path), without_comments(&text)))
        .collect();
    let imports: BTreeMap<&str, BTreeSet<String>> = files
        .iter()
        .map(|(module, text)| (module.as_str(), imports_of(module, text, &files)))
        .collect();
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 300);
    // Whoever imports nothing that is left is taken away, until nobody is; circles remain.
    let mut left: BTreeSet<&str> = imports.keys().copied().collect();
    loop {
        let grounded: Vec<&str> = left
            .iter()
            .copied()
            .filter(|module| {
                !imports[module]
                    .iter()
                    .any(|one| left.contains(one.as_str()))
            })
            .collect();
        if grounded.is_empty() {
            break;
        }
        for module in grounded {
            left.remove(module);
        }
    }
    // What imports from a circle is left as well, and named with it.
    assert!(left.is_empty(), "circles, or above one: {left:?}");
}

/// `workflow::step` of `src/workflow/step.rs`.
fn file_module(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let parts: Vec<_> = inside.iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("::").trim_end_matches(".rs").to_owned()
}

/// The files that a file's `use` declarations lead to. What it says of its own children, whose parent
/// it is, does not count, nor do tests.
fn imports_of(module: &str, text: &str, files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = BTreeSet::new();
    for declaration in code.split(';').filter_map(|item| item.split("use ").nth(1)) {
        for path in leaves("", declaration) {
            let mut parts: Vec<&str> = module.split("::").collect();
            for part in path.split("::") {
                match part {
                    "crate" => parts.clear(),
                    "super" => drop(parts.pop()),
                    "self" => {}
                    name => parts.push(name),
                }
            }
            if !path.starts_with("crate::") && !path.starts_with("super::") {
                continue;
            }
            while !parts.is_empty() && !files.contains_key(&parts.join("::")) {
                parts.pop();
            }
            let leads_to = parts.join("::");
            let is_child = leads_to.starts_with(&format!("{module}::"));
            if !leads_to.is_empty() && leads_to != module && !is_child {
                found.insert(leads_to);
            }
        }
    }
    found
}

/// The paths in a `use` tree: `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn leaves(before: &str, tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((stem, rest)) = tree.split_once('{') else {
        let name = tree.split_whitespace().next().unwrap_or_default();
        return vec![format!("{before}{name}")];
    };
    let before = format!("{before}{}", stem.trim());
    let inside = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut from, mut all) = (0_usize, 0, Vec::new());
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                all.extend(leaves(&before, &inside[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inside[from..].trim().is_empty() {
        all.extend(leaves(&before, &inside[from..]));
    }
    all
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
        // Tables, and no code.
        if path.ends_with("zone_table.rs") || path.ends_with("german.rs") {
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

/// Docs that a stranger can use: of public items no word or two that only repeat the name, and
/// nowhere a bare "Which." or "With what.". A link counts, because the doc is where it leads.
#[test]
fn docs_say_something() {
    const QUESTIONS: &[&str] = &[
        "how", "what", "when", "where", "which", "who", "whose", "why",
    ];
    let (mut seen, mut empty) = (0, Vec::new());
    for (path, text) in sources() {
        let mut lines = text.lines().map(str::trim).enumerate().peekable();
        while let Some((number, first)) = lines.next() {
            let Some(first) = first.strip_prefix("///") else {
                continue;
            };
            let mut doc = first.to_owned();
            while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with("///")) {
                doc.push_str(&more[3..]);
            }
            while lines.next_if(|(_, line)| line.starts_with("#[")).is_some() {}
            let is_public = lines
                .peek()
                .is_some_and(|(_, item)| item.starts_with("pub "));
            let words: Vec<String> = doc
                .split_whitespace()
                .map(|word| word.trim_end_matches('.').to_lowercase())
                .collect();
            let asks = words.iter().any(|word| QUESTIONS.contains(&word.as_str()));
            if words.len() <= 2 && (is_public || asks) && !doc.contains("[`") {
                empty.push(format!("{}:{}:{doc}", path.display(), number + 1));
            }
            seen += usize::from(is_public);
        }
    }
    assert!(seen > 1_000, "{seen} public items have docs");
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}

#[test]
fn documents_name_paths_that_exist() {
    let inside = [
        "src/", "edge/", "pkg/", "www/", "tests/", "scripts/", "xtask/", "benches/", "docs/",
    ];
    for document in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "DESIGN.md",
        "README.md",
    ] {
        let page = fs::read_to_string(root().join(document)).unwrap();
        let mut paths = page.split('`').skip(1).step_by(2).filter(|path| {
            inside.iter().any(|folder| path.starts_with(folder))
                && !path.contains(['*', '<', '{', ' '])
        });
        let first = paths.next();
        assert!(first.is_some(), "{document} names no path");
        for path in first.into_iter().chain(paths) {
            let there = root().join(path).exists();
            assert!(there, "{document} names {path}, which is not there");
        }
    }
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
