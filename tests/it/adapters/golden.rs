//! Bodies of our own, with what is read of them.
//!
//! `fixtures/<source>/<topic>/<case>.json` is a body, `golden/…` beside it what it must be read
//! as. `EDGEWISE_UPDATE=1` writes the golden files anew; read the difference before you keep it.

use super::request;
use edgewise::adapter::read;
use edgewise::event::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_fixture_is_read_as_before() {
    let update = std::env::var_os("EDGEWISE_UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut expected = BTreeSet::new();
    let fixtures = fixtures();
    assert!(fixtures.len() >= 45, "only {} fixtures", fixtures.len());
    for fixture in &fixtures {
        let request = request(fixture.source, &fixture.topic, "EUR");
        let reading = read(&request, &fixture.body);
        let text = format!("{}\n", serde_json::to_string_pretty(&reading).unwrap());
        let path = folder("golden").join(&fixture.name);
        expected.insert(path.clone());
        if update {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
            wrong.push(fixture.name.clone());
        }
    }
    assert!(
        wrong.is_empty(),
        "read otherwise than before (EDGEWISE_UPDATE=1 keeps it): {wrong:#?}"
    );
    let stale: Vec<PathBuf> = files(&folder("golden"))
        .into_iter()
        .filter(|path| !expected.contains(path))
        .collect();
    assert!(
        stale.is_empty(),
        "golden files without a fixture: {stale:#?}"
    );
}

/// A body of our own.
pub(crate) struct Fixture {
    /// Its path below the folder of fixtures.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) topic: String,
    pub(crate) body: Vec<u8>,
}

/// Every fixture, in the order of their names.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let root = folder("fixtures");
    files(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let (source, rest) = name.split_once('/').unwrap();
            Fixture {
                name: name.to_owned(),
                source: serde_json::from_value(source.into()).unwrap(),
                topic: rest
                    .rsplit_once('/')
                    .map_or("", |(topic, _)| topic)
                    .to_owned(),
                body: std::fs::read(&path).unwrap(),
            }
        })
        .collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/adapters")
        .join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
