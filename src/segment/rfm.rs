//! Where a shop's customers are cut into fifths.

use crate::condition::RfmFigures;
use crate::shop_facts::RfmCuts;

/// The cuts of a shop whose buyers have these figures; `None` while fewer than
/// [`MIN_BUYERS`] have bought, because fifths of a handful say nothing.
///
/// Each scale is cut at its 20th, 40th, 60th and 80th percentile by nearest rank: a cut is the
/// smallest value that at least that share of the buyers do not exceed, and a score counts the
/// cuts that a value lies **above**. So equal values always have equal scores; where very many
/// share one value (most buyers bought once) scores are skipped rather than drawn by lot, and
/// the lowest value of a scale always scores 1.
#[must_use]
pub fn cuts(buyers: &[RfmFigures]) -> Option<RfmCuts> {
    if buyers.len() < MIN_BUYERS {
        return None;
    }
    let scale = |value: fn(&RfmFigures) -> i64| {
        let mut values: Vec<i64> = buyers.iter().map(value).collect();
        values.sort_unstable();
        [1, 2, 3, 4].map(|fifth| {
            let rank = (values.len() * fifth).div_ceil(5);
            let at = values.get(rank.saturating_sub(1)).copied();
            // The score reaches the cut from one above the percentile's own value on.
            at.unwrap_or(i64::MAX).saturating_add(1)
        })
    };
    Some(RfmCuts {
        recency: scale(|figures| figures.recency),
        frequency: scale(|figures| figures.frequency),
        monetary: scale(|figures| figures.monetary),
    })
}

/// The fewest buyers whose fifths mean anything: one for each score on each side of a cut.
pub const MIN_BUYERS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::RfmScores;

    fn buyers(values: impl IntoIterator<Item = i64>) -> Vec<RfmFigures> {
        values
            .into_iter()
            .map(|value| RfmFigures {
                recency: value,
                frequency: value,
                monetary: value,
            })
            .collect()
    }

    fn scores(buyers: &[RfmFigures]) -> Vec<u32> {
        let cuts = cuts(buyers).unwrap();
        buyers
            .iter()
            .map(|figures| RfmScores::of(*figures, &cuts).monetary)
            .collect()
    }

    #[test]
    fn different_values_are_cut_into_even_fifths() {
        let fifths = scores(&buyers(1..=10));
        assert_eq!(fifths, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn equal_values_have_equal_scores() {
        let mostly_once = scores(&buyers([1, 1, 1, 1, 1, 1, 1, 2, 3, 9]));
        assert_eq!(mostly_once, [1, 1, 1, 1, 1, 1, 1, 4, 5, 5]);
        assert_eq!(scores(&buyers([7; 12])), [1; 12]);
    }

    #[test]
    fn a_handful_is_not_cut() {
        assert_eq!(cuts(&buyers(1..10)), None);
    }
}
