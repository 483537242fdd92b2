//! Over which time something is counted.

use super::Context;
use crate::document::{Node, Read};
use crate::time::{Duration, Timestamp};
use std::fmt;

/// A span of time that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Window {
    /// All that is known.
    #[default]
    Ever,
    /// The last so long, exact to the millisecond: something counts from the moment it
    /// happens until it is that old, and at that very moment it no longer does. Months are
    /// counted forward from it on the calendar, so what happened on 30 November is in "the
    /// last 3 months" until 28 February at the same time of day.
    Last(Duration),
    /// Since the moment the workflow's offsets are counted from, that moment excluded. Outside
    /// a workflow: all that is known.
    SinceEntry,
}

impl Window {
    /// Whether something that happened at `at` is inside at the context's `now`.
    #[must_use]
    pub fn contains(&self, at: Timestamp, context: &Context<'_>) -> bool {
        at <= context.now
            && self.starts_before(at, context)
            && context.now < self.leaves(at, context)
    }

    /// The moment from which something that happened at `at` is no longer inside.
    #[must_use]
    pub fn leaves(&self, at: Timestamp, context: &Context<'_>) -> Timestamp {
        match self {
            Self::Last(length) => length.after(at, context.zone),
            Self::Ever | Self::SinceEntry => Timestamp::MAX,
        }
    }

    /// Follows a value through time without events: starting from what is inside now, each of
    /// `moments` (when something happened, what it adds) comes in and goes out at its time.
    /// Gives the value now and the first moment at which `test` of it changes.
    pub fn follow<T>(
        &self,
        context: &Context<'_>,
        moments: impl Iterator<Item = (Timestamp, T)>,
        test: impl Fn(i64) -> bool,
    ) -> (i64, Timestamp)
    where
        T: Into<i64> + Copy,
    {
        let mut value: i64 = 0;
        let mut changes: Vec<(Timestamp, i64)> = Vec::new();
        for (at, adds) in moments {
            let adds: i64 = adds.into();
            if !self.starts_before(at, context) {
                continue;
            }
            let leaves = self.leaves(at, context);
            if at > context.now {
                changes.push((at, adds));
            } else if leaves > context.now {
                value = value.saturating_add(adds);
            } else {
                continue;
            }
            if leaves < Timestamp::MAX {
                changes.push((leaves, adds.saturating_neg()));
            }
        }
        changes.sort_unstable();
        let holds = test(value);
        let mut then = value;
        let mut changes = changes.into_iter().peekable();
        while let Some((at, adds)) = changes.next() {
            then = then.saturating_add(adds);
            // All that happens at one moment happens together.
            let more = changes.peek().is_some_and(|(next, _)| *next == at);
            if !more && test(then) != holds {
                return (value, at);
            }
        }
        (value, Timestamp::MAX)
    }

    /// Whether the window may reach back before `dropped`, up to which history is missing.
    #[must_use]
    pub fn reaches_behind(&self, dropped: Option<Timestamp>, context: &Context<'_>) -> bool {
        dropped.is_some_and(|at| self.contains(at, context))
    }

    fn starts_before(&self, at: Timestamp, context: &Context<'_>) -> bool {
        match self {
            Self::Ever | Self::Last(_) => true,
            Self::SinceEntry => context.anchor.is_none_or(|anchor| at > anchor),
        }
    }
}

impl fmt::Display for Window {
    /// As it ends a sentence, with a leading blank: " in the last 3 months".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ever => Ok(()),
            Self::Last(length) => write!(f, " in the last {length}"),
            Self::SinceEntry => f.write_str(" since entering the workflow"),
        }
    }
}

impl Read for Window {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["last", "since"])?;
        match (object.optional("last"), object.optional("since")) {
            (Some(last), None) => Duration::read(&last).map(Self::Last),
            (None, Some(since)) => since.choice(&[("entry", Self::SinceEntry)]),
            _ => node.error(
                "not-a-window",
                "A window is either “last” or “since”.",
                "Write {\"last\": {\"amount\": 3, \"unit\": \"months\"}} or {\"since\": \"entry\"}.",
            ),
        }
    }
}
