//! One artifact: compiled, bound, optimised, checked, stamped.
//!
//! An artifact whose stamp equals the engine's id is up to date and is left alone, so a second
//! `npm start` costs a hash of the sources and nothing more.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::{imports, sources};

/// A build of the engine: a cargo profile, its features, and wasm-opt's level, if it is worth it.
struct Artifact {
    name: &'static str,
    source: Source,
    profile: &'static str,
    features: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    level: Option<&'static str>,
}

/// What an artifact is compiled from.
#[derive(Clone, Copy)]
enum Source {
    /// The engine.
    Library,
    /// An example that is a library, by name and folder.
    Example(&'static str, &'static str),
}

/// `edge` is small, because a Worker's first call pays for size; `browser` is fast, because the
/// merchant waits for it; `trap` is `edge` with an export that overflows the stack on purpose, for
/// the tests of the host's trap policy; `decision` is a part of the engine, built like `browser`,
/// for the bench.
const ARTIFACTS: [Artifact; 4] = [
    Artifact {
        name: "edge",
        source: Source::Library,
        profile: "edge",
        features: &[],
        environment: &[SMALL],
        level: Some("-Oz"),
    },
    Artifact {
        name: "browser",
        source: Source::Library,
        profile: "browser",
        features: &["preview"],
        environment: &[WIDE],
        level: Some("-O3"),
    },
    Artifact {
        name: "trap",
        source: Source::Library,
        profile: "trap",
        features: &["trap"],
        environment: &[],
        level: None,
    },
    Artifact {
        name: "decision",
        source: Source::Example("decision", "benches/decision"),
        profile: "browser",
        features: &[],
        environment: &[],
        level: Some("-O3"),
    },
];

/// SHA-256 in a loop: a tenth of the code of the unrolled one.
const SMALL: (&str, &str) = (
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "--cfg sha2_backend_soft=\"compact\"",
);

/// Sixteen bytes at once: every browser and Node that takes the module has it.
const WIDE: (&str, &str) = (
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "-C target-feature=+simd128",
);

/// What rustc emits for this target, and no more: enabling everything breaks Node 20.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the named artifacts, or `edge` and `browser` when no name is given.
///
/// # Errors
/// When a name is unknown, a tool fails, or the module's imports are not allowed.
pub(crate) fn build(names: &[String]) -> Result<()> {
    let wanted: Vec<&str> = match names {
        [] => vec!["edge", "browser"],
        names => names.iter().map(String::as_str).collect(),
    };
    let mut chosen = Vec::new();
    for name in wanted {
        match ARTIFACTS.iter().find(|artifact| artifact.name == name) {
            Some(artifact) => chosen.push(artifact),
            None => {
                bail!("there is no artifact {name:?}; there are edge, browser, trap and decision")
            }
        }
    }
    let id = sources::engine_id()?;
    // Side by side: most of a build is one thread that optimises the whole program at once.
    thread::scope(|scope| {
        let builds: Vec<_> = chosen
            .into_iter()
            .map(|artifact| scope.spawn(|| artifact.bring_up_to_date(&id)))
            .collect();
        builds.into_iter().try_for_each(|build| {
            build
                .join()
                .unwrap_or_else(|_| bail!("a build thread panicked"))
        })
    })
}

impl Artifact {
    fn bring_up_to_date(&self, id: &str) -> Result<()> {
        let folder = sources::root().join("pkg/wasm").join(self.name);
        let stamp = folder.join("engine-id");
        let id = match self.source {
            Source::Library => id,
            Source::Example(_, folder) => &sources::id_with(&[folder])?,
        };
        if fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == id) {
            println!("wasm {}: up to date", self.name);
            return Ok(());
        }
        fs::create_dir_all(&folder)?;
        let compiled = self.compile(id)?;
        bind(&compiled, &folder)?;
        self.optimise(&folder.join("edgewise_bg.wasm"))?;
        let module = fs::read(folder.join("edgewise_bg.wasm"))?;
        imports::check(&module)?;
        fs::write(&stamp, id)?;
        println!("wasm {}: {} bytes, engine {id}", self.name, module.len());
        Ok(())
    }

    /// Runs cargo. The id goes in as an environment variable, which the engine prints as its own.
    fn compile(&self, id: &str) -> Result<PathBuf> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(sources::root())
            .env("EDGEWISE_ENGINE_ID", id)
            .args(["build", "--package", "edgewise", "--locked"])
            .args([
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                self.profile,
            ]);
        match self.source {
            Source::Library => command.arg("--lib"),
            Source::Example(name, _) => command.args(["--example", name]),
        };
        command.args([
            "--no-default-features",
            "--features",
            &self.features.join(","),
        ]);
        for (name, value) in self.environment {
            command.env(name, value);
        }
        run(&mut command, "cargo build")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| sources::root().join("target"), PathBuf::from);
        let folder = target.join("wasm32-unknown-unknown").join(self.profile);
        Ok(match self.source {
            Source::Library => folder.join("edgewise.wasm"),
            Source::Example(name, _) => folder.join("examples").join(format!("{name}.wasm")),
        })
    }

    fn optimise(&self, module: &Path) -> Result<()> {
        let Some(level) = self.level else {
            return Ok(());
        };
        let tool = sources::root().join("node_modules/binaryen/bin/wasm-opt");
        if !tool.exists() {
            bail!(
                "{} is missing: run `npm ci` in the project's root",
                tool.display()
            );
        }
        let mut command = Command::new("node");
        command
            .arg(tool)
            .arg(level)
            .args(WASM_FEATURES)
            .arg(module)
            .arg("-o")
            .arg(module);
        run(&mut command, "wasm-opt")
    }
}

fn bind(module: &Path, folder: &Path) -> Result<()> {
    let flags = [
        "wasm-bindgen",
        "--target",
        "web",
        "--experimental-reset-state-function",
        "--out-name",
        "edgewise",
        "--out-dir",
    ];
    let arguments = flags
        .iter()
        .map(OsStr::new)
        .chain([folder.as_os_str(), module.as_os_str()]);
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments)
        .with_context(|| format!("wasm-bindgen failed on {}", module.display()))
}

fn run(command: &mut Command, name: &str) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}
