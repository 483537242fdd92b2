//! When time will start workflows, remembered from one question to the next.
//!
//! A decision asks several times what is due next, and nearly always nothing has changed that any
//! trigger depends on. So what each trigger said is kept until an event comes that
//! [moves](crate::workflow::Trigger::moved_by) it, the workflow is entered or refused, or
//! something changes that all of them depend on. The entries themselves are kept longer: a trigger that is
//! asked again recognizes those it made before, so that nothing is written or hashed twice. What is kept is what would be found anew: a debug
//! build finds it anew after each transition, and compares.

use crate::event::{EventName, EventNames};
use crate::id::WorkflowId;
use crate::plan::Plan;
use crate::time::{Timestamp, Zone};
use crate::workflow::{Entry, Foreseen, Workflow};
use std::rc::Rc;

/// The next entry of each workflow that time may start, as far as it is known. Belongs to one
/// customer under one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    /// For the workflows that time may start, in their order.
    timers: Vec<Option<Timer>>,
    /// Whether all of them are known.
    complete: bool,
    /// When the first of them has to be asked again.
    turns: Timestamp,
    /// The names of the events that moved any of them since somebody asked.
    happened: EventNames,
    /// When the first entry is due.
    earliest: Option<Timestamp>,
    /// The entries that were made to find them, by place.
    made: Vec<Made>,
    /// The zone in which they were found.
    zone: Option<Zone>,
    /// When the customer was first seen, as of then.
    first_seen: Timestamp,
    /// The latest moment at which anybody asked.
    asked_at: Timestamp,
}

/// What a trigger said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Timer {
    /// The next entry, if there is any.
    pub(super) next: Option<Upcoming>,
    /// From when on it has to be asked again.
    pub(super) turns: Timestamp,
}

/// An entry that time will bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upcoming {
    /// When it is due.
    pub(super) at: Timestamp,
    /// What will start the workflow.
    pub(super) entry: Rc<Entry>,
}

/// The entries that one trigger made.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    entries: Vec<Rc<Entry>>,
    /// How often one was recognized.
    recognized: usize,
}

impl Made {
    /// More than any trigger foresees at one time.
    const LIMIT: usize = 16;

    /// The entry that is foreseen: the one that was made before, if it was. The oldest go when there
    /// are too many.
    pub(super) fn entry(&mut self, foreseen: &dyn Foreseen) -> Rc<Entry> {
        if let Some(known) = self.entries.iter().find(|entry| foreseen.is(entry)) {
            self.recognized = self.recognized.saturating_add(1);
            return Rc::clone(known);
        }
        if self.entries.len() >= Self::LIMIT {
            self.entries.remove(0);
        }
        let entry = Rc::new(foreseen.make());
        self.entries.push(Rc::clone(&entry));
        entry
    }
}

impl Timers {
    /// How often a trigger that was asked again recognized an entry.
    pub(super) fn recognized(&self) -> usize {
        self.made.iter().map(|made| made.recognized).sum()
    }

    /// How many are known.
    #[must_use]
    pub(super) fn known(&self) -> usize {
        self.timers.iter().flatten().count()
    }

    /// Forgets what cannot be relied on at `now` for a customer in this zone, first seen then.
    pub(super) fn look(&mut self, plan: &Plan, zone: Zone, first_seen: Timestamp, now: Timestamp) {
        let places = plan.started_by_time().len();
        if self.zone != Some(zone)
            || self.first_seen != first_seen
            || self.asked_at > now
            || self.timers.len() != places
        {
            self.forget();
            self.timers.resize(places, None);
            self.made.resize_with(places, Made::default);
        }
        if now >= self.turns {
            self.forget_where(|_, timer| now >= timer.turns);
        }
        self.zone = Some(zone);
        self.first_seen = first_seen;
        self.asked_at = now;
    }

    /// Whether there is nothing to [find](Timers::find).
    pub(super) const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Finds those that are not known; `find` gets a workflow's place among those that time may
    /// start.
    pub(super) fn find(&mut self, mut find: impl FnMut(usize, &mut Made) -> Timer) {
        (self.turns, self.earliest) = (Timestamp::MAX, None);
        let places = self.timers.iter_mut().zip(&mut self.made).enumerate();
        for (place, (timer, made)) in places {
            let known = timer.get_or_insert_with(|| find(place, made));
            self.turns = self.turns.min(known.turns);
            let next = known.next.as_ref().map(|next| next.at);
            self.earliest = self.earliest.into_iter().chain(next).min();
        }
        self.complete = true;
    }

    /// When the first entry is due.
    pub(super) const fn earliest(&self) -> Option<Timestamp> {
        self.earliest
    }

    /// What the trigger at a place among those that time may start says, if that is known.
    pub(super) fn at(&self, place: usize) -> Option<&Timer> {
        self.timers.get(place)?.as_ref()
    }

    /// The next entries, each with its workflow's place among those that time may start.
    pub(super) fn upcoming(&self) -> impl Iterator<Item = (usize, &Upcoming)> {
        let known = self.timers.iter().enumerate();
        known.filter_map(|(place, timer)| Some((place, timer.as_ref()?.next.as_ref()?)))
    }

    /// Forgets everything: anything may have changed.
    pub(super) fn forget(&mut self) {
        self.happened = EventNames::ALL;
        self.timers.clear();
        self.complete = false;
    }

    /// Forgets what an event of this name may have moved.
    pub(super) fn moved(&mut self, plan: &Plan, event: EventName) {
        self.moved_by_any(plan, EventNames::of(&[event]));
    }

    /// Forgets what events of these names may have moved.
    pub(super) fn moved_by_any(&mut self, plan: &Plan, events: EventNames) {
        self.happened = self.happened.and(events);
        self.forget_where(|place, _| plan.started_by_time().is_moved_by(place, events));
    }

    /// Takes the names of the events that moved anything since they were last taken; all, where
    /// everything was forgotten.
    pub(super) const fn take_happened(&mut self) -> EventNames {
        std::mem::replace(&mut self.happened, EventNames::NONE)
    }

    /// What is still known under a plan `to` that would have decided the same so far: what those
    /// triggers said that both plans have.
    pub(super) fn under(&self, from: &Plan, to: &Plan) -> Self {
        let known = |wanted: &Workflow| {
            let mut before = from.behind(from.started_by_time());
            let place = before.position(|workflow| {
                workflow.id == wanted.id
                    && workflow.live_since == wanted.live_since
                    && workflow.trigger == wanted.trigger
            })?;
            Some((
                self.timers.get(place)?.clone(),
                self.made.get(place)?.clone(),
            ))
        };
        let known = to.behind(to.started_by_time()).map(known);
        let (timers, made) = known.map(Option::unwrap_or_default).unzip();
        Self {
            timers,
            made,
            complete: false,
            ..self.clone()
        }
    }

    /// Forgets what a workflow would start, because it was entered or refused.
    pub(super) fn considered(&mut self, plan: &Plan, considered: &WorkflowId) {
        let index = plan.started_by_time();
        self.forget_where(|place, _| {
            let position = index.position(place);
            let workflow = position.and_then(|position| plan.workflows().get(position));
            workflow.is_none_or(|workflow| workflow.id == *considered)
        });
    }

    /// Forgets what triggers said that depend on more than the customer’s facts: the shop's facts
    /// come with each input and may be others next time.
    pub(super) fn part(&mut self, plan: &Plan) {
        if plan.started_by_time().any_asks_shop() {
            self.forget_where(|place, _| plan.started_by_time().asks_shop(place));
        }
    }

    fn forget_where(&mut self, mut stale: impl FnMut(usize, &Timer) -> bool) {
        for (place, timer) in self.timers.iter_mut().enumerate() {
            if timer.as_ref().is_some_and(|known| stale(place, known)) {
                *timer = None;
                self.complete = false;
            }
        }
    }
}
