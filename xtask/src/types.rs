//! The engine's types for TypeScript: `pkg/engine-types.d.ts`, out of the declarations in `src`.
//!
//! What crosses the boundary is declared once, by the engine's own macros (`object!`, `tagged!`,
//! `stored!`, `words!`, `text_id!`). This reads those declarations and the documentation beside them,
//! and follows them from the types that programs give and get.

mod declared;
mod printed;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

const FILE: &str = "pkg/engine-types.d.ts";

/// What programs give: members that have a default may be left out of these.
const GIVEN: &[&str] = &[
    "Input",
    "Event",
    "ShopFacts",
    "Play",
    "Planned",
    "ConsentSources",
    "Horizon",
];

/// What programs get.
const ANSWERED: &[&str] = &[
    "Entry",
    "Effect",
    "Answer",
    "Fault",
    "Wake",
    "Withdrawn",
    "Moment",
    "Simulation",
    "State",
    "Resolution",
    "Outline",
    "Preview",
    "Changes",
    "RfmGrid",
    "ObservedWords",
    "Diagnostic",
    "Report",
    "Queue",
];

/// Writes the types, or with `check` says whether they are up to date.
pub(crate) fn generate(root: &Path, check: bool) -> Result<()> {
    let declared = declared::read(&root.join("src"))?;
    let text = printed::print(&declared, GIVEN, ANSWERED)?;
    let path = root.join(FILE);
    if !check {
        return fs::write(&path, text).with_context(|| format!("writing {}", path.display()));
    }
    if fs::read_to_string(&path).unwrap_or_default() != text {
        bail!("{FILE} is not up to date: run `cargo xtask types`");
    }
    Ok(())
}
