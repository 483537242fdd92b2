//! One customer, moved on from input to input.

use super::moment::Moment;
use super::outcome::Decided;
use super::turn::{Carried, Turn};
use crate::input::Input;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Detail;

/// One customer under one plan, moved on by input after input. Each gives what
/// [`transition`](super::transition) gives; a course is quicker, because the state stays where it
/// is, and what was found out about time is still known at the next input.
#[derive(Clone, Debug)]
pub struct Course<'p> {
    plan: &'p Plan,
    state: State,
    carried: Carried,
    detail: Detail,
}

/// A course between two inputs, without its plan.
#[derive(Clone, Debug)]
pub struct Paused {
    state: State,
    carried: Carried,
    /// The id of the plan under which it was moved on.
    plan: String,
}

impl Paused {
    /// A customer in this state, of whom nothing else is known.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self {
            state,
            carried: Carried::default(),
            plan: String::new(),
        }
    }

    /// The state after the last input.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }
}

impl<'p> Course<'p> {
    /// Goes on where a course was paused. Under another plan nothing but the state is used.
    #[must_use]
    pub fn resume(plan: &'p Plan, paused: Paused) -> Self {
        let carried = if paused.plan == plan.id {
            paused.carried
        } else {
            Carried::default()
        };
        Self {
            carried,
            ..Self::new(plan, paused.state)
        }
    }

    /// Lets go of the plan until the next input.
    #[must_use]
    pub fn pause(self) -> Paused {
        Paused {
            state: self.state,
            carried: self.carried,
            plan: self.plan.id.clone(),
        }
    }

    /// Begins with this state.
    #[must_use]
    pub fn new(plan: &'p Plan, state: State) -> Self {
        Self::with_detail(plan, state, Detail::Full)
    }

    /// As [`Course::new`], where decisions say only so much.
    #[must_use]
    pub fn with_detail(plan: &'p Plan, state: State, detail: Detail) -> Self {
        Self {
            plan,
            state,
            carried: Carried::default(),
            detail,
        }
    }

    /// Decides what one input means, at `now`, which must not be earlier than at the last one.
    #[must_use]
    pub fn decide(&mut self, input: Input, now: Timestamp) -> Decided {
        let mut moment = self.at(now);
        let decided = moment.decide(input);
        let wake = moment.end();
        Decided { wake, ..decided }
    }

    /// Goes on to a moment, at which several inputs may follow one another; it must not be earlier than
    /// the last one.
    #[must_use]
    pub fn at<'c>(&'c mut self, now: Timestamp) -> Moment<'p, 'c> {
        let carried = std::mem::take(&mut self.carried);
        let turn = Turn::new(self.plan, &mut self.state, now, carried, self.detail);
        Moment::new(turn, &mut self.carried)
    }

    /// When the customer is next due if nothing happens, as seen at `now`.
    #[must_use]
    pub fn next_wake(&mut self, now: Timestamp) -> Option<Wake> {
        self.at(now).end()
    }

    /// Goes on under a plan that would have decided the same so far: nothing is settled anew.
    #[must_use]
    pub fn under<'q>(self, plan: &'q Plan) -> Course<'q> {
        let mut state = self.state;
        if state.settled_under == self.plan.id {
            state.settled_under.clone_from(&plan.id);
        }
        let carried = Carried {
            timers: self.carried.timers.under(self.plan, plan),
            ..Carried::default()
        };
        Course {
            carried,
            ..Course::with_detail(plan, state, self.detail)
        }
    }

    /// The state after the last input.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The state after the last input, and the end of the course.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// How many workflows that time may start need not be asked at the next input when they will.
    #[must_use]
    pub fn known_timers(&self) -> usize {
        self.carried.timers.known()
    }

    /// How often a workflow that was asked again had made the entry before.
    #[must_use]
    pub fn recognized_entries(&self) -> usize {
        self.carried.timers.recognized()
    }
}
