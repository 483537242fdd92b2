//! Over which time something is counted.

use super::{Context, Scope};
use crate::document::{FromNode, Node};
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::time::{Date, Duration, Period, Timeline, Timestamp, Zone};

/// Which moments count. Every window is, for something that happened, the stretch of time during
/// which it counts: see [`Window::span`]. Calendars are the shop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Window {
    /// All that is known.
    #[default]
    Ever,
    /// The most recent length of time, exact to the millisecond: an event counts from when it
    /// happens until it is this old, excluded. Months are counted forward from the event on the
    /// calendar, so an event of November 30 is in “the last 3 months” until February 28 at the same
    /// time of day.
    Last(Duration),
    /// Longer ago than that: exactly what [`Window::Last`] of the same length leaves out.
    Before(Duration),
    /// The day, week, month, quarter or year that it is now.
    This(Period),
    /// The previous calendar period.
    Previous(Period),
    /// From a moment on, that moment included.
    Since(Bound),
    /// Until a moment, that moment excluded.
    Until(Bound),
    /// From one time to another, the second not included.
    Within(Bound, Bound),
    /// Since the moment the workflow's offsets are counted from, that moment excluded. Outside
    /// a workflow: all that is known.
    SinceEntry,
    /// Since the customer last did something, that moment excluded. If they never did: all that
    /// is known.
    SinceEvent(EventName),
}

/// A moment in a file: a day of the shop's calendar, or an exact moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The midnight at which a day starts.
    Day(Date),
    /// A moment, written with its offset from UTC.
    Moment(Timestamp),
}

impl Window {
    /// For something that happened at `at`: from when until when (excluded) it counts. `None`
    /// if it never does.
    #[must_use]
    pub fn span(&self, at: Timestamp, context: &Context<'_>) -> Option<(Timestamp, Timestamp)> {
        let zone = context.zone;
        let (from, until) = match self {
            Self::Ever => (at, Timestamp::MAX),
            Self::Last(length) => (at, length.after(at, zone)),
            Self::Before(length) => (length.after(at, zone), Timestamp::MAX),
            Self::This(period) => (at, period.next_begins(at, zone, 0)),
            Self::Previous(period) => (
                period.next_begins(at, zone, 0),
                period.next_begins(at, zone, 1),
            ),
            Self::Since(bound) => (at, always_if(at >= bound.moment(zone), at)),
            Self::Until(bound) => (at, always_if(at < bound.moment(zone), at)),
            Self::Within(from, until) => {
                let inside = at >= from.moment(zone) && at < until.moment(zone);
                (at, always_if(inside, at))
            }
            Self::SinceEntry => (
                at,
                always_if(context.anchor.is_none_or(|anchor| at > anchor), at),
            ),
            Self::SinceEvent(event) => (at, next_of(*event, at, context)),
        };
        (from < until).then_some((from, until))
    }

    /// Whether something that happened at `at` counts at the context's `now`.
    #[must_use]
    pub fn contains(&self, at: Timestamp, context: &Context<'_>) -> bool {
        self.span(at, context)
            .is_some_and(|(from, until)| from <= context.now && context.now < until)
    }

    /// The sum now of what counts: of `moments`, when something happened and what it adds.
    pub(super) fn sum(
        &self,
        context: &Context<'_>,
        moments: impl Iterator<Item = (Timestamp, i64)>,
    ) -> i64 {
        moments
            .filter(|(at, _)| self.contains(*at, context))
            .fold(0, |sum: i64, (_, adds)| sum.saturating_add(adds))
    }

    /// Follows a sum through time without events: each of `moments` (when something happened,
    /// what it adds) counts during its span. Gives the sum now and the first moment at which
    /// `test` of it changes.
    pub fn follow(
        &self,
        context: &Context<'_>,
        moments: impl Iterator<Item = (Timestamp, i64)>,
        test: impl Fn(i64) -> bool,
    ) -> (i64, Timestamp) {
        let mut value: i64 = 0;
        let mut changes = Timeline::default();
        for (at, adds) in moments {
            let Some((from, until)) = self.span(at, context) else {
                continue;
            };
            if from > context.now {
                changes.add(from, adds);
            } else if until > context.now {
                value = value.saturating_add(adds);
            } else {
                continue;
            }
            if until < Timestamp::MAX {
                changes.add(until, adds.saturating_neg());
            }
        }
        let holds = test(value);
        let mut then = value;
        while let Some((at, adds)) = changes.pop() {
            then = then.saturating_add(adds);
            // All that happens at one moment happens together.
            let more = changes.peek() == Some(at);
            if !more && test(then) != holds {
                return (value, at);
            }
        }
        (value, Timestamp::MAX)
    }

    /// What its answer depends on beside the events that are counted.
    pub(super) const fn scope(&self, scope: &mut Scope) {
        scope.moved_by(self.reads());
    }

    /// The events whose history determines where it starts.
    pub(super) const fn reads(&self) -> EventNames {
        match self {
            Self::SinceEvent(event) => EventNames::of(&[*event]),
            _ => EventNames::NONE,
        }
    }

    /// Whether the window may reach back before `dropped`, up to which history is missing.
    #[must_use]
    pub fn reaches_behind(&self, dropped: Option<Timestamp>, context: &Context<'_>) -> bool {
        dropped.is_some_and(|at| match self {
            // What is longest ago counts, whatever is missing.
            Self::Before(_) | Self::Until(_) => true,
            Self::Within(from, _) => from.moment(context.zone) <= at,
            Self::Previous(period) => context.now < period.next_begins(at, context.zone, 1),
            _ => self.contains(at, context),
        })
    }
}

impl Bound {
    /// The moment; days start at midnight in `zone`.
    #[must_use]
    pub fn moment(self, zone: Zone) -> Timestamp {
        match self {
            Self::Day(day) => day.begins(zone),
            Self::Moment(moment) => moment,
        }
    }

    /// Reads `2026-11-27` or `2026-11-27T09:00:00+01:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Date::parse(text)
            .map(Self::Day)
            .or_else(|| Timestamp::parse_rfc3339(text).map(Self::Moment))
    }
}

/// The end of a span that is either unlimited or empty.
const fn always_if(inside: bool, at: Timestamp) -> Timestamp {
    if inside { Timestamp::MAX } else { at }
}

/// The first `event` at or after `at`.
fn next_of(event: EventName, at: Timestamp, context: &Context<'_>) -> Timestamp {
    let history = &context.customer.history;
    if let Some(dropped) = history
        .dropped_until(event)
        .filter(|dropped| *dropped >= at)
    {
        return dropped;
    }
    let records = history.of(event);
    let place = records.partition_point(|record| record.at < at);
    records
        .get(place)
        .map_or(Timestamp::MAX, |record| record.at)
}

impl Said for Window {
    /// As it ends a sentence, with a leading blank: " in the last 3 months".
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Ever => {}
            Self::Last(length) => to.say(" in the last {_span!d}", &[("_span", length)]),
            Self::Before(length) => to.say(" more than {_span!d} ago", &[("_span", length)]),
            Self::This(Period::Day) => to.say(" today", &[]),
            Self::Previous(Period::Day) => to.say(" yesterday", &[]),
            Self::This(Period::Week) => to.say(" this week", &[]),
            Self::This(Period::Month) => to.say(" this month", &[]),
            Self::This(Period::Quarter) => to.say(" this quarter", &[]),
            Self::This(Period::Year) => to.say(" this year", &[]),
            Self::Previous(Period::Week) => to.say(" last week", &[]),
            Self::Previous(Period::Month) => to.say(" last month", &[]),
            Self::Previous(Period::Quarter) => to.say(" last quarter", &[]),
            Self::Previous(Period::Year) => to.say(" last year", &[]),
            Self::Since(bound) => to.say(" since {_from!d}", &[("_from", bound)]),
            Self::Until(bound) => to.say(" before {_until!d}", &[("_until", bound)]),
            Self::Within(from, until) => to.say(
                " between {_from!d} and {_until!d}",
                &[("_from", from), ("_until", until)],
            ),
            Self::SinceEntry => to.say(" since entering the workflow", &[]),
            Self::SinceEvent(event) => to.say(" since the last “{_event}”", &[("_event", event)]),
        }
    }
}

impl Said for Bound {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Day(day) => day.say(to),
            Self::Moment(moment) => moment.say(to),
        }
    }
}

impl FromNode for Bound {
    fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.text(40)?;
        match Self::parse(&text) {
            Some(bound) => Some(bound),
            None => node.error(
                "not-a-date",
                format!("Expected a date, with or without a time; found “{text}”."),
                "Use “2026-11-27” or “2026-11-27T09:00:00+01:00”.",
            ),
        }
    }
}

impl FromNode for Window {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "last",
            "before_last",
            "this",
            "previous",
            "since",
            "from",
            "until",
        ])?;
        let length = |node: &Node<'_>| {
            let length = Duration::read(node)?;
            if length.amount == 0 {
                return node.error(
                    "empty-window",
                    "Expected a window longer than zero.",
                    "Use an amount of at least 1.",
                );
            }
            Some(length)
        };
        let period = |node: &Node<'_>| Period::read(node);
        let keys = [
            "last",
            "before_last",
            "this",
            "previous",
            "since",
            "from",
            "until",
        ];
        let given = keys.map(|key| object.optional(key));
        match given {
            [Some(last), None, None, None, None, None, None] => length(&last).map(Self::Last),
            [None, Some(last), None, None, None, None, None] => length(&last).map(Self::Before),
            [None, None, Some(this), None, None, None, None] => period(&this).map(Self::This),
            [None, None, None, Some(previous), None, None, None] => {
                period(&previous).map(Self::Previous)
            }
            [None, None, None, None, Some(since), None, None] => Self::read_since(&since),
            [None, None, None, None, None, Some(from), None] => {
                Bound::read(&from).map(Self::Since)
            }
            [None, None, None, None, None, None, Some(until)] => {
                Bound::read(&until).map(Self::Until)
            }
            [None, None, None, None, None, Some(from), Some(until)] => {
                let (from, until) = (Bound::read(&from), Bound::read(&until));
                Some(Self::Within(from?, until?))
            }
            _ => node.error(
                "not-a-window",
                "Expected exactly one of “last”, “before_last”, “this”, “previous”, and “since”, or “from” and “until”.",
                "For example: {\"last\": {\"amount\": 3, \"unit\": \"months\"}}, {\"this\": \"month\"}, or {\"since\": \"entry\"}.",
            ),
        }
    }
}

impl Window {
    /// `"entry"`, a date, or `{"event": …}`.
    fn read_since(node: &Node<'_>) -> Option<Self> {
        if let Some(word) = node.as_text() {
            if word == "entry" {
                return Some(Self::SinceEntry);
            }
            return match Bound::parse(word) {
                Some(bound) => Some(Self::Since(bound)),
                None => node.error(
                    "not-a-date",
                    format!("Expected “entry”, a date, or an event; found “{word}”."),
                    "Use “entry”, “2026-11-27”, or {\"event\": \"order_placed\"}.",
                ),
            };
        }
        let event = node.object(&["event"])?.required("event")?;
        EventName::read(&event).map(Self::SinceEvent)
    }
}

crate::compact::compact!(
    enum Window {
        Ever,
        Last(length),
        Before(length),
        This(period),
        Previous(period),
        Since(bound),
        Until(bound),
        Within(from, until),
        SinceEntry,
        SinceEvent(event),
    }
);
crate::compact::compact!(
    enum Bound {
        Day(date),
        Moment(moment),
    }
);
