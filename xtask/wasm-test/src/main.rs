//! Runs a test binary for wasm32; cargo calls it (`.cargo/config.toml`).
//!
//! Apart from `xtask`, because it brings a web server and an HTTP client along, and whoever only
//! builds the engine need not compile those first.

use std::env;
use std::ffi::OsString;

fn main() -> anyhow::Result<()> {
    let runner = OsString::from("wasm-bindgen-test-runner");
    let arguments = std::iter::once(runner).chain(env::args_os().skip(1));
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments)
}
