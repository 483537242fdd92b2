//! A window as a stretch of time.
//!
//! Asked at one moment, a window takes in what happened in one stretch; so a whole column is
//! tested by two comparisons each. Where a calendar or a change of clocks frays the edges, what
//! lies there is left to [`Window::contains`] itself.

use super::bits::Bits;
use super::sorted::Sorted;
use crate::condition::{Context, Window};
use crate::time::{Duration, Timestamp};
use std::ops::Range;

/// What counts at one moment.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    /// What happened here counts.
    pub(super) sure: Range<i64>,
    /// What happened outside of this does not.
    pub(super) maybe: Range<i64>,
}

const DAY: i64 = 86_400_000;

impl Slice {
    /// The slice of `window` at the context's `now`; `None` where it is another for each customer.
    pub(super) fn of(window: &Window, context: &Context<'_>) -> Option<Self> {
        let (now, zone) = (context.now, context.zone);
        // At the end of time spans that never end have ended.
        if now >= Timestamp::MAX {
            return None;
        }
        let past = i64::MIN..now.as_millis() + 1;
        let before = |period: crate::time::Period, further| {
            first(now, |at| period.next_begins(at, zone, further) > now)
        };
        Some(match window {
            Window::Ever => Self::exact(past),
            Window::SinceEntry if context.anchor.is_none() => Self::exact(past),
            Window::SinceEntry | Window::SinceEvent(_) => return None,
            Window::Last(length) => Self::since(Edge::of(*length, context), past),
            Window::Before(length) => Self::until(Edge::of(*length, context), past),
            Window::This(period) => Self::since(Edge::near(before(*period, 0)), past),
            Window::Previous(period) => {
                let until = Self::until(Edge::near(before(*period, 0)), past);
                until.and(&Self::since(
                    Edge::near(before(*period, 1)),
                    i64::MIN..i64::MAX,
                ))
            }
            Window::Since(from) => Self::since(Edge::at(from.moment(zone).as_millis()), past),
            Window::Until(until) => Self::until(Edge::at(until.moment(zone).as_millis()), past),
            Window::Within(from, until) => {
                let until = Self::until(Edge::at(until.moment(zone).as_millis()), past);
                let from = from.moment(zone).as_millis();
                until.and(&Self::since(Edge::at(from), i64::MIN..i64::MAX))
            }
        })
    }

    /// Whether what happened at `at` counts; where that is not sure, `ask` says.
    pub(super) fn has(&self, at: i64, ask: impl FnOnce(Timestamp) -> bool) -> bool {
        self.sure.contains(&at) || (self.maybe.contains(&at) && ask(Timestamp::from_millis(at)))
    }

    /// From an edge on, inside `past`.
    pub(super) fn since(edge: Edge, past: Range<i64>) -> Self {
        Self {
            sure: edge.last.max(past.start)..past.end,
            maybe: edge.first.max(past.start)..past.end,
        }
    }

    /// Up to an edge, that excluded, inside `past`.
    pub(super) fn until(edge: Edge, past: Range<i64>) -> Self {
        Self {
            sure: past.start..edge.first.min(past.end),
            maybe: past.start..edge.last.min(past.end),
        }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        let both =
            |one: &Range<i64>, two: &Range<i64>| one.start.max(two.start)..one.end.min(two.end);
        Self {
            sure: both(&self.sure, &other.sure),
            maybe: both(&self.maybe, &other.maybe),
        }
    }

    const fn exact(range: Range<i64>) -> Self {
        Self {
            sure: range.start..range.end,
            maybe: range,
        }
    }
}

/// A slice of time as places among moments that rise.
pub(super) struct Stretch {
    pub(super) sure: Range<usize>,
    pub(super) maybe: Range<usize>,
}

impl Stretch {
    pub(super) fn of(times: &Sorted, slice: &Slice) -> Self {
        let places =
            |range: &Range<i64>| times.first_at_least(range.start)..times.first_at_least(range.end);
        Self {
            sure: places(&slice.sure),
            maybe: places(&slice.maybe),
        }
    }

    /// The places before and behind what is sure.
    pub(super) fn unsure(&self) -> [Range<usize>; 2] {
        let Range { start, end } = self.maybe;
        let sure = match self.sure.is_empty() {
            true => end..end,
            false => self.sure.clone(),
        };
        [start..sure.start, sure.end..end]
    }
}

/// Takes the stretches of `times` that a window takes in at the context's `now`, each with the places of it
/// that count where not all do; `None` where the window is another for each customer.
pub(super) fn each_stretch(
    times: &Sorted,
    window: &Window,
    context: &Context<'_>,
    mut take: impl FnMut(Range<usize>, Option<&Bits>),
) -> Option<()> {
    let slice = Slice::of(window, context)?;
    let stretch = Stretch::of(times, &slice);
    take(stretch.sure.clone(), None);
    for unsure in stretch.unsure() {
        if unsure.is_empty() {
            continue;
        }
        let mut inside = Bits::none(times.len());
        for (place, at) in unsure.clone().zip(times.taken(unsure.clone())) {
            let counts = window.contains(Timestamp::from_millis(at), context);
            inside.set(place, counts);
        }
        take(unsure, Some(&inside));
    }
    Some(())
}

/// A moment known exactly, or only to lie between two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// It is not before this.
    first: i64,
    /// It is not after this.
    last: i64,
}

impl Edge {
    pub(super) const fn at(moment: i64) -> Self {
        Self {
            first: moment,
            last: moment,
        }
    }

    /// Some days before and after: more than month's ends, 29 February, clock changes and the
    /// zones of customers come to.
    pub(super) const fn near(moment: i64) -> Self {
        Self {
            first: moment.saturating_sub(10 * DAY),
            last: moment.saturating_add(10 * DAY),
        }
    }

    /// The first moment that is less than `length` ago.
    pub(super) fn of(length: Duration, context: &Context<'_>) -> Self {
        match length.exact_millis() {
            Some(millis) => Self::at(context.now.as_millis() - millis + 1),
            None => Self::near(length.before(context.now, context.zone).as_millis()),
        }
    }
}

/// About the first moment of the last two years for which `test` holds, from which on it does.
fn first(now: Timestamp, test: impl Fn(Timestamp) -> bool) -> i64 {
    let (mut low, mut high) = (now.as_millis() - 800 * DAY, now.as_millis());
    while low < high {
        let middle = low.midpoint(high);
        if test(Timestamp::from_millis(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
