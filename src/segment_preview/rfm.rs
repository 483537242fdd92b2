//! Ranks by recency, frequency and money. The shop's cuts are known, so nothing is sorted.

use super::bits::Bits;
use super::page::{NEVER, Orders, Page};
use super::rows::Rows;
use crate::condition::{Context, Reads, RfmFigures, RfmIs, RfmScores};
use crate::customer::Customer;
use crate::money::Currency;
use crate::shop_facts::RfmCuts;

/// How many scores there are on each scale.
const SCORES: u8 = 5;

/// The rows with these ranks.
pub(super) fn select(page: &Page, leaf: &RfmIs, context: &Context<'_>) -> Rows {
    let (orders, rows) = (&page.orders, page.rows());
    let (codes, passes) = match &context.facts.rfm {
        Some(cuts) => (codes(orders, rows, cuts, context), passes(leaf)),
        // Whoever ordered has no scores yet.
        None => {
            let mut ordered = vec![0; rows];
            add_recency(&mut ordered, orders, &[]);
            let mut passes = vec![leaf.fits_scores(None), leaf.fits_unscored()];
            passes.resize(CODES, false);
            (ordered, passes)
        }
    };
    orders.verdict(rows, Bits::among(&codes, &passes))
}

/// One for who never ordered, and one for each combination of scores.
const CODES: usize = 126;

/// Which codes pass.
fn passes(leaf: &RfmIs) -> Vec<bool> {
    let scores = || 1..=u32::from(SCORES);
    let scored = scores().flat_map(|monetary| {
        scores().flat_map(move |frequency| {
            scores().map(move |recency| RfmScores {
                recency,
                frequency,
                monetary,
            })
        })
    });
    std::iter::once(None)
        .chain(scored.map(Some))
        .map(|scores| leaf.fits_scores(scores))
        .collect()
}

/// The scores of each row as one number, in the order of [`passes`].
fn codes(orders: &Orders, rows: usize, cuts: &RfmCuts, context: &Context<'_>) -> Vec<u8> {
    let mut codes = vec![0; rows];
    add_recency(&mut codes, orders, &cuts.recency);
    let Bought { counts, sums } = Bought::of(orders, rows, context.currency);
    for (code, (count, sum)) in codes.iter_mut().zip(counts.iter().zip(&sums)) {
        if *code > 0 {
            let frequency = reached(i64::from(*count), &cuts.frequency);
            let monetary = reached(*sum, &cuts.monetary);
            *code += SCORES * (frequency + SCORES * monetary);
        }
    }
    codes
}

/// How often, and for how much in a currency, each row bought.
struct Bought {
    counts: Vec<u32>,
    sums: Vec<i64>,
}

impl Bought {
    fn of(orders: &Orders, rows: usize, currency: Currency) -> Self {
        let all = 0..orders.whose.len();
        let mut counts = vec![0u32; rows];
        let standing = orders.standing();
        orders.whose.each_among(all.clone(), &standing, |_, row| {
            if let Some(count) = counts.get_mut(row) {
                *count = count.saturating_add(1);
            }
        });
        let mut sums = vec![0i64; rows];
        let (paid, currency) = (orders.paid(), orders.currency(currency));
        let some = |block| paid.word(block);
        let some: Option<&dyn Fn(usize) -> u64> = if paid.is_all() { None } else { Some(&some) };
        orders.add_sums(&mut sums, currency, all, some);
        Self { counts, sums }
    }
}

/// The figures of everybody on a page who ordered, by row.
pub(super) fn figures(page: &Page, currency: Currency) -> Vec<RfmFigures> {
    let purchases = purchases(page, currency);
    let of = |row: usize| purchases.get(row)?.figures();
    page.alive.iter().filter_map(of).collect()
}

/// What somebody bought, whether or not anything of it still counts as an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Purchases {
    /// The number of orders, without canceled ones.
    pub(super) orders: i64,
    /// When the newest of those was placed.
    pub(super) last: Option<i64>,
    /// What was spent, net of refunds, in minor units; also on orders that were canceled without one.
    pub(super) spent: i64,
}

impl Purchases {
    fn of(customer: &Customer, currency: Currency) -> Self {
        let figures = RfmFigures::of(customer, currency);
        Self {
            orders: figures.map_or(0, |figures| figures.frequency),
            last: figures.map(|figures| figures.recency),
            spent: customer.lifetime_spend(currency).minor,
        }
    }

    fn figures(&self) -> Option<RfmFigures> {
        Some(RfmFigures {
            recency: self.last?,
            frequency: self.orders,
            monetary: self.spent,
        })
    }
}

/// What each row of a page bought.
pub(super) fn purchases(page: &Page, currency: Currency) -> Vec<Purchases> {
    let (orders, rows) = (&page.orders, page.rows());
    let Bought { counts, sums } = Bought::of(orders, rows, currency);
    let mut last = vec![NEVER; rows];
    let all = 0..orders.whose.len();
    let placed = orders.placed.taken(all.clone());
    orders
        .whose
        .each_among(all, &orders.standing(), |place, row| {
            if let (Some(last), Some(at)) = (last.get_mut(row), placed.get(place)) {
                *last = *at;
            }
        });
    let wanted = Reads {
        orders: true,
        ..Reads::NOTHING
    };
    let mut facts = page.facts(wanted);
    let folded = orders.folded.owners(rows);
    let of = |row: usize| {
        if folded.has(row) {
            return Purchases::of(&facts.customer(row), currency);
        }
        Purchases {
            orders: counts.get(row).copied().unwrap_or_default().into(),
            last: last.get(row).copied().filter(|last| *last != NEVER),
            spent: sums.get(row).copied().unwrap_or_default(),
        }
    };
    (0..rows).map(of).collect()
}

/// How many cuts a value reaches.
fn reached(value: i64, cuts: &[i64; 4]) -> u8 {
    cuts.iter().map(|cut| u8::from(value >= *cut)).sum()
}

/// Gives who ordered the score of their last order, 1 to 5. Orders stand by time, so those between two cuts
/// are a stretch, and a later one counts.
fn add_recency(codes: &mut [u8], orders: &Orders, cuts: &[i64]) {
    let mut cuts = cuts.to_vec();
    cuts.sort_unstable();
    let (mut from, mut score) = (0, 1);
    let standing = orders.standing();
    let ends = cuts.iter().map(|cut| orders.placed.first_at_least(*cut));
    for end in ends.chain([orders.whose.len()]) {
        orders.whose.each_among(from..end, &standing, |_, row| {
            if let Some(code) = codes.get_mut(row) {
                *code = score;
            }
        });
        (from, score) = (end, score + 1);
    }
}
