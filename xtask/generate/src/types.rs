//! The engine's types for everybody else, out of the declarations in `src`: TypeScript in
//! `pkg/engine-types.d.ts`, JSON Schemas in `pkg/schema/engine.schema.json`.
//!
//! What crosses the boundary is declared once, by the engine's own macros (`object!`, `tagged!`,
//! `stored!`, `words!`, `text_id!`, `derived_id!`). This reads those declarations and the documentation beside them,
//! and follows them from the types that programs give and get.

mod declared;
mod macros;
mod own;
mod reached;
mod schema;
mod typescript;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

const TYPES: &str = "pkg/engine-types.d.ts";
const SCHEMA: &str = "pkg/schema/engine.schema.json";

/// What programs give: members that have a default may be left out of these.
const GIVEN: &[&str] = &[
    "BacktestRequest",
    "ChangesQuestion",
    "Comparison",
    "Event",
    "ForecastRequest",
    "IngestRequest",
    "Input",
    "ListQuestion",
    "NeededRequest",
    "PreviewQuestion",
    "ResolveRequest",
    "SavingRequest",
    "SimulateRequest",
    "WhyNotRequest",
];

/// What programs get.
const ANSWERED: &[&str] = &[
    "Attributed",
    "BacktestTold",
    "Changes",
    "Composed",
    "ConditionWords",
    "CustomerList",
    "CustomersTold",
    "DeliveryHead",
    "EngineInfo",
    "ForecastTold",
    "HandedOver",
    "Ignored",
    "Listing",
    "Lift",
    "Loaded",
    "Matching",
    "MoveHead",
    "Needs",
    "Outline",
    "Queue",
    "ReadinessReport",
    "Refusal",
    "Remains",
    "Replayed",
    "Report",
    "Resolution",
    "RfmCuts",
    "RfmFigures",
    "RfmGrid",
    "SavingReport",
    "SegmentPreview",
    "Simulation",
    "Standing",
    "State",
    "StoreCopy",
    "Summary",
    "TraceInWords",
];

/// What the API gives and takes, and what is played: these have JSON Schemas as well.
const SCHEMAS: &[&str] = &[
    "Attributed",
    "Command",
    "Diagnostic",
    "EngineInfo",
    "Input",
    "Lift",
    "Simulation",
    "Standing",
    "State",
    "Summary",
    "TraceInWords",
];

/// Writes the types, or with `check` says whether they are up to date.
pub(crate) fn generate(root: &Path, check: bool) -> Result<()> {
    let declared = declared::read(&root.join("src"))?;
    let types = typescript::print(&declared, GIVEN, ANSWERED)?;
    let schemas = schema::print(&declared, SCHEMAS)?;
    for (file, text) in [(TYPES, types), (SCHEMA, schemas)] {
        let path = root.join(file);
        if !check {
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        } else if fs::read_to_string(&path).unwrap_or_default() != text {
            bail!("{file} is not up to date: run `cargo generate types`");
        }
    }
    Ok(())
}
