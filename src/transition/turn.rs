//! The state of one transition under way, which all phases work on.

use super::outcome::{Answer, Decided, Withdrawn};
use super::timers::Timers;
use crate::condition::{Context, Messages};
use crate::effect::Effect;
use crate::event::{Event, EventName, EventNames};
use crate::fault::{Fault, FaultCode};
use crate::id::{CustomerId, WorkflowId};
use crate::input::Input;
use crate::intent::Intent;
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::{Timestamp, Zone};
use crate::trace::{Cause, Decision, Detail, Entry};
use crate::workflow::{Enrollment, Workflow};
use std::collections::VecDeque;
use std::mem;

/// What can be taken along from one transition of a customer to the next, so that it is not found
/// out again.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    /// When time will start workflows.
    pub(super) timers: Timers,
    /// What was handed over to the customer; `None` if nobody has looked.
    pub(super) messages: Option<Messages>,
    /// The events that the customer's enrollments may have to be told of, and perhaps more; `None` if
    /// nobody has looked.
    pub(super) heard: Option<EventNames>,
    /// When anything is due next, if at all; `None` if nobody has looked.
    pub(super) next_moment: Option<Option<Timestamp>>,
}

/// One transition under way.
pub(super) struct Turn<'p, 't> {
    pub(super) plan: &'p Plan,
    pub(super) state: &'t mut State,
    pub(super) now: Timestamp,
    /// Intents of this moment that policy has not judged yet.
    pub(super) intents: Vec<Intent>,
    /// Events the engine made itself, each with the length of the chain that led to it.
    pub(super) queue: VecDeque<(Event, u8)>,
    pub(super) effects: Vec<Effect>,
    pub(super) withdrawn: Vec<Withdrawn>,
    pub(super) answer: Option<Answer>,
    pub(super) faults: Vec<Fault>,
    pub(super) trace: Vec<Entry>,
    /// The shop's facts that came with the input.
    pub(super) facts: ShopFacts,
    /// The latest moment for which score and segments were settled in this transition.
    pub(super) followed_at: Timestamp,
    /// How long the chain is that the event being taken in stands at the end of.
    pub(super) chain: u8,
    /// What was handed over to the customer.
    pub(super) messages: Messages,
    /// When time will start workflows.
    pub(super) timers: Timers,
    /// As in [`Carried`].
    heard: Option<EventNames>,
    /// As in [`Carried`].
    pub(super) next_moment: Option<Option<Timestamp>>,
    /// The zone in which the customer's calendar is kept.
    zone: Zone,
    /// How much is said.
    pub(super) detail: Detail,
}

impl<'p, 't> Turn<'p, 't> {
    pub(super) fn new(
        plan: &'p Plan,
        state: &'t mut State,
        now: Timestamp,
        carried: Carried,
        detail: Detail,
    ) -> Self {
        state.format = State::FORMAT;
        let zone = state.customer.zone(plan.shop.zone);
        let mut turn = Self {
            zone,
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
            timers: carried.timers,
            heard: carried.heard,
            next_moment: carried.next_moment,
            detail,
        };
        match carried.messages {
            Some(messages) => turn.messages = messages,
            None => turn.look_at_messages(),
        }
        turn
    }

    /// Takes in one input, phase by phase, as `transition.rs` lists them.
    fn take(&mut self, input: Input) {
        let input = match input {
            Input::WithFacts { facts, input } => {
                self.facts = *facts;
                *input
            }
            input => input,
        };
        self.catch_up();
        let may_make_due = input.may_make_due();
        if may_make_due {
            self.timers.forget();
        }
        match input {
            Input::Events { customer, events } => self.take_in_all(&customer, &events),
            Input::GiveUp {
                purchase,
                to,
                in_flight,
            } => self.give_up(&purchase, &to, &in_flight),
            Input::TakeOver { handovers, input } => self.take_over(handovers, *input),
            Input::Wake => {}
            Input::Release { effect } => self.release(&effect),
            Input::Receipt { effect, outcome } => self.receive(&effect, outcome),
            Input::PlanChanged => self.adopt_plan(),
            Input::Replay { events } => self.replay(&events),
            Input::ShopChanged => self.follow_all(Cause::Shop),
            Input::Merge { loser, hollow } => self.merge(*loser, hollow),
            Input::Command { command } => self.obey(command),
            // Facts around facts: the inner ones would be a second answer to the same question.
            Input::WithFacts { .. } => {}
        }
        if may_make_due {
            self.timers.forget();
            self.run_due();
        }
        self.settle();
    }

    /// Decides what one input means, and everything it sets off, at the moment of the turn. The wake is
    /// left open, because another input may follow at the same moment.
    pub(super) fn decide(&mut self, input: Input) -> Decided {
        self.part_from_last();
        self.take(input);
        self.decided()
    }

    /// As [`Turn::decide`] of events, without the shop's facts.
    pub(super) fn hear(&mut self, customer: &CustomerId, events: &[Event]) -> Decided {
        self.part_from_last();
        self.catch_up();
        self.take_in_all(customer, events);
        self.settle();
        self.decided()
    }

    /// Forgets what the input before this one brought.
    fn part_from_last(&mut self) {
        self.facts = ShopFacts::NONE;
        self.followed_at = Timestamp::MIN;
        self.chain = 0;
    }

    /// Brings everything up to now, before an input is taken in.
    fn catch_up(&mut self) {
        self.name_old_enrollments();
        self.adopt_definitions();
        self.run_due();
    }

    fn decided(&mut self) -> Decided {
        self.forget_finished_enrollments();
        Decided {
            effects: mem::take(&mut self.effects),
            withdrawn: mem::take(&mut self.withdrawn),
            answer: self.answer.take(),
            wake: None,
            faults: mem::take(&mut self.faults),
            trace: mem::take(&mut self.trace),
        }
    }

    /// Lets go of what came with the input: the next one may bring other facts of the shop.
    pub(super) fn part(&mut self) {
        debug_assert!(self.timers_are_true(), "{:?}", self.timers);
        debug_assert_eq!(self.messages, self.messages_now());
        self.timers.part(self.plan);
    }

    /// What can be taken along to the next turn.
    pub(super) fn end(mut self) -> Carried {
        self.part();
        Carried {
            timers: self.timers,
            messages: Some(self.messages),
            heard: self.heard,
            next_moment: self.next_moment,
        }
    }

    /// Runs whose revision is gone end; tiers and segments are taken from the new plan without
    /// setting anything off, because an edit is not something a customer did.
    pub(super) fn adopt_plan(&mut self) {
        self.end_orphans();
        self.end_stopped();
        self.move_to_current();
        self.settle_tier(self.now, self.now, None);
    }

    /// Replays the customer's past, for the properties that a new plan keeps of it. Nothing in it
    /// is new: no workflow is entered and no enrollment ends.
    pub(super) fn replay(&mut self, events: &[Event]) {
        for event in events {
            self.state.customer.fold(event, self.plan.kept());
        }
        self.look_at_zone();
        self.follow_all(Cause::Definition);
    }

    /// Takes note that waits, timers, score or segments may have changed, and with them what is due next.
    pub(super) const fn forget_next_moment(&mut self) {
        self.next_moment = None;
    }

    /// The zone in which this customer's calendar is kept.
    pub(super) fn zone(&self) -> Zone {
        debug_assert_eq!(self.zone, self.state.customer.zone(self.plan.shop.zone));
        self.zone
    }

    /// Takes note of where the customer lives, after their facts changed.
    pub(super) fn look_at_zone(&mut self) {
        self.zone = self.state.customer.zone(self.plan.shop.zone);
    }

    /// The customer's facts at `at`, outside any workflow.
    pub(super) fn context(&self, at: Timestamp) -> Context<'_> {
        Context {
            messages: &self.messages,
            ..self
                .plan
                .context_in(self.zone(), &self.state.customer, &self.facts, at)
        }
    }

    /// Takes note of what was handed over to the customer by now.
    pub(super) fn look_at_messages(&mut self) {
        if !self.plan.asks_for_reactions() {
            return;
        }
        let Messages { observed, handed } = &mut self.messages;
        let reported = self.plan.shop.observed();
        if *observed != reported {
            *observed = reported;
        }
        handed.clear();
        handed.extend(self.state.ledger.handed_over());
    }

    fn messages_now(&self) -> Messages {
        if !self.plan.asks_for_reactions() {
            return Messages::NONE;
        }
        Messages {
            observed: self.plan.shop.observed(),
            handed: self.state.ledger.handed_over().collect(),
        }
    }

    /// The customer's facts at `at`, as an enrollment sees them: with its start and its cart.
    pub(super) fn context_of<'a>(&'a self, run: &'a Enrollment, at: Timestamp) -> Context<'a> {
        let carts = &self.state.customer.carts;
        Context {
            anchor: Some(run.anchor),
            cart: run.cart.as_deref().and_then(|key| carts.by_key(key)),
            entry: Some(run.entry_fact),
            ..self.context(at)
        }
    }

    pub(super) fn note(&mut self, at: Timestamp, decision: Decision) {
        self.trace.push(Entry { at, decision });
    }

    pub(super) fn fault(
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

    /// Lets an enrollment join the others.
    pub(super) fn add_enrollment(&mut self, enrollment: Enrollment) {
        self.state.enrollments.push(enrollment);
        self.heard = None;
    }

    /// Takes note that an enrollment stands in another revision of its workflow now.
    pub(super) const fn forget_what_is_heard(&mut self) {
        self.heard = None;
    }

    /// Whether an event of this name may end an enrollment of the customer's or let it go on. What
    /// nobody waits for is nearly everything, and is not shown to each of them.
    pub(super) fn is_heard(&mut self, event: EventName) -> bool {
        let enrollments = self.state.enrollments.iter();
        let heard = *self.heard.get_or_insert_with(|| {
            enrollments.fold(EventNames::NONE, |heard, one| {
                heard.and(self.plan.heard_inside(&one.workflow, one.revision))
            })
        });
        heard.has(event)
    }

    pub(super) fn workflow_of(&self, enrollment: &Enrollment) -> Option<&'p Workflow> {
        self.plan
            .workflow(&enrollment.workflow, enrollment.revision)
    }
}
