//! The build as code: `cargo xtask <command>`.
//!
//! - `wasm [edge|tools|browser|start|trap|decision ...]` builds, binds, optimises and checks the named
//!   artifacts (those that ship when none is named) into `pkg/wasm/`;
//! - `engine-id` prints the id that they carry: a hash of everything they are made from.
//!
//! It is the first thing that a fresh clone compiles, so it has few dependencies. What binds is a
//! program of its own, compiled beside the engine (`xtask/bind`); so are what writes generated files
//! (`xtask/generate`) and the runner of wasm tests (`xtask/wasm-test`).

mod artifact;
mod sources;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "usage: cargo xtask <command>
  wasm [edge] [tools] [browser] [start] [trap] [decision]
                                 build the wasm artifacts into pkg/wasm/ (those that ship by default)
  engine-id                      print the id that the artifacts carry";

fn main() -> ExitCode {
    match run(env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<()> {
    match arguments.split_first() {
        Some((command, names)) if command == "wasm" => artifact::build(names),
        Some((command, _)) if command == "engine-id" => {
            println!("{}", sources::engine_id()?);
            Ok(())
        }
        Some((command, _)) => bail!("there is no command {command:?}\n{HELP}"),
        None => bail!("a command is missing\n{HELP}"),
    }
}
