//! What counts say and what they don't: differences with their intervals, and when there is nothing to say yet.
//!
//! **This is the only module that computes with floats.** Nothing that decides reads it: it only tells a merchant how
//! sure a comparison is. Logarithms and the like come from [`libm`] on every host, so that a browser and a server
//! show the same digits.
//!
//! Customers are compared by what they were assigned to, whatever happened to them afterwards: whoever was held out
//! and got a message all the same is still counted as held out. A method that is right for one look at a planned end
//! ([`Fixed`]) is kept apart from one that may be looked at every day ([`Sequence`]), because a fixed interval that
//! is looked at for a month is wrong in every fourth shop without any effect.

#![expect(
    clippy::float_arithmetic,
    reason = "what is computed here is shown, and decides nothing"
)]

mod adjusted;
mod assignment;
mod distribution;
mod lift;
mod mean;
mod power;
mod rates;
mod sequence;

pub use adjusted::{Cuped, holm};
pub use assignment::{Assigned, LEAST_SAMPLE_RATIO, sample_ratio};
pub use lift::{ArmFigures, Certainty, Estimate, Lift, Look, Phase, raise_together};
pub use mean::{Mean, MeanDifference, winsorized};
pub use power::{Needed, customers_needed, needed_beside};
pub use rates::{Arm, Fixed, Ratio, chance_that_better, newcombe};
pub use sequence::{FEWEST_ORDERS, Sequence, Verdict};

/// From where to where a value is, as sure as was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether 0 is outside of it, so that a difference is proven.
    #[must_use]
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// How sure an interval is of what it holds: wrong in one comparison of twenty.
pub const ALPHA: f64 = 0.05;

/// The standard normal value that is exceeded with half of [`ALPHA`].
const Z: f64 = 1.959_963_984_540_054_2;
