//! Who may enter a workflow.

use super::definition::{Status, Workflow};
use super::enrollment::{Enrollment, Entries};
use super::trigger::Entry;
use crate::document::{Node, Read};
use crate::reason::Reason;
use crate::time::{Duration, Timestamp, Zone};

/// Who may enter a workflow again. Nobody is ever in the same workflow twice at a time, and
/// the same cart or order never starts it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(tag = "type", rename_all = "snake_case"))]
pub enum Reentry {
    /// Nobody: once in a lifetime.
    Once,
    /// Everybody, each time the trigger fires.
    EveryTime,
    /// Whoever entered at least this long ago.
    After {
        /// Counted from the last entry.
        span: Duration,
    },
}

/// The question of [`admit`].
#[derive(Clone, Copy, Debug)]
pub struct Admission<'a> {
    /// Into which workflow.
    pub workflow: &'a Workflow,
    /// What started it.
    pub entry: &'a Entry,
    /// When that became due: the event's time, or the end of the wait for a cart.
    pub due: Timestamp,
    /// The shop's zone.
    pub zone: Zone,
    /// The actual moment.
    pub now: Timestamp,
    /// What the customer entered before.
    pub entries: &'a Entries,
    /// Where the customer is.
    pub enrollments: &'a [Enrollment],
}

/// Says whether the workflow takes the customer in, whatever it asks of their facts.
///
/// # Errors
///
/// The first reason against it, in this order: paused, before going live, too old, entered
/// before, inside now, too soon.
pub fn admit(question: &Admission<'_>) -> Result<(), Reason> {
    let Admission {
        workflow,
        entry,
        due,
        zone,
        now,
        entries,
        enrollments,
    } = *question;
    if workflow.status == Status::Paused {
        return Err(Reason::WorkflowPaused);
    }
    if workflow
        .live_since
        .is_some_and(|since| entry.anchor < since)
    {
        return Err(Reason::BeforeGoingLive);
    }
    if now > workflow.max_event_age.after(due, zone) {
        return Err(Reason::EventTooOld);
    }
    if entries.has(&workflow.id, entry) {
        return Err(Reason::AlreadyEntered);
    }
    let inside =
        |enrollment: &&Enrollment| enrollment.workflow == workflow.id && enrollment.is_active();
    if enrollments.iter().any(|enrollment| inside(&enrollment)) {
        return Err(Reason::AlreadyEnrolled);
    }
    match (workflow.reentry, entries.last_entered(&workflow.id)) {
        (Reentry::Once, Some(_)) => return Err(Reason::AlreadyEntered),
        (Reentry::After { span }, Some(last)) if now < span.after(last, zone) => {
            return Err(Reason::ReentryTooSoon);
        }
        _ => {}
    }
    Ok(())
}

impl Read for Reentry {
    fn read(node: &Node<'_>) -> Option<Self> {
        match node.kind()? {
            "once" => node.object(&["type"]).map(|_| Self::Once),
            "every_time" => node.object(&["type"]).map(|_| Self::EveryTime),
            "after" => {
                let span = node.object(&["type", "span"])?.required("span")?;
                Duration::read(&span).map(|span| Self::After { span })
            }
            other => node.unknown_kind(other, &["once", "every_time", "after"]),
        }
    }
}
