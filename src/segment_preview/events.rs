//! Compares how many times the customer did something.

use super::bits::Bits;
use super::page::{Page, Timeline};
use super::rows::Rows;
use super::slice::Slice;
use crate::condition::{Aggregate, Behavior, Context};
use crate::customer::Record;
use crate::time::Timestamp;
use std::ops::Range;

/// The rows whose number of `what` passes `holds`. What is known of an event besides its moment is
/// tested once for each different one; a customer's events are looked at from the newest back, to
/// where the window begins or there are `enough`: as many as make `holds` say the same of anymore.
pub(super) fn performed(
    page: &Page,
    what: &Behavior,
    context: &Context<'_>,
    enough: u32,
    holds: impl Fn(i64) -> bool,
) -> Option<Rows> {
    let slice = Slice::of(&what.window, context)?;
    let rows = page.rows();
    let inside = |at: i64| slice.has(at, |at| what.window.contains(at, context));
    let all = what.takes_all();
    let mut counts = vec![0u32; rows];
    let mut ask = Bits::none(rows);
    for event in &what.events {
        let Some(line) = page.timeline(*event) else {
            continue;
        };
        ask = ask.or(&line.dropped.owners(rows));
        let mut known = Known::of(line, what, context)?;
        let mut fit =
            |place| all || known.of_event(place, |record| what.fits(*event, record, context));
        for (row, places) in line.starts.iter() {
            if let Some(count) = counts.get_mut(row) {
                for (place, at) in line.newest_first(places) {
                    if at < slice.maybe.start || *count >= enough {
                        break;
                    }
                    *count += u32::from(inside(at) && fit(place));
                }
            }
        }
    }
    Some(Rows {
        yes: Bits::of(&counts, |count| holds(count.into())),
        ask: (!ask.is_empty()).then_some(ask),
    })
}

/// The rows for whom a figure of what they did holds, where it is of one kind of event.
pub(super) fn aggregate(page: &Page, leaf: &Aggregate, context: &Context<'_>) -> Option<Rows> {
    let what = &leaf.what;
    let [event] = what.events.as_slice() else {
        return None;
    };
    let slice = Slice::of(&what.window, context)?;
    let rows = page.rows();
    let none = leaf.holds_for(std::iter::empty());
    let mut yes = Bits::fill(rows, none);
    let Some(line) = page.timeline(*event) else {
        return Some(yes.into());
    };
    let mut known = Known::of(line, what, context)?;
    for (row, places) in line.starts.iter() {
        let counted = line
            .newest_first(places)
            .take_while(|(_, at)| *at >= slice.maybe.start)
            .filter(|(_, at)| slice.has(*at, |at| what.window.contains(at, context)))
            .filter_map(|(place, at)| {
                let value =
                    known.of_event(place, |record| leaf.value_of(*event, record, context))?;
                Some((Timestamp::from_millis(at), value))
            });
        yes.set(row, leaf.holds_for(counted));
    }
    Some(yes.into())
}

impl Timeline {
    /// A customer's events from the newest back: the place of each, and when it was.
    fn newest_first(&self, places: Range<usize>) -> impl Iterator<Item = (usize, i64)> + '_ {
        let times = self.times.get(places.clone()).unwrap_or_default();
        places.zip(times.iter().copied()).rev()
    }
}

/// What was found out of events, each that differs in what matters asked once.
struct Known<'a, T> {
    line: &'a Timeline,
    /// Whether it matters what an event was about.
    by_subject: bool,
    answers: Vec<Option<T>>,
}

impl<'a, T: Clone> Known<'a, T> {
    /// Nothing known yet; `None` where there is too much to know.
    fn of(line: &'a Timeline, what: &Behavior, context: &Context<'_>) -> Option<Self> {
        // The catalog is asked by the product that an event was about.
        let by_subject = what.about.is_some() || !context.facts.products.is_empty();
        let subjects = if by_subject {
            line.subjects.len() + 1
        } else {
            1
        };
        let different = subjects.checked_mul(line.properties.len())?;
        (different <= Self::MOST).then(|| Self {
            line,
            by_subject,
            answers: vec![None; different],
        })
    }

    const MOST: usize = 1 << 20;

    fn of_event(&mut self, place: usize, ask: impl FnOnce(&Record) -> T) -> T {
        let kept = self.line.kept.get(place);
        let subject = if self.by_subject {
            self.line.subject.get(place)
        } else {
            0
        };
        let at = subject as usize * self.line.properties.len() + kept as usize;
        match self.answers.get_mut(at) {
            Some(Some(answer)) => answer.clone(),
            unknown => {
                let answer = ask(&self.line.record(subject, kept));
                if let Some(unknown) = unknown {
                    *unknown = Some(answer.clone());
                }
                answer
            }
        }
    }
}
