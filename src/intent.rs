//! What a workflow wishes: not yet permitted, not yet done.

use crate::effect::EffectKind;
use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Observation;

/// A wish of a workflow's step, with the workflow's own checks already judged, so that policy
/// needs to know nothing of workflows.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// The effect it becomes if it is allowed.
    pub effect: EffectId,
    /// Who wishes it.
    pub workflow: WorkflowId,
    /// In which run.
    pub enrollment: EnrollmentId,
    /// At which step.
    pub step: StepId,
    /// How important the workflow is: higher goes first. 0 to 100.
    pub priority: u8,
    /// The order or cart that it is about.
    pub about: About,
    /// What it becomes.
    pub kind: EffectKind,
    /// When it was due.
    pub due: Timestamp,
    /// For a message, how it goes out; other wishes need no permission.
    pub message: Option<(Channel, MessageKind)>,
    /// Whether the run is a test: caps and priority are about what customers are sent for real.
    pub test: bool,
    /// The workflow's own word: exit and filter, asked again now.
    pub guard: Guard,
}

/// What a wish is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// An order.
    pub order: Option<String>,
    /// A cart, by one of its keys.
    pub cart: Option<String>,
}

/// What the workflow itself says about its wish at this moment.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Guard {
    /// Go on.
    #[default]
    Pass,
    /// No longer wanted.
    Fail {
        /// Why.
        reason: Reason,
        /// What was seen.
        saw: Vec<Observation>,
    },
}

/// What policy says to an [`Intent`].
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Do it.
    Allow,
    /// Not now: ask everything again at `until`.
    Defer {
        /// When to ask again.
        until: Timestamp,
        /// Why not now.
        reason: Reason,
    },
    /// Never.
    Suppress {
        /// Why.
        reason: Reason,
        /// What was seen.
        saw: Vec<Observation>,
        /// The workflow whose message goes out instead.
        winner: Option<WorkflowId>,
    },
}
