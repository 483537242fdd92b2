//! `bind <module> <folder>`: writes `edgewise.js`, its types and `edgewise_bg.wasm` of a compiled engine into a
//! folder, and fails when the module asks more of its host than it may.
//!
//! wasm-bindgen is linked as a library, so that its version is pinned by the one `Cargo.lock` and
//! nothing has to be installed beside cargo. It takes longer to compile than the rest of the build's
//! code together, so it is a program of its own: `xtask` compiles it while the engine compiles.

mod imports;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, folder] = arguments.as_slice() else {
        bail!("usage: bind <module> <folder>");
    };
    bind(module, folder).with_context(|| format!("binding {}", module.display()))
}

fn bind(module: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .web(true)?
        .input_path(module)
        .out_name("edgewise")
        .reset_state_function(true)
        .typescript(true)
        .generate(folder)?;
    imports::check(&fs::read(folder.join("edgewise_bg.wasm"))?)
}
