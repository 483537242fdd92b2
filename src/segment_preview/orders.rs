//! Orders: counted, summed, looked through for what was bought.

use super::bits::Bits;
use super::codes::Among;
use super::column::Values as _;
use super::page::{CANCELLED, FLAGS, NEVER, Orders, PAID, Page};
use super::rows::Rows;
use super::slice::{Slice, Stretch, each_stretch};
use super::tally::Tally;
use crate::condition::{Aggregate, Bought, Context, OrderCount, Spend, Window};
use crate::event::{EventName, major};
use crate::money::Currency;
use crate::time::Timestamp;
use std::ops::Range;

/// Some of sixty-four places at once, by the number of their block.
type Words<'w> = &'w dyn Fn(usize) -> u64;

impl Orders {
    /// When one was paid that was placed then; [`NEVER`] where it was not.
    pub(super) fn paid_after(&self, placed: i64, place: usize) -> i64 {
        if self.flags.at(place) & PAID == 0 {
            return NEVER;
        }
        let at = placed.saturating_add(self.paid_after.at(place));
        Timestamp::from_millis(at).as_millis()
    }

    pub(super) fn is_cancelled(&self, place: usize) -> bool {
        self.flags.at(place) & CANCELLED != 0
    }

    /// Those that were paid.
    pub(super) fn paid(&self) -> Among<'_> {
        self.flags
            .among(&std::array::from_fn::<_, FLAGS, _>(|flags| {
                flags & PAID != 0
            }))
    }

    /// Those that were not cancelled.
    pub(super) fn standing(&self) -> Among<'_> {
        self.flags
            .among(&std::array::from_fn::<_, FLAGS, _>(|flags| {
                flags & CANCELLED == 0
            }))
    }

    /// Takes the stretches of a window, each with those of its places that are `among` some.
    fn each_stretch(
        &self,
        window: &Window,
        context: &Context<'_>,
        among: &Among<'_>,
        mut take: impl FnMut(Range<usize>, Option<Words<'_>>),
    ) -> Option<()> {
        each_stretch(&self.placed, window, context, |places, some| match some {
            None if among.is_all() => take(places, None),
            None => take(places, Some(&|block| among.word(block))),
            Some(some) => take(places, Some(&|block| among.word(block) & some.word(block))),
        })
    }

    /// Adds what some of the orders at `places` come to in `currency` to the sums by row.
    pub(super) fn add_sums(
        &self,
        sums: &mut [i64],
        currency: Option<i64>,
        places: Range<usize>,
        some: Option<Words<'_>>,
    ) {
        let mut add = |row: usize, more: i64| {
            if let Some(sum) = sums.get_mut(row) {
                *sum = sum.saturating_add(more);
            }
        };
        let all_in = self.all_in(currency);
        if all_in && some.is_none() {
            let mut rows = self.whose.rows(places.clone());
            self.net.minor.each(places, |more| {
                if let Some(row) = rows.next() {
                    add(row, more);
                }
            });
        } else if currency.is_some() {
            self.whose.each(places, some, |place, row| {
                if all_in || self.is_in(place, currency) {
                    add(row, self.net.minor.at(place));
                }
            });
        }
    }

    /// Whether every order is in this currency.
    fn all_in(&self, currency: Option<i64>) -> bool {
        currency.is_some_and(|currency| self.net.currency.range() == (currency..=currency))
    }

    fn is_in(&self, place: usize, currency: Option<i64>) -> bool {
        currency.is_some() && self.net.currency.get(place) == currency
    }

    /// A currency's place and one more; `None` where no order has it.
    pub(super) fn currency(&self, currency: Currency) -> Option<i64> {
        let mut currencies = self.net.currencies.iter();
        let place = currencies.position(|one| *one == currency)?;
        i64::try_from(place + 1).ok()
    }

    /// Rows with older orders that were summed up are asked.
    pub(super) fn verdict(&self, rows: usize, yes: Bits) -> Rows {
        let folded = self.folded.owners(rows);
        Rows {
            yes,
            ask: (!folded.is_empty()).then_some(folded),
        }
    }
}

/// The rows whose number of orders passes.
pub(super) fn count(page: &Page, leaf: &OrderCount, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let mut tally = Tally::of(page.rows(), leaf.wanted());
    orders.each_stretch(&leaf.window, context, &orders.standing(), |places, some| {
        tally.add(&orders.whose, places, some);
    })?;
    Some(orders.verdict(page.rows(), tally.finish()))
}

/// The rows who spent so much.
pub(super) fn spend(page: &Page, leaf: &Spend, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let currency = orders.currency(leaf.amount.currency);
    let mut sums = vec![0; page.rows()];
    orders.each_stretch(&leaf.window, context, &orders.paid(), |places, some| {
        orders.add_sums(&mut sums, currency, places, some);
    })?;
    Some(orders.verdict(page.rows(), Bits::within(&sums, leaf.wanted())))
}

/// The rows whose number of purchases of this passes.
pub(super) fn bought(page: &Page, leaf: &Bought, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let fits = page.lines.fitting(leaf.tests(), context);
    let mut tally = Tally::of(page.rows(), leaf.wanted());
    orders.each_stretch(&leaf.window, context, &orders.standing(), |places, some| {
        let first = places.start / 64;
        let whole = first * 64..places.end;
        let lines = orders.line_ends.of_all(whole.clone());
        let mut passes = Vec::with_capacity(lines.len());
        orders.lines.each(lines, |line| {
            let line = usize::try_from(line).unwrap_or_default();
            passes.push(fits.get(line).copied().unwrap_or_default());
        });
        let meant = orders.line_ends.with_any(whole, &passes);
        let some = |block| some.map_or(u64::MAX, |some| some(block));
        let meant = |block| meant.word(block - first) & some(block);
        tally.add(&orders.whose, places, Some(&meant));
    })?;
    Some(orders.verdict(page.rows(), tally.finish()))
}

/// The rows whose orders' totals come to such a figure.
pub(super) fn aggregate(page: &Page, leaf: &Aggregate, context: &Context<'_>) -> Option<Rows> {
    let orders = &page.orders;
    let currency = orders.currency(context.currency);
    let window = &leaf.what.window;
    let paid = leaf.what.events == [EventName::OrderCompleted];
    let slice = Slice::of(window, context)?;
    let rows = page.rows();
    if leaf.is_of_sum() && !paid && orders.all_in(currency) {
        let scale = 10_i64.pow(6_u32.saturating_sub(context.currency.exponent()));
        let (mut sums, mut counts) = (vec![0i64; rows], vec![0u32; rows]);
        orders.each_stretch(window, context, &orders.standing(), |places, some| {
            orders.add_sums(&mut sums, currency, places.clone(), some);
            orders.whose.each(places, some, |_, row| {
                if let Some(count) = counts.get_mut(row) {
                    *count = count.saturating_add(1);
                }
            });
        })?;
        let ordered = Bits::within(&counts, 1..=u32::MAX);
        let mut yes = Bits::fill(rows, leaf.holds_for(std::iter::empty())).minus(&ordered);
        for row in ordered.iter() {
            if let (Some(sum), Some(count)) = (sums.get(row), counts.get(row)) {
                let holds = leaf.holds_of_sum(sum.saturating_mul(scale), (*count).into());
                yes.set(row, holds);
            }
        }
        return Some(orders.verdict(rows, yes));
    }
    let placed = orders.placed.taken(0..orders.placed.len());
    let counted = |place: usize| {
        if orders.is_cancelled(place) || !orders.is_in(place, currency) {
            return None;
        }
        let placed = placed.get(place).copied()?;
        let at = match paid {
            true => Some(orders.paid_after(placed, place)).filter(|at| *at != NEVER)?,
            false => placed,
        };
        let total = major(orders.net.get(place)?)?;
        let inside = slice.has(at, |at| window.contains(at, context));
        inside.then(|| (Timestamp::from_millis(at), total))
    };
    let mut yes = Bits::fill(rows, leaf.holds_for(std::iter::empty()));
    for (row, places) in orders.whose.by_row(rows, 0..orders.whose.len()).iter() {
        let places = places.iter().map(|place| *place as usize);
        yes.set(row, leaf.holds_for(places.filter_map(counted)));
    }
    Some(orders.verdict(rows, yes))
}

/// Which of a customer's orders a date is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    First,
    Last,
}

/// The rows whose first or last order that was not cancelled lies in a slice of time; where that is not
/// sure, `holds` says. Orders are met from that end on, and each customer's first one says it.
pub(super) fn dated(
    page: &Page,
    which: Which,
    slice: &Slice,
    holds: impl Fn(usize, i64) -> bool,
) -> Bits {
    let orders = &page.orders;
    let stretch = Stretch::of(&orders.placed, slice);
    let [early, late] = stretch.unsure();
    let mut met = Met {
        orders,
        standing: orders.standing(),
        codes: vec![0; page.rows()],
        which,
    };
    match which {
        Which::First => {
            met.all(0..stretch.maybe.start, Met::OUT);
            met.each(early, &holds);
            met.all(stretch.sure, Met::IN);
            met.each(late, &holds);
        }
        Which::Last => {
            met.all(stretch.maybe.end..orders.whose.len(), Met::OUT);
            met.each(late, &holds);
            met.all(stretch.sure, Met::IN);
            met.each(early, &holds);
        }
    }
    Bits::within(&met.codes, Met::IN..=Met::IN)
}

/// Whose first or last order was met, and what it said.
struct Met<'a> {
    orders: &'a Orders,
    standing: Among<'a>,
    codes: Vec<u8>,
    which: Which,
}

impl Met<'_> {
    const IN: u8 = 1;
    const OUT: u8 = 2;

    /// Meets the orders at `places`, which all say the same.
    fn all(&mut self, places: Range<usize>, code: u8) {
        let codes = &mut self.codes;
        let whose = &self.orders.whose;
        whose.each_among(places, &self.standing, |_, row| {
            if let Some(met) = codes.get_mut(row) {
                *met = if *met == 0 { code } else { *met };
            }
        });
    }

    /// Meets the orders at `places` one after the other.
    fn each(&mut self, places: Range<usize>, holds: impl Fn(usize, i64) -> bool) {
        let placed = self.orders.placed.taken(places.clone());
        let mut list = Vec::new();
        let first = places.start;
        let whose = &self.orders.whose;
        whose.each_among(places, &self.standing, |place, row| {
            list.push((row, placed.get(place - first).copied().unwrap_or(NEVER)));
        });
        if self.which == Which::Last {
            list.reverse();
        }
        for (row, at) in list {
            if let Some(met @ 0) = self.codes.get_mut(row) {
                *met = if holds(row, at) { Self::IN } else { Self::OUT };
            }
        }
    }
}
