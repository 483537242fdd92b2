//! Readable cases: a paragraph, a plan, a story, and what must come of it.
//!
//! Each file under `tests/scenarios/` is run through [`edgewise::simulate`] and must end in
//! exactly the decisions it says. `EDGEWISE_UPDATE=1 cargo test --test scenarios` writes what
//! came out into the files, to be read before it is committed.
//!
//! Every case is also written to `tests/vectors/` as the calls that cross the wasm boundary
//! with their answers; the same calls are replayed in node, in workerd and in a browser and
//! must give the same bytes.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "scenarios/case.rs"]
mod case;
#[path = "scenarios/configuration.rs"]
mod configuration;
#[path = "scenarios/journal.rs"]
mod journal;
#[path = "scenarios/story.rs"]
mod story;
#[path = "scenarios/vector.rs"]
mod vector;

use case::Case;
use edgewise::reason::Reason;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_scenario_comes_out_as_written() {
    let update = std::env::var_os("EDGEWISE_UPDATE").is_some();
    let mut failures = Vec::new();
    for path in files() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let case = Case::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let run = case.run().unwrap_or_else(|error| panic!("{name}: {error}"));
        let came = run.journal.join("\n");
        if came != case.expected {
            if update {
                fs::write(&path, Case::with_expected(&text, &came)).unwrap();
            } else {
                failures.push(format!(
                    "--- {name}\nexpected:\n{}\ncame:\n{came}\n",
                    case.expected
                ));
            }
        }
        let vector = root().join("tests/vectors").join(format!("{name}.json"));
        if fs::read_to_string(&vector).ok().as_deref() != Some(run.vector.as_str()) {
            if update {
                fs::create_dir_all(vector.parent().unwrap()).unwrap();
                fs::write(&vector, &run.vector).unwrap();
            } else {
                failures.push(format!(
                    "--- {name}: tests/vectors/{name}.json is not what the engine answers"
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_reason_occurs_in_a_scenario() {
    let texts: String = files()
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let words: BTreeSet<&str> = texts
        .split(|c: char| !c.is_ascii_lowercase() && c != '-')
        .collect();
    let missing: Vec<_> = Reason::ALL
        .iter()
        .map(|reason| reason.word())
        .filter(|word| !words.contains(word))
        .collect();
    assert!(missing.is_empty(), "no scenario shows {missing:?}");
}

#[test]
fn there_are_at_least_sixty() {
    assert!(files().len() >= 60, "only {}", files().len());
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "README"))
        .collect();
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
