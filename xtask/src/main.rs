//! The build as code: `cargo xtask <command>`.
//!
//! - `wasm [edge|browser|trap|decision ...]` builds, binds, optimises and checks the named artifacts
//!   (`edge` and `browser` when none is named) into `pkg/wasm/`;
//! - `engine-id` prints the id that both artifacts carry: a hash of everything they are made from;
//! - `zones [--check]` writes the engine's table of time zones from the IANA database;
//! - `types [--check]` writes the engine's types for TypeScript from its declarations;
//! - `wasm-test` is the runner that cargo calls for tests on wasm32.
//!
//! wasm-bindgen is linked as a library, so that its version is pinned by the one `Cargo.lock` and
//! nothing has to be installed beside cargo.

mod artifact;
mod imports;
mod sources;
mod types;
mod zones;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "usage: cargo xtask <command>
  wasm [edge] [browser] [trap] [decision]
                                 build the wasm artifacts into pkg/wasm/ (edge and browser by default)
  engine-id                      print the id that the artifacts carry
  zones [--check]                write src/time/zone_table.rs, or say whether it is up to date
  types [--check]                write pkg/engine-types.d.ts, or say whether it is up to date
  wasm-test <file> [...]         run a wasm test binary (cargo calls this)";

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
        Some((command, rest)) if command == "zones" => match rest {
            [] => zones::generate(&sources::root(), false),
            [flag] if flag == "--check" => zones::generate(&sources::root(), true),
            _ => bail!("zones takes --check or nothing"),
        },
        Some((command, rest)) if command == "types" => match rest {
            [] => types::generate(&sources::root(), false),
            [flag] if flag == "--check" => types::generate(&sources::root(), true),
            _ => bail!("types takes --check or nothing"),
        },
        Some((command, rest)) if command == "wasm-test" => {
            let runner = OsString::from("wasm-bindgen-test-runner");
            let arguments = std::iter::once(runner).chain(rest.iter().map(OsString::from));
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments)
        }
        Some((command, _)) => bail!("there is no command {command:?}\n{HELP}"),
        None => bail!("a command is missing\n{HELP}"),
    }
}
