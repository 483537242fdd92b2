//! One answer out of several, for a population that is split between instances.
//!
//! Each instance holds some of the pages and answers for those. Joined here, the answers don't depend on
//! how the pages were dealt: counts are added up, and sorted lists are merged and cut again.

use super::{Change, Changes, Overlap, Population, Preview, RfmGrid};
use crate::condition::RfmFigures;
use crate::id::CustomerId;
use crate::plan::Plan;
use crate::segment::cuts;
use crate::shop_facts::RfmCuts;

impl Preview {
    /// The answers of two instances to the same question, with at most `most` members named.
    #[must_use]
    pub fn joined(mut self, other: Self, most: u32) -> Self {
        self.asked = self.asked.saturating_add(other.asked);
        self.count = self.count.saturating_add(other.count);
        self.sample = first_of::<CustomerId>(self.sample, other.sample, most);
        self.beside = match (self.beside, other.beside) {
            (Some(one), Some(other)) => Some(Overlap {
                other: one.other.saturating_add(other.other),
                both: one.both.saturating_add(other.both),
            }),
            (one, other) => one.or(other),
        };
        self.why = self.why.or(other.why);
        self
    }
}

impl Changes {
    /// The changes that two instances found on their pages of the same number, the first `most` of them.
    /// `pages` is the larger of the two counts.
    #[must_use]
    pub fn joined(self, other: Self, most: u32) -> Self {
        Self {
            pages: self.pages.max(other.pages),
            list: first_of::<Change>(self.list, other.list, most),
        }
    }
}

impl RfmGrid {
    /// The grid of the buyers of two instances that have the same cuts.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.buyers = self.buyers.saturating_add(other.buyers);
        self.cuts = self.cuts.or(other.cuts);
        for cell in other.cells {
            let place = self
                .cells
                .binary_search_by_key(&cell.place(), |known| known.place());
            match place {
                Ok(known) => {
                    if let Some(known) = self.cells.get_mut(known) {
                        known.count = known.count.saturating_add(cell.count);
                    }
                }
                Err(place) => self.cells.insert(place, cell),
            }
        }
        self
    }
}

/// The first `most` of both, in order.
fn first_of<T: Ord>(mut one: Vec<T>, other: Vec<T>, most: u32) -> Vec<T> {
    one.extend(other);
    one.sort_unstable();
    one.truncate(most.min(Population::MAX_SAMPLE) as usize);
    one
}

impl Population {
    /// The figures of everybody who ordered, for [`cuts_of`]: three numbers of eight bytes each, the
    /// least significant byte first.
    #[must_use]
    pub fn packed_figures(&self, plan: &Plan) -> Vec<u8> {
        let figures = self.figures(plan).into_iter();
        figures
            .flat_map(|one| [one.recency, one.frequency, one.monetary])
            .flat_map(i64::to_le_bytes)
            .collect()
    }
}

/// Where buyers are cut into fifths, by the figures of all of them: what [`Population::packed_figures`]
/// gave of each instance, one behind the other. `None` while they are fewer than
/// [`crate::segment::MIN_BUYERS`]; bytes behind the last whole figures are passed over.
#[must_use]
pub fn cuts_of(figures: &[u8]) -> Option<RfmCuts> {
    let (numbers, _) = figures.as_chunks();
    let (figures, _) = numbers.as_chunks();
    let figures: Vec<RfmFigures> = figures
        .iter()
        .map(|[recency, frequency, monetary]| RfmFigures {
            recency: i64::from_le_bytes(*recency),
            frequency: i64::from_le_bytes(*frequency),
            monetary: i64::from_le_bytes(*monetary),
        })
        .collect();
    cuts(&figures)
}
