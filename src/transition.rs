//! The engine's one function, [`transition`].
//!
//! [`transition`] takes a plan, a customer's state, one input and the moment, and gives the new
//! state, what must be done, when to come back, and every decision with its reason. It reads no
//! clock, draws no random number and keeps nothing, so the same call gives the same bytes in
//! production, in a preview and in a backtest.
//!
//! Its phases, always in this order:
//!
//! 1. everything that fell due up to `now`, in order of (due, id), each at its own due time;
//! 2. the input: facts are folded, enrollments end, tiers move, workflows are entered, and what that
//!    sets off runs through one bounded queue;
//! 3. what the input made due;
//! 4. policy over all intents of the moment at once, at the real `now`;
//! 5. the next moment at which anything is due.

mod by_hand;
mod command;
mod due;
mod enter;
mod event;
mod exit;
mod follow;
mod loyalty;
mod merge;
mod old_enrollments;
mod reassign;
mod release;
mod settle;
mod waiting;
mod walk;

use crate::condition::{Context, Messages};
use crate::effect::{Effect, Payload};
use crate::event::Event;
use crate::fault::{Fault, FaultCode};
use crate::id::{EffectId, WorkflowId};
use crate::input::Input;
use crate::intent::Intent;
use crate::json::{object, tagged};
use crate::plan::Plan;
use crate::reason::Reason;
use crate::schedule::Wake;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::{Timestamp, Zone};
use crate::trace::{Cause, Decision, Entry};
use crate::workflow::{Enrollment, Workflow};
use std::collections::VecDeque;

/// The result of a transition.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// The state from now on.
    pub state: State,
    /// New effects for the host's outbox.
    pub effects: Vec<Effect>,
    /// Effects in the outbox that must no longer be performed. None of them was released.
    pub withdrawn: Vec<Withdrawn>,
    /// The answer to a release.
    pub answer: Option<Answer>,
    /// When to call again with [`Input::Wake`] if nothing else happens; never before `now`.
    pub wake: Option<Wake>,
    /// What was cut short, such as a chain of events that went on too long.
    pub faults: Vec<Fault>,
    /// Every decision, in the order in which it was made.
    pub trace: Vec<Entry>,
}

/// An effect that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The effect that was withdrawn.
    pub effect: EffectId,
    /// Why it was withdrawn.
    pub reason: Reason,
}

object!(write Withdrawn { effect, reason });

tagged! {
/// The answer to [`Input::Release`], when the host is about to perform an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Perform it now.
    Go {
        /// What exactly to do.
        payload: Payload,
    } = "go",
    /// Not now: ask again at `until`.
    Defer {
        /// When to ask again.
        until: Timestamp,
        /// The reason.
        reason: Reason,
    } = "defer",
    /// Never: drop it from the outbox.
    Withdraw {
        /// The reason.
        reason: Reason,
    } = "withdraw",
}
}

/// Decides what one input means for one customer. See the module's documentation for the phases.
/// `now` must not be earlier than in an earlier call for the same customer: the host keeps its
/// clock from going back.
///
#[doc = include_str!("transition/example.md")]
#[must_use]
pub fn transition(plan: &Plan, state: State, input: Input, now: Timestamp) -> Transition {
    let mut turn = Turn::new(plan, state, now);
    let input = match input {
        Input::WithFacts { facts, input } => {
            turn.facts = *facts;
            *input
        }
        input => input,
    };
    turn.name_old_enrollments();
    turn.adopt_definitions();
    turn.run_due();
    let may_make_due = input.may_make_due();
    match input {
        Input::Events { customer, events } => turn.take_in_all(customer, &events),
        Input::GiveUp {
            purchase,
            to,
            in_flight,
        } => turn.give_up(&purchase, &to, &in_flight),
        Input::TakeOver { handovers, input } => turn.take_over(handovers, *input),
        Input::Wake => {}
        Input::Release { effect } => turn.release(&effect),
        Input::Receipt { effect, outcome } => turn.receive(&effect, outcome),
        Input::PlanChanged => turn.adopt_plan(),
        Input::Replay { events } => turn.replay(&events),
        Input::ShopChanged => turn.follow_all(Cause::Shop),
        Input::Merge { loser, hollow } => turn.merge(*loser, hollow),
        Input::Command { command } => turn.obey(command),
        // Facts around facts: the inner ones would be a second answer to the same question.
        Input::WithFacts { .. } => {}
    }
    if may_make_due {
        turn.run_due();
    }
    turn.settle();
    turn.finish()
}

/// When a customer in this state is next due if nothing happens, as seen at `now`.
#[must_use]
pub fn next_wake(plan: &Plan, state: &State, now: Timestamp) -> Option<Wake> {
    Turn::new(plan, state.clone(), now).next_wake()
}

/// One transition under way.
struct Turn<'p> {
    plan: &'p Plan,
    state: State,
    now: Timestamp,
    /// Intents of this moment that policy has not judged yet.
    intents: Vec<Intent>,
    /// Events the engine made itself, each with the length of the chain that led to it.
    queue: VecDeque<(Event, u8)>,
    effects: Vec<Effect>,
    withdrawn: Vec<Withdrawn>,
    answer: Option<Answer>,
    faults: Vec<Fault>,
    trace: Vec<Entry>,
    /// The shop's facts that came with the input.
    facts: ShopFacts,
    /// The latest moment for which score and segments were settled in this transition.
    followed_at: Timestamp,
    /// How long the chain is that the event being taken in stands at the end of.
    chain: u8,
    /// What was handed over to the customer.
    messages: Messages,
}

impl<'p> Turn<'p> {
    fn new(plan: &'p Plan, mut state: State, now: Timestamp) -> Self {
        state.format = State::FORMAT;
        let mut turn = Self {
            plan,
            state,
            now,
            intents: Vec::new(),
            queue: VecDeque::new(),
            effects: Vec::new(),
            withdrawn: Vec::new(),
            answer: None,
            faults: Vec::new(),
            trace: Vec::new(),
            facts: ShopFacts::NONE,
            followed_at: Timestamp::MIN,
            chain: 0,
            messages: Messages::NONE,
        };
        turn.look_at_messages();
        turn
    }

    fn finish(mut self) -> Transition {
        self.forget_finished_enrollments();
        let wake = self.next_wake();
        let Self {
            state,
            effects,
            withdrawn,
            answer,
            faults,
            trace,
            ..
        } = self;
        Transition {
            state,
            effects,
            withdrawn,
            answer,
            wake,
            faults,
            trace,
        }
    }

    /// Runs whose revision is gone end; tiers and segments are taken from the new plan without
    /// setting anything off, because an edit is not something a customer did.
    fn adopt_plan(&mut self) {
        self.end_orphans();
        self.end_stopped();
        self.move_to_current();
        self.settle_tier(self.now, self.now, None);
    }

    /// Replays the customer's past, for the properties that a new plan keeps of it. Nothing in it
    /// is new: no workflow is entered and no enrollment ends.
    fn replay(&mut self, events: &[Event]) {
        for event in events {
            self.state.customer.fold(event, self.plan.kept());
        }
        self.follow_all(Cause::Definition);
    }

    /// The zone in which this customer's calendar is kept.
    fn zone(&self) -> Zone {
        self.state.customer.zone(self.plan.shop.zone)
    }

    /// The customer's facts at `at`, outside any workflow.
    fn context(&self, at: Timestamp) -> Context<'_> {
        Context {
            messages: &self.messages,
            ..self.plan.context(&self.state.customer, &self.facts, at)
        }
    }

    /// Takes note of what was handed over to the customer by now.
    fn look_at_messages(&mut self) {
        if !self.plan.asks_for_reactions() {
            return;
        }
        self.messages = Messages {
            observed: self.plan.shop.observes.clone(),
            handed: self.state.ledger.handed_over().collect(),
        };
    }

    /// The customer's facts at `at`, as an enrollment sees them: with its start and its cart.
    fn context_of<'a>(&'a self, run: &'a Enrollment, at: Timestamp) -> Context<'a> {
        let carts = &self.state.customer.carts;
        Context {
            anchor: Some(run.anchor),
            cart: run.cart.as_deref().and_then(|key| carts.by_key(key)),
            entry: Some(run.entry_fact),
            ..self.context(at)
        }
    }

    fn note(&mut self, at: Timestamp, decision: Decision) {
        self.trace.push(Entry { at, decision });
    }

    fn fault(
        &mut self,
        code: FaultCode,
        workflow: Option<&WorkflowId>,
        message: impl Into<String>,
    ) {
        self.faults.push(Fault {
            code,
            message: message.into(),
            workflow: workflow.cloned(),
        });
    }

    fn workflow_of(&self, enrollment: &Enrollment) -> Option<&'p Workflow> {
        self.plan
            .workflow(&enrollment.workflow, enrollment.revision)
    }
}
