//! The compiled plans an instance holds.

use super::ENGINE;
use super::refusal::{Refusal, RefusalCode};
use crate::compact::{Compact, Packed};
use crate::config::{compile_as, parts, plan_id};
use crate::diagnostic::Diagnostic;
use crate::json::{self, object};
use crate::plan::{Parts, Plan};

/// Compiles a configuration and keeps its plan: `{"plan": id or null, "diagnostics": […]}`.
/// Loading the same text twice is cheap.
pub fn load(plans: &mut Plans, config: &str) -> String {
    let (plan, diagnostics) = plans.load(config);
    json::to_string(&Loaded { plan, diagnostics })
}

/// Compiles a configuration that had no errors when it was saved, to what [`open_plan`] takes; no
/// bytes for what cannot be read. It is for this engine: another one compiles again from the text,
/// which stays the truth.
#[must_use]
pub fn compile_plan(config: &str) -> Vec<u8> {
    compiled(config).unwrap_or_default()
}

/// Keeps the plan that [`compile_plan`] wrote: its id, or nothing where another engine wrote it. What
/// is opened is the plan that [`load`] keeps, without its checks: a module that opens plans needs
/// nothing of what reads a merchant's file.
pub fn open_plan(plans: &mut Plans, compiled: &[u8]) -> String {
    plans.open(compiled).unwrap_or_default()
}

/// What came of compiling a configuration.
struct Loaded {
    /// The plan's id, by which it is asked for; `None` where the configuration has errors.
    plan: Option<String>,
    /// Everything that is wrong with it, or could be better.
    diagnostics: Vec<Diagnostic>,
}

object!(write Loaded { plan, diagnostics });

/// A configuration that had no errors when it was saved, compiled to what [`Plans::open`] takes:
/// first the engine that compiled it, because the rest says nothing about itself. `None` for what
/// cannot be read.
fn compiled(config: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    ENGINE.to_owned().pack(&mut out);
    parts(config)?.pack(&mut out);
    Some(out)
}

/// The plans used last, at most [`Plans::LIMIT`]. A host whose plan has been evicted gets
/// `unknown-plan` and loads it again.
#[derive(Debug, Default)]
pub struct Plans {
    /// The one used last stands last.
    kept: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    plan: Plan,
    /// What its configuration's checks found; `None` where they were not made.
    diagnostics: Option<Vec<Diagnostic>>,
}

impl Plans {
    /// How many plans are kept.
    pub const LIMIT: usize = 16;

    /// No plans loaded.
    #[must_use]
    pub const fn new() -> Self {
        Self { kept: Vec::new() }
    }

    /// Compiles `config` and keeps the plan. Gives its id, or `None` if there are errors.
    pub fn load(&mut self, config: &str) -> (Option<String>, Vec<Diagnostic>) {
        let id = plan_id(config);
        if let Some(diagnostics) = self.used(&id).and_then(|kept| kept.diagnostics.clone()) {
            return (Some(id), diagnostics);
        }
        let compiled = compile_as(id.clone(), config);
        let found = compiled.diagnostics;
        let id = compiled.plan.map(|plan| self.keep(plan, Some(&found)));
        (id, found)
    }

    /// Keeps the plan that was written by [`compile_plan`]. Gives its id, or `None` for what another
    /// engine wrote, or none.
    pub fn open(&mut self, compiled: &[u8]) -> Option<String> {
        let mut from = Packed::new(compiled);
        if String::unpack(&mut from)? != ENGINE {
            return None;
        }
        // The first of a plan's parts is its id.
        let id = String::unpack(&mut Packed::new(from.rest()))?;
        if self.used(&id).is_some() {
            return Some(id);
        }
        let parts = Parts::unpack(&mut from).filter(|_| from.is_over())?;
        Some(self.keep(Plan::new(parts), None))
    }

    /// The plan called `id`, if it is kept: now it is the one used last.
    fn used(&mut self, id: &str) -> Option<&Kept> {
        let position = self.kept.iter().position(|kept| kept.plan.id == id)?;
        let kept = self.kept.remove(position);
        self.kept.push(kept);
        self.kept.last()
    }

    /// Keeps a plan in place of any of its name, and gives the name.
    fn keep(&mut self, plan: Plan, diagnostics: Option<&Vec<Diagnostic>>) -> String {
        let id = plan.id.clone();
        self.kept.retain(|kept| kept.plan.id != id);
        if self.kept.len() == Self::LIMIT {
            self.kept.remove(0);
        }
        self.kept.push(Kept {
            plan,
            diagnostics: diagnostics.cloned(),
        });
        id
    }

    /// The plan called `id`.
    pub(super) fn get(&self, id: &str) -> Result<&Plan, Refusal> {
        let kept = self.kept.iter().find(|kept| kept.plan.id == id);
        kept.map(|kept| &kept.plan).ok_or_else(|| {
            Refusal::new(
                RefusalCode::UnknownPlan,
                "plan",
                "load its configuration first",
            )
        })
    }
}
