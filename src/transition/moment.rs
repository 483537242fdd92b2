//! One moment of a course, at which several inputs may follow one another.

use super::outcome::Decided;
use super::timers::Timers;
use super::turn::{Carried, Turn};
use crate::condition::Messages;
use crate::event::{Event, EventNames};
use crate::id::CustomerId;
use crate::input::Input;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::time::Timestamp;

/// One moment of a [course](super::Course). What each input decides does not depend on whether others came
/// before it at the same moment; but what is due next is found once for all of them.
pub struct Moment<'p, 'c> {
    turn: Turn<'p, 'c>,
    carried: &'c mut Carried,
    /// How many inputs it had.
    inputs: u32,
}

/// A plan of which it is watched when time would start its workflows, while a course goes on under
/// another one.
#[derive(Clone, Debug)]
pub struct Watched<'q> {
    plan: &'q Plan,
    timers: Timers,
}

impl<'p, 'c> Moment<'p, 'c> {
    pub(super) const fn new(turn: Turn<'p, 'c>, carried: &'c mut Carried) -> Self {
        let inputs = 0;
        Self {
            turn,
            carried,
            inputs,
        }
    }

    /// Decides what one input means. The [wake](Decided::wake) is left open until the
    /// [end](Moment::end) of the moment.
    #[must_use]
    pub fn decide(&mut self, input: Input) -> Decided {
        self.begin();
        self.turn.decide(input)
    }

    /// As [`Moment::decide`] of an [`Input::Events`], which stays where it is.
    #[must_use]
    pub fn hear(&mut self, customer: &CustomerId, events: &[Event]) -> Decided {
        self.begin();
        self.turn.hear(customer, events)
    }

    fn begin(&mut self) {
        if self.inputs > 0 {
            self.turn.part();
        }
        self.inputs = self.inputs.saturating_add(1);
    }

    /// When time would first start a workflow of one of the watched plans, had that plan been there
    /// all along. Always ask with the same plans.
    #[must_use]
    pub fn next_entry_of(&mut self, watched: &mut [Watched<'_>]) -> Option<Timestamp> {
        if watched.is_empty() {
            return None;
        }
        let happened = self.turn.timers.take_happened();
        let entries = watched.iter_mut();
        entries
            .filter_map(|one| one.next(&mut self.turn, happened))
            .min()
    }

    /// When the customer is next due if nothing else happens.
    #[must_use]
    pub fn end(mut self) -> Option<Wake> {
        let wake = self.turn.next_wake();
        *self.carried = self.turn.end();
        wake
    }
}

impl<'q> Watched<'q> {
    /// Watches a plan from the beginning of a course on.
    #[must_use]
    pub fn new(plan: &'q Plan) -> Self {
        let timers = Timers::default();
        Self { plan, timers }
    }

    /// When time would first start a workflow, as seen in a turn under another plan, after events of
    /// these names.
    fn next(&mut self, turn: &mut Turn<'_, '_>, happened: EventNames) -> Option<Timestamp> {
        self.timers.moved_by_any(self.plan, happened);
        let customer = &turn.state.customer;
        let (zone, first_seen) = (customer.zone(self.plan.shop.zone), customer.first_seen);
        self.timers.look(self.plan, zone, first_seen, turn.now);
        if self.timers.is_complete() {
            return self.timers.earliest();
        }
        let carried = Carried {
            timers: std::mem::take(&mut self.timers),
            // No trigger asks for them when it says what will come.
            messages: Some(Messages::NONE),
            ..Carried::default()
        };
        let mut beside = Turn::new(self.plan, turn.state, turn.now, carried, turn.detail);
        let next = beside.next_entry();
        debug_assert!(beside.timers_are_true(), "{:?}", beside.timers);
        beside.timers.part(self.plan);
        self.timers = beside.timers;
        next
    }
}
