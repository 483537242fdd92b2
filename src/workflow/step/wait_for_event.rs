//! Wait for something the customer does, but not for ever.

use super::Step;
use crate::condition::Behavior;
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

/// Waits until something is done, and goes the first way at that moment; the other way when it
/// was not done in time.
///
/// What counts is what happens from the moment the wait begins and is told before it is over: an
/// order that we hear of a day late no longer leads back.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitForEvent {
    /// What.
    pub what: Behavior,
    /// How long at most, counted from the moment the step was due: 1 minute or more. What is done
    /// at the last moment is too late.
    pub at_most: Duration,
    /// The way when it was done.
    pub then: Vec<Step>,
    /// The way when it was not.
    pub otherwise: Vec<Step>,
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

impl FromNode for WaitForEvent {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "id", "type", "event", "about", "where", "at_most", "then", "else",
        ])?;
        let what = Behavior::read(&object);
        let at_most = object.required("at_most").and_then(|node| {
            let at_most = Duration::read(&node)?;
            if at_most.at_most_millis() < 60_000 {
                return node.error(
                    "too-short",
                    format!("Nobody does anything within {at_most}."),
                    "Wait at least 1 minute.",
                );
            }
            Some(at_most)
        });
        let then = object.or("then", Vec::new(), Node::list);
        let otherwise = object.or("else", Vec::new(), Node::list);
        Some(Self {
            what: what?,
            at_most: at_most?,
            then: then?,
            otherwise: otherwise?,
        })
    }
}
