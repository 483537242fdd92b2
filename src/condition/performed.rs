//! Compares how many times the customer did something.

use super::comparison::Times;
use super::reaction::{at_least_so_often, say_unless_unknown};
use super::{
    Answer, Behavior, Comparison, Condition, Context, Leaf, Reads, Scope, Subject, Test, upper,
};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;
use std::ops::RangeInclusive;

declared! {
    /// Compares how many times an event occurred in a window.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Performed beside ["type"] {
        /// The events.
        what in Behavior: Behavior = part::<Behavior>(),
        /// The comparison. Default: `at_least`.
        is: Comparison = or(Comparison::AtLeast, typed()),
        /// The number of times: 0 to 100,000. Default: 1.
        count: u32 = or(1, whole(0..=100_000)),
        /// The upper limit, for “between”.
        and: Option<u32> = upper(is, &count, whole(0..=100_000)),
    }
    listed in "Behavior" as "Did something";
}

declared! {
    /// True when an event never occurred in a window.
    #[derive(Clone, Debug, PartialEq)]
    pub struct NotPerformed beside ["type"] {
        /// The events.
        what in Behavior: Behavior = part::<Behavior>(),
    }
    listed in "Behavior" as "Didn’t do something";
}

impl Performed {
    /// The count above which the answer no longer changes.
    pub(crate) fn enough(&self) -> u32 {
        self.and
            .unwrap_or_default()
            .max(self.count)
            .saturating_add(1)
    }

    /// Whether the condition holds for this number of times.
    pub(crate) fn holds(&self, count: i64) -> bool {
        let upper = self.and.map(i64::from);
        self.is.holds(&count, &self.count.into(), upper.as_ref())
    }

    /// The numbers for which it holds.
    pub(crate) fn wanted(&self) -> RangeInclusive<i64> {
        self.is.range(self.count.into(), self.and.map(i64::from))
    }
}

/// How often it was done, and the first moment at which `test` of that changes.
fn count(what: &Behavior, context: &Context<'_>, test: impl Fn(i64) -> bool) -> (i64, Timestamp) {
    what.window.follow(context, what.moments(context), test)
}

/// The answer to how often it was done; where reactions cannot be known, for all that is possible.
fn answer(
    what: &Behavior,
    context: &Context<'_>,
    enough: u32,
    holds: impl Fn(i64) -> bool,
) -> Answer {
    let (count, stable_until) = count(what, context, &holds);
    let counted = Answer {
        matched: holds(count),
        stable_until,
        truncated: what.is_truncated(context),
    };
    let (unknown, unknown_until) = what.cannot_be_known(context);
    let counted = Answer {
        stable_until: stable_until.min(unknown_until),
        ..counted
    };
    if unknown.is_none() {
        return counted;
    }
    at_least_so_often(counted, (count, enough.into()), holds, context.doubt)
}

fn seen(what: &Behavior, context: &Context<'_>) -> Seen {
    match (
        what.cannot_be_known(context).0,
        count(what, context, |_| true).0,
    ) {
        (Some(reason), 0) => Seen::text(reason.word()),
        (_, count) => Seen::Whole(count),
    }
}

fn say_times(seen: &Seen, to: &mut Sentence<'_>) {
    say_unless_unknown(seen, to, |to| match seen.as_whole() {
        Some(0) => to.say("never", &[]),
        _ => to.say("{_n} {_n:time|times}", &[("_n", seen)]),
    });
}

impl Leaf for Performed {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let enough = self.enough();
        answer(&self.what, context, enough, |count| self.holds(count))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        seen(&self.what, context)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        say_times(seen, to);
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        if self.what.asks_for_reactions() {
            // A number alone does not say whether it can be known.
            return None;
        }
        let test = Test::number(self.is, self.count, self.and);
        Some((Subject::Done(Box::new(self.what.clone())), test))
    }

    fn reads(&self) -> Reads {
        Reads::behavior(&self.what)
    }

    fn cost(&self) -> u32 {
        10
    }

    fn is_negative(&self) -> bool {
        self.holds(0) && !self.holds(1)
    }

    fn excludes(&self, other: &Condition) -> bool {
        matches!(other, Condition::NotPerformed(not) if not.what == self.what && !self.holds(0))
    }
}

impl Said for Performed {
    fn say(&self, to: &mut Sentence<'_>) {
        let times = Times::new(self.is, self.count, self.and);
        to.say(
            "has done {_what}{_times}{window}",
            &[
                ("_what", &self.what),
                ("_times", &times),
                ("window", &self.what.window),
            ],
        );
    }
}

impl Leaf for NotPerformed {
    fn answer(&self, context: &Context<'_>) -> Answer {
        answer(&self.what, context, 1, |count| count == 0)
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        seen(&self.what, context)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        say_times(seen, to);
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        if self.what.asks_for_reactions() {
            return None;
        }
        let test = Test::number(Comparison::Exactly, 0, None);
        Some((Subject::Done(Box::new(self.what.clone())), test))
    }

    fn reads(&self) -> Reads {
        Reads::behavior(&self.what)
    }

    fn cost(&self) -> u32 {
        10
    }

    fn is_negative(&self) -> bool {
        true
    }
}

impl Said for NotPerformed {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "hasn’t done {_what}{window}",
            &[("_what", &self.what), ("window", &self.what.window)],
        );
    }
}
