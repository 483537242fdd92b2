//! What went wrong without stopping anything else.

use crate::id::WorkflowId;
use crate::json::{object, words};

/// Something that should not have happened. The transition continued without the affected part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fault. Codes never change.
    pub code: FaultCode,
    /// What happened, without personal data.
    pub message: String,
    /// The workflow it happened in.
    pub workflow: Option<WorkflowId>,
}

object!(Fault {
    code,
    message,
    workflow: sparse
});

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultCode {
    /// Workflows triggered one another in an endless chain; the rest of it was cut off.
    CascadeLimit,
    /// More was due at once than one transition handles; the rest follows at the next wake.
    DueLimit,
    /// A step names a message that the configuration does not have.
    MessageMissing,
    /// A customer's own time zone is unknown; their country's or the shop's is used.
    UnknownTimeZone,
}

words!(FaultCode { CascadeLimit = "cascade-limit", DueLimit = "due-limit", MessageMissing = "message-missing", UnknownTimeZone = "unknown-time-zone" });
