//! Who may enter a workflow.

use super::definition::{Status, Workflow};
use super::enrollment::{Enrollment, Entries};
use super::terms::{OnePer, Reentry};
use super::trigger::Entry;
use crate::reason::Reason;
use crate::time::{Timestamp, Zone};

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
    /// The workflows the customer entered before.
    pub entries: &'a Entries,
    /// Where the customer is.
    pub enrollments: &'a [Enrollment],
    /// Whether it is known already that neither has anything of the workflow.
    pub is_new: bool,
}

impl Admission<'_> {
    /// Whether neither the entries nor the enrollments have anything of the workflow.
    fn finds_nothing(&self) -> bool {
        let mut enrollments = self.enrollments.iter();
        let workflow = &self.workflow.id;
        !self.entries.has_any_of(workflow) && enrollments.all(|one| one.workflow != *workflow)
    }
}

/// Decides whether the customer may enter, apart from the workflow’s conditions.
///
/// # Errors
///
/// The first reason against it, in this order: a draft, paused, before it was turned on, outside
/// the schedule, too old, entered before, already in it, too soon.
pub fn admit(question: &Admission<'_>) -> Result<(), Reason> {
    let Admission {
        workflow,
        entry,
        due,
        zone,
        now,
        entries,
        enrollments,
        is_new,
    } = *question;
    if matches!(workflow.status, Status::Draft | Status::Retired) {
        return Err(Reason::NotLive);
    }
    if workflow.status == Status::Paused {
        return Err(Reason::WorkflowPaused);
    }
    if workflow
        .live_since
        .is_some_and(|since| entry.anchor < since)
    {
        return Err(Reason::BeforeGoingLive);
    }
    if !workflow.schedule.is_open(due, zone) {
        return Err(Reason::OutsideSchedule);
    }
    // Most are decided on time, and then no calendar has to be asked.
    if now > due && now > workflow.max_event_age.after(due, zone) {
        return Err(Reason::EventTooOld);
    }
    if is_new {
        debug_assert!(question.finds_nothing(), "{question:?}");
        return Ok(());
    }
    if entries.has(&workflow.id, entry) {
        return Err(Reason::AlreadyEntered);
    }
    let inside =
        |enrollment: &&Enrollment| enrollment.workflow == workflow.id && enrollment.is_real();
    let alone = workflow.one_per == OnePer::Customer;
    if alone && enrollments.iter().any(|enrollment| inside(&enrollment)) {
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
