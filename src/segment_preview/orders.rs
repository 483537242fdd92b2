//! Orders: counted, summed, ranked, looked through for what was bought.

use super::bits::Bits;
use super::page::{NEVER, Orders, Page, Summary};
use super::rows::Rows;
use super::slice::Slice;
use crate::condition::{Aggregate, Bought, Context, OrderCount, RfmFigures, RfmIs, Spend, Window};
use crate::event::{EventName, major};
use crate::time::Timestamp;
use std::ops::Range;

impl Orders {
    /// Computes what is asked for at every keystroke.
    pub(super) fn sum_up(&mut self) {
        let of = |places: Range<usize>| {
            let mut summary = Summary {
                latest: NEVER,
                last: NEVER,
                count: 0,
                spend: 0,
            };
            for place in places {
                let placed = self.placed_at(place);
                summary.latest = summary.latest.max(placed);
                if !self.is_cancelled(place) {
                    summary.last = summary.last.max(placed);
                    summary.count += 1;
                }
                if self.is_paid(place) && self.currency.get(place) == Some(&1) {
                    summary.spend = summary.spend.saturating_add(self.net_at(place));
                }
            }
            summary
        };
        self.summaries = self.starts.iter().map(|(_, places)| of(places)).collect();
        self.latest = self.placed.iter().copied().max().unwrap_or(NEVER);
    }

    fn placed_at(&self, place: usize) -> i64 {
        self.placed.get(place).copied().unwrap_or(NEVER)
    }

    fn net_at(&self, place: usize) -> i64 {
        self.net.get(place).copied().unwrap_or_default()
    }

    fn is_paid(&self, place: usize) -> bool {
        self.paid.get(place).is_some_and(|paid| *paid != NEVER)
    }

    fn is_cancelled(&self, place: usize) -> bool {
        self.cancelled.get(place).is_some_and(|flag| *flag)
    }

    /// Each row that has orders, with their summary.
    fn summed(&self) -> impl Iterator<Item = (usize, Summary)> + '_ {
        let rows = self.starts.iter().map(|(row, _)| row);
        rows.zip(self.summaries.iter().copied())
    }

    /// For each row with orders, what `holds` says of its own; `none` for the others, and for
    /// those whose latest is before `from`. Rows with older orders that were summed up are asked.
    fn judge(
        &self,
        rows: usize,
        none: bool,
        from: i64,
        mut holds: impl FnMut(Range<usize>) -> bool,
    ) -> Rows {
        let mut yes = Bits::fill(rows, none);
        for ((row, places), summary) in self.starts.iter().zip(&self.summaries) {
            if summary.latest >= from {
                let holds = holds(places);
                if holds != none {
                    yes.set(row, holds);
                }
            }
        }
        self.verdict(rows, yes)
    }

    fn verdict(&self, rows: usize, yes: Bits) -> Rows {
        let folded = self.folded.owners(rows);
        Rows {
            yes,
            ask: (!folded.is_empty()).then_some(folded),
        }
    }

    /// Whether a window takes in every order there is.
    fn is_all(&self, slice: &Slice) -> bool {
        slice.sure.start == i64::MIN && self.latest < slice.sure.end
    }
}

/// Whether what happened at a moment counts.
fn inside<'a>(
    slice: &'a Slice,
    window: &'a Window,
    context: &'a Context<'_>,
) -> impl Fn(i64) -> bool + 'a {
    move |at| slice.has(at, |at| window.contains(at, context))
}

/// The rows whose number of orders passes.
pub(super) fn count(page: &Page, leaf: &OrderCount, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let slice = Slice::of(&leaf.window, context)?;
    let none = leaf.holds(0);
    if orders.is_all(&slice) {
        let mut yes = Bits::fill(page.rows(), none);
        for (row, summary) in orders.summed() {
            yes.set(row, leaf.holds(summary.count.into()));
        }
        return Some(orders.verdict(page.rows(), yes));
    }
    let inside = inside(&slice, &leaf.window, context);
    Some(
        orders.judge(page.rows(), none, slice.maybe.start, |places| {
            let counted = places
                .filter(|place| inside(orders.placed_at(*place)) && !orders.is_cancelled(*place));
            leaf.holds(i64::try_from(counted.count()).unwrap_or(i64::MAX))
        }),
    )
}

/// The rows who spent so much.
pub(super) fn spend(page: &Page, leaf: &Spend, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let slice = Slice::of(&leaf.window, context)?;
    let none = leaf.holds(0);
    let currency = currency_of(orders, leaf.amount.currency);
    if currency == Some(1) && orders.is_all(&slice) {
        let mut yes = Bits::fill(page.rows(), none);
        for (row, summary) in orders.summed() {
            yes.set(row, leaf.holds(summary.spend));
        }
        return Some(orders.verdict(page.rows(), yes));
    }
    let inside = inside(&slice, &leaf.window, context);
    Some(
        orders.judge(page.rows(), none, slice.maybe.start, |places| {
            let sum = places
                .filter(|place| inside(orders.placed_at(*place)))
                .filter(|place| orders.is_paid(*place))
                .filter(|place| orders.currency.get(*place).copied() == currency)
                .fold(0i64, |sum, place| sum.saturating_add(orders.net_at(place)));
            leaf.holds(sum)
        }),
    )
}

/// The rows whose number of purchases of this passes. Each different line is tested once.
pub(super) fn bought(page: &Page, leaf: &Bought, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let slice = Slice::of(&leaf.window, context)?;
    let fits: Vec<bool> = page
        .lines
        .iter()
        .map(|line| leaf.fits_line(line, context))
        .collect();
    let fits = |line: &u32| fits.get(*line as usize).is_some_and(|fits| *fits);
    let inside = inside(&slice, &leaf.window, context);
    Some(
        orders.judge(page.rows(), leaf.holds(0), slice.maybe.start, |places| {
            let counted = places
                .filter(|place| inside(orders.placed_at(*place)) && !orders.is_cancelled(*place))
                .filter(|place| {
                    let lines = orders.lines_of(*place).unwrap_or_default();
                    lines.iter().any(fits)
                });
            let counted = counted.take(leaf.enough() as usize).count();
            leaf.holds(i64::try_from(counted).unwrap_or(i64::MAX))
        }),
    )
}

/// The rows with these ranks. The shop's cuts are known, so nothing is sorted.
pub(super) fn rfm(page: &Page, leaf: &RfmIs, context: &Context<'_>) -> Rows {
    let orders = &page.orders;
    let cuts = context.facts.rfm.as_ref();
    let currency = currency_of(orders, context.currency);
    let spend = |summary: Summary, places: Range<usize>| {
        if currency == Some(1) {
            return summary.spend;
        }
        places
            .filter(|place| orders.is_paid(*place))
            .filter(|place| orders.currency.get(*place).copied() == currency)
            .fold(0i64, |sum, place| sum.saturating_add(orders.net_at(place)))
    };
    let mut yes = Bits::fill(page.rows(), leaf.fits(None, cuts));
    let owners = orders.starts.iter().zip(&orders.summaries);
    for ((row, places), summary) in owners {
        let figures = (summary.last != NEVER).then(|| RfmFigures {
            recency: summary.last,
            frequency: summary.count.into(),
            monetary: spend(*summary, places),
        });
        yes.set(row, leaf.fits(figures, cuts));
    }
    orders.verdict(page.rows(), yes)
}

/// The rows whose orders' totals come to such a figure.
pub(super) fn aggregate(page: &Page, leaf: &Aggregate, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let slice = Slice::of(&leaf.what.window, context)?;
    let currency = currency_of(orders, context.currency);
    let paid = leaf.what.events == [EventName::OrderCompleted];
    let inside = inside(&slice, &leaf.what.window, context);
    let none = leaf.holds_for(std::iter::empty());
    if leaf.is_of_sum() {
        let scale = 10_i64.pow(6_u32.saturating_sub(context.currency.exponent()));
        let moments = if paid { &orders.paid } else { &orders.placed };
        return Some(orders.judge(page.rows(), none, i64::MIN, |places| {
            let (mut sum, mut count) = (0i64, 0i64);
            for place in places {
                let at = moments.get(place).copied().unwrap_or(NEVER);
                let counts = at != NEVER
                    && orders.currency.get(place).copied() == currency
                    && !orders.is_cancelled(place)
                    && inside(at);
                if counts {
                    sum = sum.saturating_add(orders.net_at(place));
                    count += 1;
                }
            }
            leaf.holds_of_sum(sum.saturating_mul(scale), count)
        }));
    }
    Some(orders.judge(page.rows(), none, i64::MIN, |places| {
        leaf.holds_for(places.filter_map(|place| {
            if orders.is_cancelled(place) || orders.currency.get(place).copied() != currency {
                return None;
            }
            let moments = if paid { &orders.paid } else { &orders.placed };
            let at = *moments.get(place).filter(|at| **at != NEVER)?;
            let total = major(orders.net_of(place)?)?;
            inside(at).then(|| (Timestamp::from_millis(at), total))
        }))
    }))
}

/// When the last order was placed, of rows that have one.
pub(super) fn last(page: &Page) -> impl Iterator<Item = (usize, i64)> + '_ {
    let summed = page.orders.summed();
    summed
        .map(|(row, summary)| (row, summary.last))
        .filter(|(_, last)| *last != NEVER)
}

/// When the first order was placed, of rows that have one.
pub(super) fn first(page: &Page) -> impl Iterator<Item = (usize, i64)> + '_ {
    let orders = &page.orders;
    orders.starts.iter().filter_map(|(row, places)| {
        let placed = places.filter(|place| !orders.is_cancelled(*place));
        Some((row, placed.map(|place| orders.placed_at(place)).min()?))
    })
}

/// A currency's place and one more; `None` where no order has it.
fn currency_of(orders: &Orders, currency: crate::money::Currency) -> Option<u16> {
    let place = orders.currencies.iter().position(|one| *one == currency)?;
    u16::try_from(place + 1).ok()
}
