//! One artifact: compiled, bound, optimised, checked, stamped.
//!
//! An artifact whose stamp equals the engine's id is up to date and is left alone, so a second
//! `npm start` costs a hash of the sources and nothing more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::sources;

/// A build of the engine: a cargo profile, its features, wasm-opt's options, if it is worth it, and
/// whether it leaves this machine.
struct Artifact {
    name: &'static str,
    source: Source,
    profile: &'static str,
    features: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    optimizer: &'static [&'static str],
    ships: bool,
}

/// What an artifact is compiled from.
#[derive(Clone, Copy)]
enum Source {
    /// The engine.
    Library,
    /// An example that is a library, by name and folder.
    Example(&'static str, &'static str),
}

/// `edge` and `tools` are the Worker's, and small, because its first call pays for size: `edge` is
/// what each webhook needs, `tools` the rest, `compose` what makes emails of blocks (`src/wasm.rs`).
/// `browser` has all and is fast, because
/// the merchant waits for it; `start` has all and is built quickly, for a first start from a fresh
/// clone; `trap` is `edge` with an export that overflows the stack on purpose, for the tests of the
/// host's trap policy; `decision` is a part of the engine, built like `browser`, for the bench. Each
/// has a folder of its own, so none is taken for another.
const ARTIFACTS: [Artifact; 7] = [
    Artifact {
        name: "edge",
        source: Source::Library,
        profile: "edge",
        features: &["decide"],
        environment: &[SMALL],
        optimizer: &SMALLEST,
        ships: true,
    },
    Artifact {
        name: "tools",
        source: Source::Library,
        profile: "tools",
        features: &["tools"],
        environment: &[SMALL],
        optimizer: &SMALLEST,
        ships: true,
    },
    Artifact {
        name: "compose",
        source: Source::Library,
        profile: "compose",
        features: &["compose"],
        environment: &[SMALL],
        optimizer: &SMALLEST,
        ships: true,
    },
    Artifact {
        name: "browser",
        source: Source::Library,
        profile: "browser",
        features: &["decide", "tools", "preview"],
        environment: &[WIDE],
        optimizer: &["-O3"],
        ships: true,
    },
    Artifact {
        name: "start",
        source: Source::Library,
        profile: "start",
        features: &["decide", "tools", "preview", "compose"],
        environment: &[],
        optimizer: &[],
        ships: false,
    },
    Artifact {
        name: "trap",
        source: Source::Library,
        profile: "trap",
        features: &["decide", "trap"],
        environment: &[],
        optimizer: &[],
        ships: false,
    },
    Artifact {
        name: "decision",
        source: Source::Example("decision", "benches/decision"),
        profile: "browser",
        features: &[],
        environment: &[],
        optimizer: &["-O3"],
        ships: false,
    },
];

/// Small once compressed, which is what travels: a function that is called in one place stays a
/// function, because compression finds less that repeats in one that took in ten others (6% of the
/// whole), and functions of like names, which are copies for other types, stand together (1%).
const SMALLEST: [&str; 3] = [
    "-Oz",
    "--one-caller-inline-max-function-size=0",
    "--reorder-functions-by-name",
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

/// Builds the named artifacts, or those that ship when no name is given.
///
/// # Errors
/// When a name is unknown, a tool fails, or the module's imports are not allowed.
pub(crate) fn build(names: &[String]) -> Result<()> {
    if let Some(name) = names.iter().find(|name| named(name).is_none()) {
        let known: Vec<_> = ARTIFACTS.iter().map(|artifact| artifact.name).collect();
        bail!(
            "there is no artifact {name:?}; there are {}",
            known.join(", ")
        );
    }
    let wanted: Vec<&Artifact> = match names {
        [] => ARTIFACTS.iter().filter(|artifact| artifact.ships).collect(),
        names => names.iter().filter_map(|name| named(name)).collect(),
    };
    let mut stale = Vec::new();
    for artifact in wanted {
        let id = artifact.id()?;
        if artifact.stamped().is_some_and(|stamped| stamped == id) {
            println!("wasm {}: up to date", artifact.name);
        } else {
            stale.push((artifact, id));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    // Side by side: much of a build is one thread that optimises the whole program at once, and the
    // program that binds need not wait for it.
    thread::scope(|scope| {
        let binder = scope.spawn(|| run(&mut cargo("build", "bind"), "cargo build of `bind`"));
        let modules: Vec<_> = stale
            .iter()
            .map(|(artifact, id)| (artifact, id, scope.spawn(|| artifact.compile(id))))
            .collect();
        joined(binder)?;
        let finished: Vec<_> = modules
            .into_iter()
            .map(|(artifact, id, compiled)| {
                scope.spawn(move || artifact.finish(&joined(compiled)?, id))
            })
            .collect();
        finished.into_iter().try_for_each(joined)
    })
}

/// The artifact of this name.
fn named(name: &str) -> Option<&'static Artifact> {
    ARTIFACTS.iter().find(|artifact| artifact.name == name)
}

/// What a thread came to.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread
        .join()
        .unwrap_or_else(|_| bail!("a build thread panicked"))
}

impl Artifact {
    /// Where it is put.
    fn folder(&self) -> PathBuf {
        sources::root().join("pkg/wasm").join(self.name)
    }

    /// The id of what it would be made from now.
    fn id(&self) -> Result<String> {
        match self.source {
            Source::Library => sources::engine_id(),
            Source::Example(_, folder) => sources::id_with(&[folder]),
        }
    }

    /// The id of what it was made from, if it was made.
    fn stamped(&self) -> Option<String> {
        fs::read_to_string(self.folder().join("engine-id")).ok()
    }

    /// Makes the package's files of a compiled module.
    fn finish(&self, compiled: &Path, id: &str) -> Result<()> {
        let folder = self.folder();
        fs::create_dir_all(&folder)?;
        let mut bind = cargo("run", "bind");
        run(bind.arg("--").args([compiled, &folder]), "bind")?;
        let module = folder.join("edgewise_bg.wasm");
        self.optimise(&module)?;
        fs::write(folder.join("engine-id"), id)?;
        let bytes = fs::metadata(module)?.len();
        println!("wasm {}: {bytes} bytes, engine {id}", self.name);
        Ok(())
    }

    /// Runs cargo. The id goes in as an environment variable, which the engine prints as its own.
    fn compile(&self, id: &str) -> Result<PathBuf> {
        let mut command = cargo("build", "edgewise");
        command.env("EDGEWISE_ENGINE_ID", id).args([
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
        if self.optimizer.is_empty() {
            return Ok(());
        }
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
            .args(self.optimizer)
            .args(WASM_FEATURES)
            .arg(module)
            .arg("-o")
            .arg(module);
        run(&mut command, "wasm-opt")
    }
}

/// A command of cargo's for one package of this workspace.
fn cargo(command: &str, package: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(program);
    cargo
        .current_dir(sources::root())
        .args([command, "--quiet", "--locked", "--package", package]);
    cargo
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
