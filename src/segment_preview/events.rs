//! Compares how many times the customer did something.

use super::bits::Bits;
use super::codes::{Among, Codes};
use super::page::{Page, Timeline};
use super::rows::Rows;
use super::slice::{Slice, Stretch, each_stretch};
use super::tally::Tally;
use crate::condition::{Aggregate, Behavior, Context};
use crate::customer::Record;
use crate::time::Timestamp;
use std::ops::{Range, RangeInclusive};

/// The rows whose number of `what` is `wanted`. A window is a stretch of a timeline, and nothing outside of it
/// is looked at; what is known of an event besides its moment is tested once for each different one.
pub(super) fn performed(
    page: &Page,
    what: &Behavior,
    context: &Context<'_>,
    wanted: RangeInclusive<i64>,
) -> Option<Rows> {
    // Whether the window is the same for everybody shows before the first event is looked at.
    Slice::of(&what.window, context)?;
    let rows = page.rows();
    let mut tally = Tally::of(rows, wanted);
    let mut ask = Bits::none(rows);
    for event in &what.events {
        let Some(line) = page.timeline(*event) else {
            continue;
        };
        ask = ask.or(&line.dropped.owners(rows));
        let fits = |record: &Record| what.fits(*event, record, context);
        let mut meant = Meant::of(line, what, context, fits)?;
        each_stretch(&line.times, &what.window, context, |places, some| {
            meant.count(line, places, some, &mut tally, fits);
        })?;
    }
    Some(Rows {
        yes: tally.finish(),
        ask: (!ask.is_empty()).then_some(ask),
    })
}

/// Which events of a timeline are meant, whenever they were.
enum Meant<'a> {
    All,
    /// Those with some of a few sets of properties, or about some of a few things.
    Among(Among<'a>),
    /// It hangs on both, or on many: each that differs is asked.
    Asked(Known<'a, bool>),
}

impl<'a> Meant<'a> {
    /// `None` where there is too much to know.
    fn of(
        line: &'a Timeline,
        what: &Behavior,
        context: &Context<'_>,
        fits: impl Fn(&Record) -> bool,
    ) -> Option<Self> {
        if what.takes_all() {
            return Some(Self::All);
        }
        let known = Known::of(line, what, context)?;
        let (codes, subjects, kept) = if !known.by_subject {
            (&line.kept, 0..1, 0..line.properties.len())
        } else {
            (&line.subject, 0..line.subjects.len() + 1, 0..1)
        };
        Some(match codes {
            Codes::Planes(planes) if !known.by_subject || line.properties.len() == 1 => {
                let asked =
                    subjects.flat_map(|subject| kept.clone().map(move |kept| (subject, kept)));
                let passes = asked.map(|(subject, kept)| fits(&line.record(subject, kept)));
                Self::Among(planes.among(&passes.collect::<Vec<_>>()))
            }
            _ => Self::Asked(known),
        })
    }

    /// Counts those at `places`, or of these only some, that are meant.
    fn count(
        &mut self,
        line: &Timeline,
        places: Range<usize>,
        some: Option<&Bits>,
        tally: &mut Tally,
        fits: impl Fn(&Record) -> bool,
    ) {
        let word = |block| some.map_or(u64::MAX, |some| some.word(block));
        let whose = &line.whose;
        match self {
            Self::All if some.is_none() => tally.add(whose, places, None),
            Self::All => tally.add(whose, places, Some(&word)),
            Self::Among(among) => {
                tally.add(
                    whose,
                    places,
                    Some(&|block| among.word(block) & word(block)),
                );
            }
            Self::Asked(known) => {
                let mut meant = Bits::none(whose.len());
                known.each(places.clone(), fits, |place, fits| meant.set(place, *fits));
                tally.add(
                    whose,
                    places,
                    Some(&|block| meant.word(block) & word(block)),
                );
            }
        }
    }
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
    let stretch = Stretch::of(&line.times, &slice);
    for (row, places) in line.whose.by_row(rows, stretch.maybe.clone()).iter() {
        let counted = places
            .iter()
            .rev()
            .map(|place| (*place as usize, line.times.at(*place as usize)))
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
        let (subject, kept) = self.line.about(place);
        self.answer(subject, kept, ask)
    }

    #[inline]
    fn answer(&mut self, subject: usize, kept: usize, ask: impl FnOnce(&Record) -> T) -> T {
        let subject = if self.by_subject { subject } else { 0 };
        let at = subject * self.line.properties.len() + kept;
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

    /// What is known of the events at `places`, one after the other.
    fn each(
        &mut self,
        places: Range<usize>,
        ask: impl Fn(&Record) -> T,
        mut take: impl FnMut(usize, &T),
    ) {
        let line = self.line;
        let different = line.properties.len();
        // As many as stay near the processor.
        let mut at = Vec::with_capacity(Self::AT_ONCE);
        for from in places.clone().step_by(Self::AT_ONCE) {
            let some = from..places.end.min(from + Self::AT_ONCE);
            at.clear();
            if self.by_subject {
                line.subject
                    .each(some.clone(), |subject| at.push(subject * different));
            } else {
                at.resize(some.len(), 0);
            }
            if different > 1 {
                for (place, slot) in some.clone().zip(&mut at) {
                    *slot += line.kept.at(place);
                }
            }
            for (place, at) in some.zip(&at) {
                let Some(answer) = self.answers.get_mut(*at) else {
                    continue;
                };
                let answer = answer.get_or_insert_with(|| {
                    ask(&line.record(
                        at.checked_div(different).unwrap_or(0),
                        at % different.max(1),
                    ))
                });
                take(place, answer);
            }
        }
    }

    const AT_ONCE: usize = 1_024;
}
