//! Whether the shop's customers have what a workflow needs, before it goes live.
//!
//! Checks of a configuration know the file; these know the customers. They look at as many
//! customers as the host provides: ids are hashes, so the first thousand are a fair sample. Nothing
//! is decided, and nothing but counts is kept.

use crate::diagnostic::{Diagnostic, Severity};
use crate::event::{Channel, EventName};
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::{Duration, Timestamp, Unit, Zone};
use crate::workflow::{CustomerDate, Node, NodeKind, Wait, Workflow};

/// What is being counted about one workflow.
#[derive(Clone, Debug)]
pub struct Readiness<'p> {
    plan: &'p Plan,
    workflow: &'p Workflow,
    now: Timestamp,
    customers: u32,
    /// Those who do not have the date it waits for.
    undated: u32,
    /// Those who would enter within a day of its going live, by time alone.
    at_once: u32,
    /// How many can be sent marketing on each channel.
    reachable: [u32; 3],
    /// Whether anybody ever did what it starts from.
    received: bool,
    /// The first thing that is known of anybody.
    known_since: Timestamp,
}

/// From this share of customers on, in percent, a missing date is worth a word.
const MANY_UNDATED: u32 = 20;
/// From this share on, the first day is a flood.
const FLOOD: u32 = 5;
/// With fewer customers than this, shares mean nothing.
const FEWEST: u32 = 20;
/// The first day.
const DAY: Duration = Duration::new(1, Unit::Days);

impl<'p> Readiness<'p> {
    /// Starts with no customers checked.
    #[must_use]
    pub const fn new(plan: &'p Plan, workflow: &'p Workflow, now: Timestamp) -> Self {
        Self {
            plan,
            workflow,
            now,
            customers: 0,
            undated: 0,
            at_once: 0,
            reachable: [0; 3],
            received: false,
            known_since: Timestamp::MAX,
        }
    }

    /// Looks at one customer.
    pub fn look(&mut self, state: &State) {
        self.customers = self.customers.saturating_add(1);
        for (channel, count) in Channel::ALL.iter().zip(&mut self.reachable) {
            let reached = state.customer.reachable().any(|one| one == *channel);
            *count = count.saturating_add(reached.into());
        }
        let first = state.customer.first_seen;
        let orders = state.customer.orders.by_id.values();
        let ordered = orders.filter_map(|order| order.placed_at).min();
        let earliest = ordered.map_or(first, |ordered| ordered.min(first));
        self.known_since = self.known_since.min(earliest);
        let history = &state.customer.history;
        let received = |event: &EventName| !history.of(*event).is_empty();
        self.received = self.received || self.workflow.trigger.starts_from().iter().any(received);
        let facts = ShopFacts::NONE;
        let context = self.plan.context(&state.customer, &facts, self.now);
        let undated = |date: &CustomerDate| !date.is_known(&context);
        if self.dates().any(undated) {
            self.undated = self.undated.saturating_add(1);
        }
        let tomorrow = DAY.after(self.now, Zone::UTC);
        let mut soon = false;
        self.workflow.trigger.upcoming(&context, &mut |at, _| {
            soon |= at >= self.now && at < tomorrow;
        });
        self.at_once = self.at_once.saturating_add(soon.into());
    }

    /// The findings for the merchant, each with how to fix it.
    #[must_use]
    pub fn findings(&self) -> Vec<Diagnostic> {
        let Self {
            customers,
            undated,
            at_once,
            ..
        } = *self;
        let mut findings = Vec::new();
        if let Some(name) = self.dates().next().map(|date| date.name.replace('_', " "))
            && customers >= FEWEST
            && reaches(undated, MANY_UNDATED, customers)
        {
            findings.push(self.finding(
                "date-missing",
                format!("{undated} of the {customers} customers checked have no “{name}”, so the workflow can’t wait for it."),
                "Ask for the date at sign-up or after a purchase, then check again.",
            ));
        }
        if let [event, ..] = self.workflow.trigger.starts_from()
            && customers > 0
            && !self.received
        {
            let event = event.word().replace('_', " ");
            findings.push(self.finding(
                "never-told",
                format!("None of the customers checked has had a “{event}” event yet, so nobody would have entered so far."),
                "Connect a source that sends this event: the shop’s webhooks, its pixel, or your own events.",
            ));
        }
        for (channel, count) in Channel::ALL.iter().zip(self.reachable) {
            let mut sends = self.workflow.marketing();
            if count == 0
                && customers > 0
                && sends.any(|id| self.plan.messages.get(id) == Some(channel))
            {
                findings.push(self.finding(
                    "nobody-to-write-to",
                    match customers {
                        1 => format!("The one customer checked hasn’t agreed to marketing by {channel}, so no message would be sent."),
                        _ => format!("None of the {customers} customers checked has agreed to marketing by {channel}, so no message would be sent."),
                    },
                    "Ask for consent at checkout and at sign-up, or import the consent you already have. If your store keeps it in a field of its own, name the field under “consent” in the configuration.",
                ));
            }
        }
        if customers >= FEWEST && reaches(at_once, FLOOD, customers) {
            findings.push(self.finding(
                "flood-on-day-one",
                format!("{at_once} of the {customers} customers checked would enter within a day of turning it on."),
                "Add a condition, use a holdout, or add a daily frequency cap.",
            ));
        }
        if let Some(needed) = self.workflow.trigger.looks_back()
            && customers > 0
            && needed.after(self.known_since, Zone::UTC) > self.now
        {
            findings.push(self.finding(
                "too-little-history",
                format!("The workflow looks back {needed}, but the shop’s history is shorter. Until there is enough history, customers who were inactive before won’t enter."),
                "Import older orders first, or turn it on anyway.",
            ));
        }
        findings
    }

    /// The dates of customers that it waits for.
    fn dates(&self) -> impl Iterator<Item = &'p CustomerDate> + use<'p> {
        let trigger = self.workflow.trigger.date();
        let waits = self.workflow.nodes.iter().filter_map(waits_for);
        trigger.into_iter().chain(waits)
    }

    fn finding(&self, code: &str, message: String, help: &str) -> Diagnostic {
        Diagnostic {
            code: code.to_owned(),
            severity: Severity::Warning,
            path: format!("{}.trigger", self.workflow.path),
            message,
            help: help.to_owned(),
        }
    }
}

const fn waits_for(node: &Node) -> Option<&CustomerDate> {
    match &node.kind {
        NodeKind::Wait(Wait::Date(date)) => Some(date),
        _ => None,
    }
}

/// Whether `some` is at least `percent` of `all`.
fn reaches(some: u32, percent: u32, all: u32) -> bool {
    u64::from(some) * 100 >= u64::from(percent) * u64::from(all)
}
