//! What one plan did to all customers, in sums.

use super::caps::{self, CapTally};
use super::life::{Counted, Life};
use crate::effect::EffectKind;
use crate::event::Channel;
use crate::id::{CustomerId, StepId, WorkflowId};
use crate::json::object;
use crate::plan::Plan;
use crate::reason::Reason;
use crate::simulate::Done;
use crate::sorted_map::SortedMap;
use crate::time::{Date, Timestamp};

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

object!(write Tally {
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

object!(write WorkflowTally { entered, people, named, reached, not_entered, exited, given, steps });

/// A number of customers, and some of them as examples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// The number of people.
    pub people: u32,
    /// The first of them.
    pub named: Vec<CustomerId>,
}

object!(write People { people, named });

impl People {
    /// Adds somebody who is not among them; at most `named` are named.
    fn add(&mut self, customer: &CustomerId, named: usize) {
        self.people += 1;
        if self.named.len() < named {
            self.named.push(customer.clone());
        }
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

object!(write StepTally { kind, channel, done, deferred, suppressed, lost_to });

/// What happened on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayTally {
    /// How many enrollments began.
    pub entered: u32,
    /// How many messages were sent, by channel.
    pub sent: SortedMap<Channel, u32>,
}

object!(write DayTally { entered, sent });

/// Customers whose lead scores are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreBand {
    /// Their lowest score; the highest is [`ScoreBand::WIDTH`] - 1 more.
    pub from: i64,
    /// The number of customers.
    pub people: u32,
    /// How many of them ordered.
    pub ordered: u32,
}

object!(write ScoreBand { from, people, ordered });

impl ScoreBand {
    /// How many scores make one band.
    pub const WIDTH: i64 = 25;
}

/// Two workflows that sent messages to the same customers within a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Collision {
    /// The one, the first by name.
    pub one: WorkflowId,
    /// The other workflow.
    pub other: WorkflowId,
    /// The number of times.
    pub times: u32,
    /// To how many customers.
    pub people: u32,
    /// The first of them.
    pub named: Vec<CustomerId>,
}

object!(write Collision { one, other, times, people, named });

/// Messages closer together than this collide, in milliseconds.
const COLLISION: i64 = 24 * 3600 * 1000;

impl Tally {
    /// Customers with more messages than this are counted with those who got as many.
    pub const MOST_COUNTED: u32 = 100;

    /// Adds one customer's life. At most `named` customers are named in each list.
    pub(super) fn add(&mut self, life: &Life, plan: &Plan, named: usize) {
        self.decisions += life.decisions;
        self.cut_short += u32::from(life.cut_short);
        let mut entered: Vec<&WorkflowId> = Vec::new();
        for counted in &life.counted {
            if let Counted::Entered(workflow, at) = counted {
                self.day(*at, plan).entered += 1;
                entered.push(workflow);
            }
            self.count(counted);
        }
        entered.sort_unstable();
        entered.dedup();
        for workflow in entered {
            let tally = self.workflow(workflow);
            tally.people += 1;
            if tally.named.len() < named {
                tally.named.push(life.customer.clone());
            }
        }
        for done in &life.doings.done {
            let step = self.step(&done.workflow, &done.step);
            step.kind = Some(done.kind);
            step.channel = done.channel;
            step.done += 1;
        }
        self.add_reasons(life, named);
        self.add_messages(life, plan, named);
        caps::add(&mut self.caps, life, plan);
        if plan.scoring.is_some() {
            self.add_score(life);
        }
    }

    /// Names a customer once for each reason that a workflow gave them, however often it did.
    fn add_reasons(&mut self, life: &Life, named: usize) {
        let reasons = life.counted.iter().filter_map(Counted::reason);
        let mut given: Vec<(&WorkflowId, Reason)> = reasons.collect();
        given.sort_unstable();
        given.dedup();
        for (workflow, reason) in given {
            let people = self.workflow(workflow).given.or_default(reason);
            people.add(&life.customer, named);
        }
    }

    fn add_score(&mut self, life: &Life) {
        let from = life.best_score.div_euclid(ScoreBand::WIDTH) * ScoreBand::WIDTH;
        let place = self.scores.partition_point(|band| band.from < from);
        if self.scores.get(place).is_none_or(|band| band.from != from) {
            let band = ScoreBand {
                from,
                people: 0,
                ordered: 0,
            };
            self.scores.insert(place, band);
        }
        if let Some(band) = self.scores.get_mut(place) {
            band.people += 1;
            band.ordered += u32::from(life.ordered);
        }
    }

    fn add_messages(&mut self, life: &Life, plan: &Plan, named: usize) {
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
        let mut by: Vec<&WorkflowId> = life.doings.messages().map(|done| &done.workflow).collect();
        by.sort_unstable();
        by.dedup();
        for workflow in by {
            self.workflow(workflow).reached += 1;
        }
        let mut met: Vec<(&WorkflowId, &WorkflowId)> = Vec::new();
        let messages: Vec<&Done> = life.doings.messages().collect();
        for (place, later) in messages.iter().enumerate() {
            let earlier = messages.iter().take(place).rev();
            let near = earlier.take_while(|done| later.at.millis_since(done.at) < COLLISION);
            for done in near.filter(|done| done.workflow != later.workflow) {
                let pair = ordered(&done.workflow, &later.workflow);
                self.collision(pair).times += 1;
                met.push(pair);
            }
        }
        met.sort_unstable();
        met.dedup();
        for pair in met {
            let collision = self.collision(pair);
            collision.people += 1;
            if collision.named.len() < named {
                collision.named.push(life.customer.clone());
            }
        }
    }

    fn count(&mut self, counted: &Counted) {
        let one_more = |reasons: &mut Reasons, reason: Reason| *reasons.or_default(reason) += 1;
        match counted {
            Counted::Entered(workflow, _) => self.workflow(workflow).entered += 1,
            Counted::NotEntered(workflow, reason) => {
                one_more(&mut self.workflow(workflow).not_entered, *reason);
            }
            Counted::Exited(workflow, reason) => {
                one_more(&mut self.workflow(workflow).exited, *reason);
            }
            Counted::Deferred(workflow, step, reason) => {
                one_more(&mut self.step(workflow, step).deferred, *reason);
            }
            Counted::Suppressed(workflow, step, reason, winner) => {
                let tally = self.step(workflow, step);
                one_more(&mut tally.suppressed, *reason);
                if let Some(winner) = winner {
                    *tally.lost_to.or_default(winner.clone()) += 1;
                }
            }
            Counted::TooLate => self.too_late += 1,
        }
    }

    fn workflow(&mut self, id: &WorkflowId) -> &mut WorkflowTally {
        self.workflows.or_default(id.clone())
    }

    fn step(&mut self, workflow: &WorkflowId, step: &StepId) -> &mut StepTally {
        self.workflow(workflow).steps.or_default(step.clone())
    }

    fn day(&mut self, at: Timestamp, plan: &Plan) -> &mut DayTally {
        self.days.or_default(Date::at(at, plan.shop.zone))
    }

    fn collision(&mut self, (one, other): (&WorkflowId, &WorkflowId)) -> &mut Collision {
        let key = |collision: &Collision| (collision.one.clone(), collision.other.clone());
        let wanted = (one.clone(), other.clone());
        let place = match self
            .collisions
            .binary_search_by(|known| key(known).cmp(&wanted))
        {
            Ok(place) => place,
            Err(place) => {
                let (one, other) = wanted;
                self.collisions.insert(
                    place,
                    Collision {
                        one,
                        other,
                        times: 0,
                        people: 0,
                        named: Vec::new(),
                    },
                );
                place
            }
        };
        #[expect(clippy::indexing_slicing, reason = "found or inserted just above")]
        &mut self.collisions[place]
    }
}

fn ordered<'a>(one: &'a WorkflowId, other: &'a WorkflowId) -> (&'a WorkflowId, &'a WorkflowId) {
    if one <= other {
        (one, other)
    } else {
        (other, one)
    }
}
