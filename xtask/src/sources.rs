//! What an artifact is made from, and the id that says so.
//!
//! The id is a hash over the names and bytes of every input of the engine: its sources, its data,
//! the manifest, the lock file. Two artifacts with one id decide alike, whatever their profile.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Folders and files that the engine's artifacts depend on, relative to the project's root.
const INPUTS: [&str; 6] = [
    "src",
    "data",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

/// The project's root: the folder above this crate.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The engine's id: 32 hex digits of SHA-256 over its inputs.
///
/// # Errors
/// When an input cannot be read; the message names it.
pub(crate) fn engine_id() -> Result<String> {
    id_with(&[])
}

/// The id of something that is made from the engine's inputs and `more`.
///
/// # Errors
/// When an input cannot be read; the message names it.
pub(crate) fn id_with(more: &[&str]) -> Result<String> {
    let root = root();
    let mut files = Vec::new();
    for input in INPUTS.iter().chain(more) {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file
            .strip_prefix(&root)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        // Lengths first, so that no two lists of files share an encoding.
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    Ok(hash
        .finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        into.push(path.to_path_buf());
    } else if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            collect(&entry?.path(), into)?;
        }
    }
    Ok(())
}
