//! What a workflow depends on, and what it changes: known when a plan is compiled, so that nobody asks it in
//! vain.

use super::definition::{NodeKind, Workflow};
use super::step::Wait;
use crate::event::{EventName, EventNames};

impl Workflow {
    /// The events that somebody inside may have to be told of: those that end the enrollment, and
    /// those that its steps wait for. All events, where it has a goal or an exit condition, whose answer
    /// time may have changed before any event, or waits for a date, which may move with the profile.
    #[must_use]
    pub fn hears(&self) -> EventNames {
        if self.goal_when.is_some() || self.exit_when.is_some() {
            return EventNames::ALL;
        }
        let mut heard = EventNames::of(&self.exit_on);
        if heard.has(EventName::OrderPlaced) {
            // A payment tells of an order whose placing was never reported.
            heard = heard.and(EventNames::of(&[EventName::OrderCompleted]));
        }
        for node in &self.nodes {
            heard = heard.and(match &node.kind {
                NodeKind::WaitForEvent { what, .. } => EventNames::of(&what.events),
                NodeKind::Wait(Wait::Date(_)) => EventNames::ALL,
                _ => EventNames::NONE,
            });
        }
        heard
    }

    /// Whether going through it may change the customer's facts on the spot, and not by an event that
    /// it makes.
    #[must_use]
    pub fn changes_facts(&self) -> bool {
        self.nodes.iter().any(|node| match &node.kind {
            NodeKind::Action(action) => action.changes_facts(),
            _ => false,
        })
    }

    /// Whether anything in it uses opens or clicks.
    #[must_use]
    pub fn asks_for_reactions(&self) -> bool {
        let waits = self.nodes.iter().any(|node| match &node.kind {
            NodeKind::WaitForEvent { what, .. } => what.asks_for_reactions(),
            _ => false,
        });
        let mut conditions = self.conditions();
        waits
            || self.trigger.reactions().is_some()
            || conditions.any(|(_, condition)| condition.scope().reactions)
    }
}
