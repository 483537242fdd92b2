//! What can be said of a trigger without anybody's facts.

use super::super::CustomerDate;
use super::Trigger;
use crate::condition::Reference;
use crate::event::EventName;
use crate::time::Duration;

/// Events that the engine makes itself: they follow from facts, so they don't have to be received.
const MADE_HERE: &[EventName] = &[
    EventName::TierChanged,
    EventName::TierAtRisk,
    EventName::PointsChanged,
    EventName::ScoreChanged,
    EventName::SegmentEntered,
    EventName::SegmentLeft,
    EventName::ProfileChanged,
];

impl Trigger {
    /// The events of which one must be received for it to start; none where a date or the engine
    /// itself starts it.
    #[must_use]
    pub fn starts_from(&self) -> &[EventName] {
        let events = self.needs();
        if events.iter().any(|event| MADE_HERE.contains(event)) {
            &[]
        } else {
            events
        }
    }

    /// The events without which it never starts: those that start it, or whose absence does. None
    /// where only a date does.
    #[must_use]
    pub fn needs(&self) -> &[EventName] {
        self.start().needs()
    }

    /// How long after the workflow’s anchor it starts; `None` if it starts at its anchor.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.start().delay()
    }

    /// How far back it looks for missing events. With a shorter history, customers who were
    /// inactive before don’t start it.
    #[must_use]
    pub fn looks_back(&self) -> Option<Duration> {
        self.start().looks_back()
    }

    /// The customer's date that it waits for.
    #[must_use]
    pub fn date(&self) -> Option<&CustomerDate> {
        self.start().date()
    }

    /// Whether the customer expects an answer to what starts it, such as an order's confirmation.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.start().is_asked_for()
    }

    /// Whether what starts it says which order the workflow is about.
    #[must_use]
    pub fn names_order(&self) -> bool {
        self.start().names_order()
    }

    /// Whether what starts it says which cart the workflow is about.
    #[must_use]
    pub fn names_cart(&self) -> bool {
        self.start().names_cart()
    }

    /// The merchants’ name for a workflow that brings customers back, such as “win-back”, if it
    /// starts one.
    #[must_use]
    pub fn wins_back_by(&self) -> Option<&'static str> {
        self.start().wins_back_by()
    }

    /// The segment or tier that it names, which the configuration must have.
    #[must_use]
    pub fn reference(&self) -> Option<Reference<'_>> {
        self.start().reference()
    }
}
