//! The compiled plans an instance holds.

use super::refusal::{Refusal, RefusalCode};
use crate::config::{compile_as, plan_id};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;

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
    diagnostics: Vec<Diagnostic>,
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
        if let Some(position) = self.kept.iter().position(|kept| kept.plan.id == id) {
            let kept = self.kept.remove(position);
            let diagnostics = kept.diagnostics.clone();
            self.kept.push(kept);
            return (Some(id), diagnostics);
        }
        let compiled = compile_as(id.clone(), config);
        let Some(plan) = compiled.plan else {
            return (None, compiled.diagnostics);
        };
        if self.kept.len() == Self::LIMIT {
            self.kept.remove(0);
        }
        self.kept.push(Kept {
            plan,
            diagnostics: compiled.diagnostics.clone(),
        });
        (Some(id), compiled.diagnostics)
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
