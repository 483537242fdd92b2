//! What one plan did to all customers, in sums.

use super::caps::{self, CapTally};
use super::collisions::{self, Collision};
use super::join::{Join, joined, name};
use super::life::{Counted, Life};
use super::scores::{self, ScoreBand};
use crate::effect::EffectKind;
use crate::event::Channel;
use crate::id::{CustomerId, StepId, WorkflowId};
use crate::json::object;
use crate::plan::Plan;
use crate::reason::Reason;
use crate::simulate::Done;
use crate::sorted_map::SortedMap;
use crate::time::{Date, Timestamp};
use std::iter;

/// How many times each reason was given.
type Reasons = SortedMap<Reason, u32>;

/// What a plan did to all customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many transitions were made.
    pub decisions: u64,
    /// How many customers got a message.
    pub reached: u32,
    /// How many messages were sent.
    pub sent: u32,
    /// How many messages were sent before an event arrived that would have stopped them.
    pub too_late: u32,
    /// How many customers' histories were too long to be played to the end.
    pub cut_short: u32,
    /// What each workflow did.
    pub workflows: SortedMap<WorkflowId, WorkflowTally>,
    /// What happened on each day of the shop's calendar; days without anything are left out.
    pub days: SortedMap<Date, DayTally>,
    /// How many customers got one message, two, and so on; the last place, the
    /// [`Tally::MOST_COUNTED`]th, is for all who got that many or more.
    pub messages_per_person: Vec<u32>,
    /// The plan's frequency caps, and how much of each was used.
    pub caps: Vec<CapTally>,
    /// Workflows whose messages reached somebody within a day of each other.
    pub collisions: Vec<Collision>,
    /// How many customers of each score bought, from low scores to high; empty without lead
    /// scoring. A customer's score is the highest before their first order in the period, or the
    /// highest of all if they didn't order.
    pub scores: Vec<ScoreBand>,
}

object!(Tally {
    decisions,
    reached,
    sent,
    too_late,
    cut_short,
    workflows,
    days,
    messages_per_person,
    caps,
    collisions,
    scores
});
joined!(Tally {
    decisions,
    reached,
    sent,
    too_late,
    cut_short,
    workflows,
    days,
    messages_per_person,
    caps,
    collisions,
    scores
});

/// What one workflow did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkflowTally {
    /// How many times it was entered.
    pub entered: u32,
    /// How many customers entered it.
    pub people: u32,
    /// The first of them.
    pub named: Vec<CustomerId>,
    /// How many customers got a message from it.
    pub reached: u32,
    /// Why it was not entered although its trigger fired, with counts.
    pub not_entered: Reasons,
    /// Why its enrollments ended, with counts.
    pub exited: Reasons,
    /// The customers behind each reason that is counted here or at a step.
    pub given: SortedMap<Reason, People>,
    /// What each of its steps did.
    pub steps: SortedMap<StepId, StepTally>,
}

object!(WorkflowTally {
    entered,
    people,
    named,
    reached,
    not_entered,
    exited,
    given,
    steps
});
joined!(WorkflowTally {
    entered,
    people,
    named,
    reached,
    not_entered,
    exited,
    given,
    steps
});

/// A number of customers, and some of them as examples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// The number of people.
    pub people: u32,
    /// The first of them.
    pub named: Vec<CustomerId>,
}

object!(People { people, named });
joined!(People { people, named });

impl People {
    /// Adds somebody who is not among them; at most `named` are named.
    fn add(&mut self, customer: &CustomerId, named: usize) {
        self.people += 1;
        name(&mut self.named, iter::once_with(|| customer.clone()), named);
    }
}

/// What one step did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepTally {
    /// The kind of effect; `None` if it never got that far.
    pub kind: Option<EffectKind>,
    /// For a message: by which channel.
    pub channel: Option<Channel>,
    /// How many times it was done.
    pub done: u32,
    /// Why it was held back for a while.
    pub deferred: Reasons,
    /// Why it was not done.
    pub suppressed: Reasons,
    /// Which workflows' messages went out instead.
    pub lost_to: SortedMap<WorkflowId, u32>,
}

object!(StepTally {
    kind,
    channel,
    done,
    deferred,
    suppressed,
    lost_to
});

impl Join for StepTally {
    fn join(&mut self, later: Self, named: usize) {
        // What it did last says what it is.
        if later.kind.is_some() {
            self.kind = later.kind;
            self.channel = later.channel;
        }
        self.done.join(later.done, named);
        self.deferred.join(later.deferred, named);
        self.suppressed.join(later.suppressed, named);
        self.lost_to.join(later.lost_to, named);
    }
}

/// What happened on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayTally {
    /// How many enrollments began.
    pub entered: u32,
    /// How many messages were sent, by channel.
    pub sent: SortedMap<Channel, u32>,
}

object!(DayTally { entered, sent });
joined!(DayTally { entered, sent });

impl Tally {
    /// Customers with more messages than this are counted with those who got as many.
    pub const MOST_COUNTED: u32 = 100;

    /// Adds one customer's life. At most `named` customers are named in each list.
    pub(super) fn add(&mut self, life: &Life, plan: &Plan, named: usize) {
        self.decisions += life.decisions;
        self.cut_short += u32::from(life.cut_short);
        for at in life.counted.iter().filter_map(Counted::entered_at) {
            self.day(at, plan).entered += 1;
        }
        let late = |counted: &&Counted| matches!(counted, Counted::TooLate);
        self.too_late += people(life.counted.iter().filter(late).count());
        // Each workflow is looked up once.
        let counted = life.counted.iter();
        let counted = counted.filter_map(|counted| Some((counted.workflow()?, counted)));
        for group in sorted(counted).chunk_by(|one, other| one.0 == other.0) {
            let counted = group.iter().map(|(_, counted)| *counted);
            if let Some((workflow, _)) = group.first() {
                self.workflow(workflow).add(counted, &life.customer, named);
            }
        }
        let done = life.doings.done.iter().map(|done| (&done.workflow, done));
        for group in sorted(done).chunk_by(|one, other| one.0 == other.0) {
            let done = group.iter().map(|(_, done)| *done);
            if let Some((workflow, _)) = group.first() {
                self.workflow(workflow).add_done(done);
            }
        }
        self.add_messages(life, plan);
        collisions::add(&mut self.collisions, life, named);
        caps::add(&mut self.caps, life, plan);
        if plan.scoring.is_some() {
            scores::add(&mut self.scores, life);
        }
    }

    fn add_messages(&mut self, life: &Life, plan: &Plan) {
        let mut count = 0;
        for done in life.doings.messages() {
            count += 1;
            if let Some(channel) = done.channel {
                *self.day(done.at, plan).sent.or_default(channel) += 1;
            }
        }
        if count > 0 {
            self.reached += 1;
            self.sent += count;
            caps::one_more(&mut self.messages_per_person, count.min(Self::MOST_COUNTED));
        }
    }

    fn workflow(&mut self, id: &WorkflowId) -> &mut WorkflowTally {
        self.workflows.or_default(id.clone())
    }

    fn day(&mut self, at: Timestamp, plan: &Plan) -> &mut DayTally {
        self.days.or_default(Date::at(at, plan.shop.zone))
    }
}

/// By workflow; what is of one stays in its order.
fn sorted<'l, T>(each: impl Iterator<Item = (&'l WorkflowId, T)>) -> Vec<(&'l WorkflowId, T)> {
    let mut sorted: Vec<_> = each.collect();
    sorted.sort_by(|one, other| one.0.cmp(other.0));
    sorted
}

fn people(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl WorkflowTally {
    /// Adds what was counted of one customer. They are named once for each reason that they were given,
    /// however often.
    fn add<'l>(
        &mut self,
        counted: impl Iterator<Item = &'l Counted>,
        customer: &CustomerId,
        named: usize,
    ) {
        let one_more = |reasons: &mut Reasons, reason: Reason| *reasons.or_default(reason) += 1;
        let before = self.entered;
        let mut given: Vec<Reason> = Vec::new();
        for counted in counted {
            given.extend(counted.reason());
            match counted {
                Counted::Entered(..) => self.entered += 1,
                Counted::NotEntered(_, reason) => one_more(&mut self.not_entered, *reason),
                Counted::Exited(_, reason) => one_more(&mut self.exited, *reason),
                Counted::Deferred(_, step, reason) => {
                    one_more(&mut self.step(step).deferred, *reason);
                }
                Counted::Suppressed(_, step, reason, winner) => {
                    let tally = self.step(step);
                    one_more(&mut tally.suppressed, *reason);
                    if let Some(winner) = winner {
                        *tally.lost_to.or_default(winner.clone()) += 1;
                    }
                }
                Counted::TooLate => {}
            }
        }
        if self.entered > before {
            self.people += 1;
            name(&mut self.named, iter::once_with(|| customer.clone()), named);
        }
        given.sort_unstable();
        given.dedup();
        for reason in given {
            self.given.or_default(reason).add(customer, named);
        }
    }

    /// Adds what was done for one customer.
    fn add_done<'l>(&mut self, done: impl Iterator<Item = &'l Done>) {
        let mut reached = false;
        for done in done {
            reached |= done.kind == EffectKind::Send;
            let step = self.step(&done.step);
            step.kind = Some(done.kind);
            step.channel = done.channel;
            step.done += 1;
        }
        self.reached += u32::from(reached);
    }

    fn step(&mut self, id: &StepId) -> &mut StepTally {
        self.steps.or_default(id.clone())
    }
}
