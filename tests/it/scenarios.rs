//! Readable cases: a paragraph, a plan, a story, and what must come of it.
//!
//! Each file under `tests/scenarios/<subject>/` is run through [`edgewise::simulate`] and must end in
//! exactly the decisions it says. `EDGEWISE_UPDATE=1 cargo test --test it scenarios` writes what
//! came out into the files, to be read before it is committed.
//!
//! Every case is also written to `target/vectors/` as the calls that cross the wasm boundary
//! with their answers; the same calls are replayed in node, in workerd and in a browser and
//! must give the same bytes. `tests/vectors.sha256` pins those bytes.

pub(crate) mod case;
pub(crate) mod configuration;
mod head;
mod journal;
pub(crate) mod story;
mod vector;

use case::Case;
use edgewise::plan::Plan;
use edgewise::reason::Reason;
use edgewise::simulate::Simulation;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_scenario_comes_out_as_written() {
    let update = std::env::var_os("EDGEWISE_UPDATE").is_some();
    let (mut failures, mut hashes) = (Vec::new(), String::new());
    let vectors = root().join("target/vectors");
    fs::create_dir_all(&vectors).unwrap();
    let mut stale = names_in(&vectors);
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
        let file = format!("{name}.json");
        fs::write(vectors.join(&file), &run.vector).unwrap();
        stale.remove(&file);
        writeln!(hashes, "{}  {file}", sha256(&run.vector)).unwrap();
    }
    for file in stale {
        fs::remove_file(vectors.join(file)).unwrap();
    }
    let pinned = root().join("tests/vectors.sha256");
    if update {
        fs::write(&pinned, &hashes).unwrap();
    }
    let known: BTreeSet<String> = read_lines(&pinned);
    let came: BTreeSet<String> = hashes.lines().map(str::to_owned).collect();
    for line in came.symmetric_difference(&known) {
        let vector = line.split_whitespace().next_back().unwrap_or_default();
        failures.push(format!("--- target/vectors/{vector} is not what is pinned"));
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

/// In hexadecimal, as `sha256sum` writes it: `cd target/vectors && sha256sum -c ../../tests/vectors.sha256`.
fn sha256(text: &str) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hash, "{byte:02x}").unwrap();
    }
    hash
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

fn read_lines(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Every scenario by its file's name, which is unique over all subjects: a vector is called by it.
fn files() -> Vec<PathBuf> {
    let mut by_name = BTreeMap::new();
    for subject in fs::read_dir(root().join("tests/scenarios")).unwrap() {
        for entry in fs::read_dir(subject.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_owned();
            let other = by_name.insert(name, path.clone());
            assert!(other.is_none(), "{path:?} and {other:?} have one name");
        }
    }
    by_name.into_values().collect()
}

/// Every scenario as it was played: its configuration, its plan, and what came of it. One whose plan
/// changes has two.
pub(crate) fn all() -> Vec<(String, Plan, Simulation)> {
    let played = files().into_iter().flat_map(|path| {
        let case = Case::parse(&fs::read_to_string(path).unwrap()).unwrap();
        case.run().unwrap().played
    });
    played.collect()
}

/// Whether a scenario of this name exists under any subject.
pub(crate) fn exists(name: &str) -> bool {
    let mut files = files().into_iter();
    files.any(|path| path.file_stem().is_some_and(|stem| stem == name))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
