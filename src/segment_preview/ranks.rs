//! The buyers at hand in a grid of recency by frequency.

use super::Population;
use super::rfm;
use crate::condition::{RfmFigures, RfmGroup, RfmScores};
use crate::json::object;
use crate::plan::Plan;
use crate::segment::cuts;
use crate::shop_facts::RfmCuts;
use std::collections::BTreeMap;

/// How the buyers are spread over the scores of recency and frequency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RfmGrid {
    /// How many have ordered.
    pub buyers: u32,
    /// Where they are cut into fifths: the shop's own cuts where they are at hand, else those of
    /// the buyers here. `None` while there are fewer than [`crate::segment::MIN_BUYERS`].
    pub cuts: Option<RfmCuts>,
    /// The cells somebody is in, by recency, frequency and group.
    pub cells: Vec<RfmCell>,
}

object!(RfmGrid or default { buyers, cuts, cells });

/// Buyers with the same two scores, in one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RfmCell {
    /// The score of recency, 1 to 5.
    pub recency: u32,
    /// The score of frequency, 1 to 5.
    pub frequency: u32,
    /// The group, which hangs on what was spent as well; in the word that files use.
    pub group: String,
    /// The number of customers.
    pub count: u32,
}

object!(RfmCell or default { recency, frequency, group, count });

impl RfmCell {
    /// What cells are sorted by: the scores, then the group, in the order in which groups are declared.
    pub(super) fn place(&self) -> (u32, u32, Option<usize>) {
        let mut groups = RfmGroup::WORDS.iter();
        let group = groups.position(|(word, _)| *word == self.group);
        (self.recency, self.frequency, group)
    }
}

impl Population {
    /// The figures of everybody who ordered.
    pub(super) fn figures(&self, plan: &Plan) -> Vec<RfmFigures> {
        let of_page = |page| rfm::figures(page, plan.shop.currency);
        self.pages.iter().flat_map(of_page).collect()
    }

    /// The grid of everybody who ordered.
    #[must_use]
    pub fn rfm(&self, plan: &Plan) -> RfmGrid {
        let figures = self.figures(plan);
        let cuts = self.facts.rfm.or_else(|| cuts(&figures));
        let mut counts: BTreeMap<(u32, u32, RfmGroup), u32> = BTreeMap::new();
        let scored = cuts.iter().flat_map(|cuts| {
            let scores = |figures: &RfmFigures| RfmScores::of(*figures, cuts);
            figures.iter().map(scores)
        });
        for scores in scored {
            let place = (scores.recency, scores.frequency, RfmGroup::of(Some(scores)));
            let count = counts.entry(place).or_default();
            *count = count.saturating_add(1);
        }
        RfmGrid {
            buyers: u32::try_from(figures.len()).unwrap_or(u32::MAX),
            cuts,
            cells: counts
                .into_iter()
                .map(|((recency, frequency, group), count)| RfmCell {
                    recency,
                    frequency,
                    group: group.word().to_owned(),
                    count,
                })
                .collect(),
        }
    }
}
