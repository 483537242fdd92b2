//! Which lead scores bought.

use super::join::{Join, join_sorted, joined};
use super::life::Life;
use crate::json::object;

/// Customers whose lead scores are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreBand {
    /// Their lowest score; the highest is [`ScoreBand::WIDTH`] - 1 more.
    pub from: i64,
    /// The number of customers.
    pub people: u32,
    /// How many of them ordered.
    pub ordered: u32,
}

object!(ScoreBand {
    from,
    people,
    ordered
});

impl ScoreBand {
    /// How many scores make one band.
    pub const WIDTH: i64 = 25;
}

joined!(ScoreBand [from] { people, ordered });

/// Adds one customer.
pub(super) fn add(bands: &mut Vec<ScoreBand>, life: &Life) {
    let band = ScoreBand {
        from: life.best_score.div_euclid(ScoreBand::WIDTH) * ScoreBand::WIDTH,
        people: 1,
        ordered: u32::from(life.ordered),
    };
    join_band(bands, band);
}

/// Bands are in the order of their scores.
impl Join for Vec<ScoreBand> {
    fn join(&mut self, later: Self, _: usize) {
        for band in later {
            join_band(self, band);
        }
    }
}

fn join_band(bands: &mut Vec<ScoreBand>, band: ScoreBand) {
    join_sorted(bands, band, |one, other| one.from.cmp(&other.from), 0);
}
