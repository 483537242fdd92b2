//! Wait for an event, up to a maximum time.

use super::Step;
use crate::condition::{Behavior, WithoutWindow};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Unit};

declared! {
    /// Waits for an event. Takes the first branch as soon as it happens, or the other branch if it
    /// doesn’t happen in time.
    ///
    /// Only events that happen and are received during the wait count. An order that arrives a day
    /// late doesn’t take the customer back.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WaitForEvent beside ["id", "type"] {
        /// The event.
        what in WithoutWindow: Behavior = part::<WithoutWindow>(),
        /// The maximum wait, counted from when the step was due: 1 minute or more.
        at_most: Duration = required(lasting(Duration::new(1, Unit::Minutes))),
        /// The steps if it happens in time.
        then: Vec<Step> = or(Vec::new(), those_of(typed())),
        /// The steps if it doesn’t.
        otherwise as "else": Vec<Step> = or(Vec::new(), those_of(typed())),
    }
    listed in "Timing" as "Wait for an event";
    example {"event": "order_placed", "at_most": {"amount": 2, "unit": "days"}};
}

impl WaitForEvent {
    /// The name of the first branch.
    pub const DONE: &'static str = "done";
    /// The name of the other branch.
    pub const NOT_IN_TIME: &'static str = "not-in-time";
}

impl Said for WaitForEvent {
    fn say(&self, to: &mut Sentence<'_>) {
        say(&self.what, &self.at_most, to);
    }
}

/// Describes the event it waits for, and how long.
pub(in crate::workflow) fn say(what: &Behavior, at_most: &Duration, to: &mut Sentence<'_>) {
    to.say(
        "Wait up to {at_most} for {_what}",
        &[("at_most", at_most), ("_what", what)],
    );
}
