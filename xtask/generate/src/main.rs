//! What is written into the repository and made from other files of it:
//!
//! - `cargo generate zones [--check]` writes the engine's table of time zones from the IANA database;
//! - `cargo generate types [--check]` writes the engine's types for TypeScript from its declarations.
//!
//! With `--check` nothing is written, and what is out of date is an error.

mod types;
mod zones;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

const HELP: &str = "usage: cargo generate zones|types [--check]";

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (subject, check) = match words.as_slice() {
        [subject] => (*subject, false),
        [subject, "--check"] => (*subject, true),
        _ => bail!("{HELP}"),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .context("this crate is two folders below the repository's")?;
    match subject {
        "zones" => zones::generate(root, check),
        "types" => types::generate(root, check),
        _ => bail!("{HELP}"),
    }
}
