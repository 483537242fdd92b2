//! A comparison that may be looked at every day.

use super::{ALPHA, Arm, Interval};

/// With fewer orders in an arm nothing is said. At 60 daily looks over shops without an effect, one held out in ten
/// and 2 % ordering, a verdict is wrong in 20 % of the shops without this minimum, and in 1.6 % with it.
pub const FEWEST_ORDERS: u32 = 10;

/// An asymptotic confidence sequence of the difference of two rates: whenever it is looked at, and however often, the
/// true difference is outside of it at one look or another in at most one comparison of twenty.
///
/// Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, “Time-uniform central limit theory and asymptotic confidence
/// sequences” (arXiv 2103.06476), with the mixture that is narrowest at `planned` customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    /// The difference of the rates.
    pub difference: f64,
    /// Where the true difference is.
    pub interval: Interval,
}

/// What may be said at a look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Too few orders in an arm: how many the smaller one has.
    TooEarly {
        /// The orders of the arm that has fewer.
        orders: u32,
    },
    /// The interval holds 0: there may be no effect.
    NotProven(Sequence),
    /// It doesn't: there is one.
    Proven(Sequence),
}

impl Sequence {
    /// The sequence as of now; nothing where an arm is empty. `planned` is the number of customers in both arms at
    /// which it is meant to be narrowest; it stays the same for the whole comparison.
    #[must_use]
    pub fn of(arm: Arm, other: Arm, planned: u32) -> Option<Self> {
        if arm.customers == 0 || other.customers == 0 {
            return None;
        }
        let (n1, n0) = (f64::from(arm.customers), f64::from(other.customers));
        let (p1, p0) = (arm.rate(), other.rate());
        let half = half_width(
            n1 + n0,
            p1 * (1.0 - p1) / n1 + p0 * (1.0 - p0) / n0,
            planned,
        );
        let difference = p1 - p0;
        let interval = Interval {
            low: difference - half,
            high: difference + half,
        };
        Some(Self {
            difference,
            interval,
        })
    }
}

/// Half the width of the sequence at `n` customers, where the difference has this `variance`.
pub(super) fn half_width(n: f64, variance: f64, planned: u32) -> f64 {
    let ln = libm::log(ALPHA);
    let rho = (-2.0 * ln + libm::log(-2.0 * ln + 1.0)) / f64::from(planned.max(1));
    let inner = n * rho + 1.0;
    (2.0 * inner / (n * n * rho) * libm::log(inner.sqrt() / ALPHA)).sqrt() * (n * variance).sqrt()
}

impl Verdict {
    /// What may be said of two arms now.
    #[must_use]
    pub fn of(arm: Arm, other: Arm, planned: u32) -> Self {
        let orders = arm.did.min(other.did);
        match Sequence::of(arm, other, planned) {
            Some(sequence) if orders >= FEWEST_ORDERS => {
                if sequence.interval.excludes_zero() {
                    Self::Proven(sequence)
                } else {
                    Self::NotProven(sequence)
                }
            }
            _ => Self::TooEarly { orders },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fixed;
    use super::*;

    #[test]
    fn widths_are_those_of_the_formula_elsewhere() {
        for (arm, other, half) in [
            ((21_307, 267), (21_306, 122), 0.002_795),
            ((21_387, 189), (21_306, 122), 0.002_497),
            ((21_307, 3_894), (21_306, 2_262), 0.010_277),
            ((21_387, 3_238), (21_306, 2_262), 0.009_817),
            ((180, 12), (60, 3), 0.102_361),
            ((40, 5), (20, 0), 0.158_715),
        ] {
            let (arm, other) = (Arm::new(arm.0, arm.1), Arm::new(other.0, other.1));
            let planned = arm.customers + other.customers;
            let found = Sequence::of(arm, other, planned).unwrap();
            let wide = (found.interval.high - found.interval.low) / 2.0;
            assert!((wide - half).abs() < 1e-6, "{wide}, and not {half}");
        }
    }

    #[test]
    fn nothing_is_said_before_there_are_ten_orders_in_each_arm() {
        let many = Arm::new(1_000, 400);
        assert_eq!(
            Verdict::of(many, Arm::new(1_000, 9), 2_000),
            Verdict::TooEarly { orders: 9 }
        );
        assert!(matches!(
            Verdict::of(many, Arm::new(1_000, 10), 2_000),
            Verdict::Proven(_)
        ));
        assert!(matches!(
            Verdict::of(Arm::new(1_000, 12), Arm::new(1_000, 10), 2_000),
            Verdict::NotProven(_)
        ));
        assert_eq!(
            Verdict::of(many, Arm::new(0, 0), 2_000),
            Verdict::TooEarly { orders: 0 }
        );
    }

    /// It pays for being looked at every day: it is never narrower than the interval for one look.
    #[test]
    fn it_is_never_narrower_than_the_fixed_interval() {
        let mut compared = 0;
        for n in [50_u32, 400, 3_000, 60_000] {
            for m in [20_u32, 400, 9_000] {
                for (a, b) in [(10, 10), (n / 9, m / 12), (n / 2, m / 3), (n / 25, m / 4)] {
                    let (arm, other) = (Arm::new(n, a), Arm::new(m, b));
                    if a.min(b) < FEWEST_ORDERS {
                        continue;
                    }
                    for planned in [n + m, 10 * (n + m), (n + m) / 10] {
                        let fixed = Fixed::of(arm, other).unwrap().interval;
                        let daily = Sequence::of(arm, other, planned).unwrap().interval;
                        assert!(
                            daily.high - daily.low >= fixed.high - fixed.low,
                            "{arm:?} {other:?} {planned}"
                        );
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 60, "{compared}");
    }
}
