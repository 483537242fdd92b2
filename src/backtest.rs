//! What a draft would have done: the shop's past, replayed under two plans.
//!
//! Each customer's history goes through [`crate::simulate`], which is production code on a virtual
//! clock, once under the live plan and once under the draft. Everything else that is live takes
//! part, with consent, quiet hours, caps, exits and priorities, so the numbers are decisions of the
//! engine and not estimates. A report says who, when and why. It can't know how people would have
//! reacted to messages they never got, so it claims no revenue.
//!
//! Customers are added one at a time, in any order, and only sums are kept: memory does not grow
//! with the history. Nothing is known of one customer that depends on another, so several backtests
//! can play a part each; [`Backtest::take`] and [`Backtest::join`] make one report of theirs.

mod caps;
mod collisions;
mod difference;
mod join;
mod life;
mod scores;
mod tally;
mod together;

use crate::event::{Event, EventName};
use crate::id::CustomerId;
use crate::input::Input;
use crate::json::object;
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::simulate::{Inputs, Planned, Play, Simulation, follow, simulate};
use crate::sorted_map::SortedMap;
use crate::state::State;
use crate::time::Timestamp;
use join::{Join, join_entry, joined};
use life::Life;
use together::Together;

pub use caps::CapTally;
pub use collisions::Collision;
pub use difference::{Difference, Person};
pub use scores::ScoreBand;
pub use tally::{DayTally, People, StepTally, Tally, WorkflowTally};
pub use together::Played;

/// The period to backtest, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Decisions from here on count. What happened before is played too, so that earlier orders,
    /// consents and messages are known.
    pub from: Timestamp,
    /// The end: nothing after this moment is played or decided.
    pub until: Timestamp,
    /// Kinds of event that reach the engine this many milliseconds later than they did, to see what
    /// late webhooks would have changed.
    pub late: SortedMap<EventName, i64>,
    /// How many customers to name in each list, at most [`Backtest::MAX_NAMED`].
    pub named: u32,
}

object!(Question or default { from, until, late, named });

/// A backtest in the making. Add customers, then ask for the [`Report`].
///
/// ```
/// use edgewise::backtest::{Backtest, Question};
/// use edgewise::id::CustomerId;
/// use edgewise::time::Timestamp;
///
/// # let config = r#"{"format": 1,
/// #     "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"},
/// #     "workflows": [{"id": "greet", "name": "Greet", "status": "live",
/// #         "trigger": {"type": "customer_created"},
/// #         "steps": [{"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}},
/// #                   {"id": "tag", "type": "add_tag", "tag": "new"}]}]}"#;
/// # let plan = edgewise::config::compile(config).plan.unwrap();
/// # let event = r#"{"fact_key": "signup-1", "occurred_at": 1767261600000,
/// #     "received_at": 1767261600000, "source": "edgewise",
/// #     "kind": {"type": "customer_created", "profile": {"first_name": "Anna"}}}"#;
/// let from = Timestamp::from_millis(1_767_225_600_000);
/// let until = from.plus_millis(7 * 24 * 3_600_000);
/// let question = Question { from, until, ..Question::default() };
/// let mut backtest = Backtest::new(&plan, &plan, None, question);
/// let event = edgewise::json::from_str(event).unwrap();
/// backtest.add(&CustomerId::new("anna"), vec![event]);
///
/// let report = backtest.report();
/// assert!(report.live.decisions > 0);
/// assert_eq!(report.live.decisions, report.draft.decisions);
/// assert_eq!(report.difference.people, 0);
/// ```
#[derive(Clone, Debug)]
pub struct Backtest {
    live: Plan,
    draft: Plan,
    /// What both plans have in common, if lives can be played together.
    together: Option<Together>,
    played: Played,
    facts: Option<ShopFacts>,
    question: Question,
    report: Report,
}

/// The result of a backtest: sums of the engine's decisions, never an estimate of revenue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How many customers were added.
    pub customers: u32,
    /// How many events they had in the period.
    pub events: u64,
    /// The data there is for each kind of event. A workflow that starts from a kind without data is
    /// entered by nobody, which says nothing about the workflow.
    pub data: SortedMap<EventName, Data>,
    /// What the live plan did.
    pub live: Tally,
    /// What the draft did.
    pub draft: Tally,
    /// Where the two differ.
    pub difference: Difference,
}

object!(Report {
    customers,
    events,
    data,
    live,
    draft,
    difference
});
joined!(Report {
    customers,
    events,
    data,
    live,
    draft,
    difference
});

/// How much is known of a kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Data {
    /// When the first one happened.
    pub since: Timestamp,
    /// When the last one did.
    pub until: Timestamp,
    /// How many there are.
    pub count: u64,
}

object!(Data {
    since,
    until,
    count
});

impl Join for Data {
    fn join(&mut self, later: Self, named: usize) {
        self.since = self.since.min(later.since);
        self.until = self.until.max(later.until);
        self.count.join(later.count, named);
    }
}

impl Backtest {
    /// The most customers any list of a report names.
    pub const MAX_NAMED: u32 = 1_000;

    /// A backtest of `draft` beside `live`, both as if they had been live all the time.
    #[must_use]
    pub fn new(live: &Plan, draft: &Plan, facts: Option<ShopFacts>, question: Question) -> Self {
        let question = Question {
            named: question.named.min(Self::MAX_NAMED),
            ..question
        };
        let (live, draft) = (live.since_ever(), draft.since_ever());
        Self {
            together: Together::of(&live, &draft),
            played: Played::default(),
            live,
            draft,
            facts,
            question,
            report: Report::default(),
        }
    }

    /// Adds one customer's history; the events may be in any order. Add nobody twice.
    pub fn add(&mut self, customer: &CustomerId, events: Vec<Event>) {
        self.report.customers = self.report.customers.saturating_add(1);
        let events = as_they_happened(events);
        for event in &events {
            self.report.learn(event);
        }
        let inputs = self.inputs(customer, events);
        let (live, draft) = self.play_both(customer, inputs);
        let named = self.question.named as usize;
        self.report.live.add(&live, &self.live, named);
        self.report.draft.add(&draft, &self.draft, named);
        self.report.difference.add(&live, &draft, named);
    }

    /// Plays one customer's history under both plans, and returns every moment: first under the
    /// live plan, then under the draft. Nothing is counted.
    #[must_use]
    pub fn replay(&self, customer: &CustomerId, events: Vec<Event>) -> (Simulation, Simulation) {
        let inputs = self.inputs(customer, as_they_happened(events));
        let play = self.play_of(&inputs);
        let one = |plan, inputs| simulate(plan, State::new(customer.clone()), inputs, &play);
        (one(&self.live, inputs.clone()), one(&self.draft, inputs))
    }

    /// How the lives added so far were played.
    #[must_use]
    pub const fn played(&self) -> Played {
        self.played
    }

    /// The report on the customers added so far, or since it was last taken.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Takes the report on the customers added so far. The backtest goes on with those that follow,
    /// so that a large one can be played in parts, by several backtests of the same plans and question.
    pub fn take(&mut self) -> Report {
        std::mem::take(&mut self.report)
    }

    /// Joins the report that was taken of another part of the same backtest, whose customers come after
    /// those known so far. The report is then the one that comes of adding them here, one by one.
    pub fn join(&mut self, part: Report) {
        self.report.join(part, self.question.named as usize);
    }

    /// The events as they reached the engine, or would have.
    fn inputs(&self, customer: &CustomerId, events: Vec<Event>) -> Vec<Planned> {
        let planned = |event: Event| {
            let late = self.question.late.get(&event.kind.name()).copied();
            let at = event.received_at.plus_millis(late.unwrap_or(0).max(0));
            let input = Input::Events {
                customer: customer.clone(),
                events: vec![event],
            };
            Planned { at, input }
        };
        events.into_iter().map(planned).collect()
    }

    /// The lives under both plans: together, as long as they cannot differ.
    fn play_both(&mut self, customer: &CustomerId, inputs: Vec<Planned>) -> (Life, Life) {
        let play = self.play_of(&inputs);
        let inputs = Inputs::from(inputs);
        let life = || Life::new(customer.clone(), self.question.from);
        if let Some(together) = &self.together {
            let plans = (&self.live, &self.draft);
            let begun = (inputs.clone(), life());
            if let Some(lives) = together.play(plans, &play, begun, &mut self.played) {
                return lives;
            }
        }
        self.played.twice += 1;
        let one = |plan, inputs| {
            let state = State::new(customer.clone());
            let (mut life, end) = follow(plan, state, inputs, &play, life());
            life.end(end);
            life
        };
        (one(&self.live, inputs.clone()), one(&self.draft, inputs))
    }

    fn play_of(&self, inputs: &[Planned]) -> Play {
        let first = inputs.iter().map(|planned| planned.at).min();
        Play {
            from: first.unwrap_or(self.question.from),
            until: self.question.until,
            facts: self.facts.clone(),
            ..Play::default()
        }
    }
}

impl Report {
    fn learn(&mut self, event: &Event) {
        self.events = self.events.saturating_add(1);
        let at = event.effective_at();
        let one = Data {
            since: at,
            until: at,
            count: 1,
        };
        join_entry(&mut self.data, event.kind.name(), one, 0);
    }
}

/// A past that was imported, as if it had been received when it happened.
fn as_they_happened(events: Vec<Event>) -> Vec<Event> {
    events.into_iter().map(Event::as_it_happened).collect()
}
