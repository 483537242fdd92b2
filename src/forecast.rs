//! What goes out next, if nothing else happens.
//!
//! Each customer's stored state is simulated from now on, without any input, by the same code that
//! runs in production: waits, quiet hours, caps and priorities included. Customers are added one at
//! a time, and only sums and the first messages are kept.

use crate::event::Channel;
use crate::id::{CustomerId, StepId, WorkflowId};
use crate::input::Input;
use crate::json::object;
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::simulate::{Done, EffectLog, Follower, Play, follow};
use crate::sorted_map::SortedMap;
use crate::state::{Pending, State};
use crate::time::Timestamp;
use crate::trace::Detail;
use crate::transition::Decided;

/// The period to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Horizon {
    /// The start of the forecast: now.
    pub from: Timestamp,
    /// How far to look; at most [`Forecast::FURTHEST`] milliseconds ahead.
    pub until: Timestamp,
    /// How many messages to name, the first to go out; at most [`Forecast::MAX_NAMED`].
    pub named: u32,
}

object!(Horizon or default { from, until, named });

/// A forecast in the making. Add customers, then ask for the [`Queue`].
///
/// ```
/// use edgewise::forecast::{Forecast, Horizon};
/// use edgewise::id::CustomerId;
/// use edgewise::state::State;
/// use edgewise::time::Timestamp;
///
/// # let config = r#"{"format": 1,
/// #     "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"},
/// #     "workflows": [{"id": "greet", "name": "Greet", "status": "live",
/// #         "trigger": {"type": "customer_created"},
/// #         "steps": [{"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}},
/// #                   {"id": "tag", "type": "add_tag", "tag": "new"}]}]}"#;
/// # let plan = edgewise::config::compile(config).plan.unwrap();
/// let from = Timestamp::from_millis(1_767_225_600_000);
/// let until = from.plus_millis(7 * 24 * 3_600_000);
/// let mut forecast = Forecast::new(&plan, None, Horizon { from, until, named: 10 });
/// forecast.add(State::new(CustomerId::new("anna")));
///
/// let queue = forecast.queue();
/// assert_eq!((queue.customers, queue.messages), (1, 0));
/// ```
#[derive(Clone, Debug)]
pub struct Forecast {
    plan: Plan,
    facts: Option<ShopFacts>,
    horizon: Horizon,
    queue: Queue,
}

/// The messages ahead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// How many customers were added.
    pub customers: u32,
    /// How many of them get a message.
    pub people: u32,
    /// How many messages go out.
    pub messages: u32,
    /// How many messages go out, by workflow.
    pub workflows: SortedMap<WorkflowId, u32>,
    /// How many go out, by hour of the shop's clock, in order; hours without any are left out.
    pub hours: Vec<Hour>,
    /// The first of them.
    pub next: Vec<Ahead>,
}

object!(write Queue { customers, people, messages, workflows, hours, next });

/// The messages of one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// The moment the hour begins.
    pub at: Timestamp,
    /// How many messages, by channel.
    pub sent: SortedMap<Channel, u32>,
}

object!(write Hour { at, sent });

/// A message that goes out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ahead {
    /// When the effect is due.
    pub at: Timestamp,
    /// The customer who gets it.
    pub customer: CustomerId,
    /// The workflow that sends it.
    pub workflow: WorkflowId,
    /// The step that sends it.
    pub step: StepId,
    /// For a message: its channel.
    pub channel: Option<Channel>,
}

object!(write Ahead { at, customer, workflow, step, channel });

const HOUR: i64 = 3_600_000;

impl Forecast {
    /// The furthest that is looked ahead, in milliseconds: a year.
    pub const FURTHEST: i64 = 365 * 24 * HOUR;
    /// The most messages that are named.
    pub const MAX_NAMED: u32 = 1_000;

    /// A forecast under `plan`. `facts` are the shop's, where the plan asks for them.
    #[must_use]
    pub fn new(plan: &Plan, facts: Option<ShopFacts>, horizon: Horizon) -> Self {
        let furthest = horizon.from.plus_millis(Self::FURTHEST);
        Self {
            plan: plan.clone(),
            facts,
            horizon: Horizon {
                until: horizon.until.min(furthest),
                named: horizon.named.min(Self::MAX_NAMED),
                ..horizon
            },
            queue: Queue::default(),
        }
    }

    /// Adds one customer. Add nobody twice.
    pub fn add(&mut self, state: State) {
        let customer = state.customer.id.clone();
        let play = Play {
            from: self.horizon.from,
            until: self.horizon.until,
            facts: self.facts.clone(),
            ..Play::default()
        };
        let waiting = state.pending.iter().map(Pending::effect);
        let sent = Sent(EffectLog::expecting(waiting));
        let (sent, _) = follow(&self.plan, state, Vec::new(), &play, sent);
        self.queue.customers += 1;
        self.queue.people += u32::from(sent.0.messages().next().is_some());
        for message in sent.0.messages() {
            self.count(&customer, message);
        }
    }

    /// The messages ahead of the customers added so far.
    #[must_use]
    pub const fn queue(&self) -> &Queue {
        &self.queue
    }

    fn count(&mut self, customer: &CustomerId, message: &Done) {
        self.queue.messages += 1;
        *self.queue.workflows.or_default(message.workflow.clone()) += 1;
        if let Some(channel) = message.channel {
            *self.hour(message.at).sent.or_default(channel) += 1;
        }
        let ahead = Ahead {
            at: message.at,
            customer: customer.clone(),
            workflow: message.workflow.clone(),
            step: message.step.clone(),
            channel: message.channel,
        };
        let next = &mut self.queue.next;
        let place = next.partition_point(|earlier| *earlier < ahead);
        next.insert(place, ahead);
        next.truncate(self.horizon.named as usize);
    }

    /// The hour of the shop's clock that `at` lies in. Some clocks are half an hour off.
    fn hour(&mut self, at: Timestamp) -> &mut Hour {
        let offset = i64::from(self.plan.shop.zone.offset_seconds(at)) * 1000;
        let into = (at.as_millis() + offset).rem_euclid(HOUR);
        let at = at.plus_millis(-into);
        let hours = &mut self.queue.hours;
        let place = hours.partition_point(|hour| hour.at < at);
        if hours.get(place).is_none_or(|hour| hour.at != at) {
            let sent = SortedMap::new();
            hours.insert(place, Hour { at, sent });
        }
        #[expect(clippy::indexing_slicing, reason = "found or inserted just above")]
        &mut hours[place]
    }
}

/// Keeps what is sent, and nothing else.
struct Sent(EffectLog);

impl Follower for Sent {
    const DETAIL: Detail = Detail::Outcome;

    fn received(&mut self, _: Timestamp, _: &Input) {}

    fn decided(&mut self, now: Timestamp, decided: Decided) {
        for entry in decided.trace {
            self.0.follow(now, &entry.decision);
        }
    }
}
