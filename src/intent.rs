//! What a workflow wants to do, before policy has permitted it.

use crate::effect::EffectKind;
use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Observation;

/// What a workflow's step wants to do. The workflow's own checks are already made, so that policy
/// needs to know nothing about workflows.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// The effect it becomes if it is allowed.
    pub effect: EffectId,
    /// The workflow that wants it.
    pub workflow: WorkflowId,
    /// The enrollment that wants it.
    pub enrollment: EnrollmentId,
    /// The step that wants it.
    pub step: StepId,
    /// How important the workflow is: higher goes first. 0 to 100.
    pub priority: u8,
    /// The order or cart that it is about.
    pub about: About,
    /// The kind of effect it becomes.
    pub kind: EffectKind,
    /// When it was due.
    pub due: Timestamp,
    /// For a message, its channel and kind. Other intents need no permission.
    pub message: Option<(Channel, MessageKind)>,
    /// The topic of a message, by its ID.
    pub topic: Option<String>,
    /// Whether the enrollment is a test, to which caps and priority don't apply.
    pub test: bool,
    /// Whether the workflow still wants it: its exit conditions and filter, evaluated again now.
    pub guard: Guard,
}

/// What an intent is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The order the enrollment is about.
    pub order: Option<String>,
    /// A cart, by one of its keys.
    pub cart: Option<String>,
}

/// Whether the workflow still wants what it intended.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Guard {
    /// The workflow allows it.
    #[default]
    Pass,
    /// It no longer does.
    Fail {
        /// The reason for the verdict.
        reason: Reason,
        /// What the conditions saw.
        saw: Vec<Observation>,
    },
}

/// Policy's verdict on an [`Intent`].
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Perform the effect now.
    Allow,
    /// Not now: judge it again at `until`.
    Defer {
        /// When to ask again.
        until: Timestamp,
        /// The reason for the verdict.
        reason: Reason,
    },
    /// Never perform the effect.
    Suppress {
        /// The reason for the verdict.
        reason: Reason,
        /// What the conditions saw.
        saw: Vec<Observation>,
        /// The workflow whose message is sent instead.
        winner: Option<WorkflowId>,
    },
}
