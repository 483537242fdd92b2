//! What time alone brings: waits that end, carts that were left alone.

use super::timers::{Made, Timer, Upcoming};
use super::turn::Turn;
use crate::fault::FaultCode;
use crate::id::EnrollmentId;
use crate::schedule::{Wake, WakeReason};
use crate::time::Timestamp;
use crate::workflow::{Enrollment, Entry, Workflow};
use std::cmp::Ordering;
use std::iter;
use std::rc::Rc;

/// The name of what is due, compared as if it were written out: at one moment things are done in the order
/// of their names, so that it does not depend on when they were planned. Nobody looks at an enrollment's id unless two things are
/// due at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name<'t> {
    Enrollment(&'t EnrollmentId),
    /// A workflow and a fact, with a space between them.
    Entry(&'t str, &'t str),
}

impl Name<'_> {
    fn bytes(&self) -> impl Iterator<Item = u8> {
        let (first, second) = match *self {
            Self::Enrollment(id) => (id.as_str(), None),
            Self::Entry(workflow, fact) => (workflow, Some(fact)),
        };
        let second = second
            .into_iter()
            .flat_map(|text| iter::once(b' ').chain(text.bytes()));
        first.bytes().chain(second)
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

/// One thing that falls due.
#[derive(Clone, Copy, Debug)]
enum What<'t> {
    WaitEnds(&'t EnrollmentId),
    /// The workflow's place among those that time may start.
    Enter(usize, &'t Rc<Entry>),
    /// The score and all segments at once: at one moment they change together.
    FactsMayChange,
}

impl Turn<'_, '_> {
    /// Runs everything that is due up to now, each at its own time.
    pub(super) fn run_due(&mut self) {
        for _ in 0..MAX_DUE {
            self.find_timers();
            let Some(at) = self.next_moment().filter(|at| *at <= self.now) else {
                return;
            };
            let Some(due) = self.first_due_at(at) else {
                return;
            };
            match due {
                What::WaitEnds(enrollment) => {
                    let enrollment = enrollment.clone();
                    self.resume(&enrollment, at);
                }
                What::FactsMayChange => self.follow_time(at),
                What::Enter(place, entry) => {
                    let entry = Rc::clone(entry);
                    self.enter_by_time(place, &entry, at);
                }
            }
            self.drain_queue();
            self.forget_next_moment();
        }
        self.fault(
            FaultCode::DueLimit,
            None,
            format!("more than {MAX_DUE} things were due at once"),
        );
    }

    /// The earliest moment at which anything is due without an event.
    pub(super) fn next_wake(&mut self) -> Option<Wake> {
        self.find_timers();
        let next = self.next_moment();
        let due = next.map(|at| Wake {
            at: at.max(self.now),
            reason: self.reason_at(at),
        });
        let held = self
            .state
            .pending
            .iter()
            .filter_map(|pending| pending.held_until)
            .min();
        let held = held.map(|at| Wake {
            at: at.max(self.now),
            reason: WakeReason::DeferralEnds,
        });
        Wake::earliest(due, held)
    }

    /// The first moment at which time starts a workflow.
    pub(super) fn next_entry(&mut self) -> Option<Timestamp> {
        self.find_timers();
        self.timers.earliest()
    }

    /// The first thing that is due at a moment.
    fn first_due_at(&self, at: Timestamp) -> Option<What<'_>> {
        if self.next_look() == Some(at) {
            // In front of what else is due then, which may ask for them.
            return Some(What::FactsMayChange);
        }
        let waits = self.waits().filter(|(due, _)| *due == at);
        let waits = waits.map(|(_, run)| (Name::Enrollment(&run.id), What::WaitEnds(&run.id)));
        let entries = self.timers.upcoming().filter(|(_, next)| next.at == at);
        let entries = entries.map(|(place, next)| {
            let name = Name::Entry(self.name_of(place), &next.entry.fact);
            (name, What::Enter(place, &next.entry))
        });
        let first = waits.chain(entries).min_by_key(|(name, _)| *name);
        first.map(|(_, what)| what)
    }

    /// What the host is told of what is due at a moment: names are compared only where that depends on
    /// them.
    fn reason_at(&self, at: Timestamp) -> WakeReason {
        let entries = self.timers.upcoming().any(|(_, next)| next.at == at);
        if !entries && self.next_look() != Some(at) {
            return WakeReason::WaitEnds;
        }
        match self.first_due_at(at) {
            Some(What::FactsMayChange) => WakeReason::FactsMayChange,
            Some(What::Enter(_, entry)) if entry.cart.is_some() => WakeReason::CartAbandoned,
            Some(What::Enter(..)) => WakeReason::TriggerDue,
            Some(What::WaitEnds(_)) | None => WakeReason::WaitEnds,
        }
    }

    /// When anything is due next, as far as it is found. Found once, until something may have changed it.
    fn next_moment(&mut self) -> Option<Timestamp> {
        if let Some(known) = self.next_moment {
            debug_assert_eq!(known, self.find_next_moment());
            return known;
        }
        let found = self.find_next_moment();
        self.next_moment = Some(found);
        found
    }

    fn find_next_moment(&self) -> Option<Timestamp> {
        let waits = self.waits().map(|(due, _)| due);
        let others = [self.next_look(), self.timers.earliest()];
        waits.chain(others.into_iter().flatten()).min()
    }

    /// The waits, each with the moment when it ends.
    fn waits(&self) -> impl Iterator<Item = (Timestamp, &Enrollment)> {
        let active = self.state.enrollments.iter().filter(|run| run.is_active());
        active.filter_map(|run| Some((run.due?, run)))
    }

    /// When the score, segments or the tier are to be looked at again.
    fn next_look(&self) -> Option<Timestamp> {
        let looks = [
            self.state.memberships.next_look(),
            self.state.customer.score.look_at,
            self.state.customer.standing.look_at,
        ];
        looks.into_iter().flatten().min()
    }

    /// Asks the triggers that time may start what they will, as far as that is not known.
    fn find_timers(&mut self) {
        let (zone, first_seen) = (self.zone(), self.state.customer.first_seen);
        self.timers.look(self.plan, zone, first_seen, self.now);
        if self.timers.is_complete() {
            return;
        }
        self.forget_next_moment();
        let mut timers = std::mem::take(&mut self.timers);
        timers.find(|place, made| self.timer_of(place, made));
        self.timers = timers;
    }

    /// The first entry that is not settled of the workflow at a place among those that time may
    /// start.
    fn timer_of(&self, place: usize, made: &mut Made) -> Timer {
        let mut next: Option<Upcoming> = None;
        let Some(workflow) = self.started_by_time(place) else {
            let turns = Timestamp::MAX;
            return Timer { next, turns };
        };
        let context = self.context(self.now);
        let known = self.state.entries.of(&workflow.id);
        workflow.trigger.upcoming(&context, &mut |at, foreseen| {
            // What was over before the workflow went live was never its business.
            if workflow.live_since.is_some_and(|since| at < since) {
                return;
            }
            // What was over when the past was imported is part of it.
            if self
                .state
                .imported_at
                .is_some_and(|imported| at <= imported)
            {
                return;
            }
            if next.as_ref().is_some_and(|known| known.at < at) {
                return;
            }
            let entry = made.entry(foreseen);
            let is_first = next
                .as_ref()
                .is_none_or(|known| (at, &entry.fact) < (known.at, &known.entry.fact));
            if is_first && !known.iter().any(|known| known.settles(&entry)) {
                next = Some(Upcoming { at, entry });
            }
        });
        let turns = workflow.trigger.turns(&context);
        Timer { next, turns }
    }

    fn started_by_time(&self, place: usize) -> Option<&Workflow> {
        let position = self.plan.started_by_time().position(place)?;
        self.plan.workflows().get(position)
    }

    fn name_of(&self, place: usize) -> &str {
        self.started_by_time(place)
            .map_or("", |workflow| workflow.id.as_str())
    }

    /// Finds all timers anew and compares them with those that are known.
    pub(super) fn timers_are_true(&self) -> bool {
        let mut places = 0..self.plan.started_by_time().len();
        places.all(|place| {
            let known = self.timers.at(place);
            let anew = || self.timer_of(place, &mut Made::default());
            known.is_none_or(|known| known.next == anew().next)
        })
    }
}

/// More than any real customer has at one moment; a bound on the work of one call.
const MAX_DUE: usize = 1_000;
