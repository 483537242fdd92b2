//! What went wrong without stopping anything else.

use crate::id::WorkflowId;
use serde::{Deserialize, Serialize};

/// Something that should not have happened. The transition went on without the part it
/// concerns; neighbours are not harmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What kind, stable.
    pub code: FaultCode,
    /// What happened, in words, without personal data.
    pub message: String,
    /// The workflow it happened in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<WorkflowId>,
}

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultCode {
    /// Workflows set one another off without end; the rest of the chain was cut.
    CascadeLimit,
    /// More was due at once than one transition does; the rest follows at the next wake.
    DueLimit,
    /// A step speaks of a message that the configuration does not have.
    MessageMissing,
    /// A customer's own time zone is not one we know; their country's or the shop's is used.
    UnknownTimeZone,
}
