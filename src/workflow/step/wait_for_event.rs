//! Wait for something the customer does, but not for ever.

use super::Step;
use crate::condition::{Behavior, WithoutWindow};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Unit};

declared! {
    /// Waits until something is done, and takes the first branch at that moment; the other one when
    /// it was not done in time.
    ///
    /// What counts is what happens from the moment the wait begins and is received before it is over:
    /// an order that arrives a day late no longer leads back.
    #[derive(Clone, Debug, PartialEq)]
    pub struct WaitForEvent beside ["id", "type"] {
        /// What is waited for.
        what in WithoutWindow: Behavior = part::<WithoutWindow>(),
        /// How long at most, counted from the moment the step was due: 1 minute or more. What is done
        /// at the last moment is too late.
        at_most: Duration = required(lasting(Duration::new(1, Unit::Minutes))),
        /// The steps when it was done in time.
        then: Vec<Step> = or(Vec::new(), those_of(typed())),
        /// The steps when it was not.
        otherwise as "else": Vec<Step> = or(Vec::new(), those_of(typed())),
    }
    listed in "Timing" as "Wait for an event";
}

impl WaitForEvent {
    /// What the first way is called.
    pub const DONE: &'static str = "done";
    /// What the other way is called.
    pub const NOT_IN_TIME: &'static str = "not-in-time";
}

impl Said for WaitForEvent {
    fn say(&self, to: &mut Sentence<'_>) {
        say(&self.what, &self.at_most, to);
    }
}

/// What is waited for, and how long.
pub(in crate::workflow) fn say(what: &Behavior, at_most: &Duration, to: &mut Sentence<'_>) {
    to.say(
        "Wait up to {at_most} for {_what}",
        &[("at_most", at_most), ("_what", what)],
    );
}
