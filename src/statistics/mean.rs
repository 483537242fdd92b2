//! Two means, such as revenue per customer.

use super::distribution::{student_exceeded_with, student_two_sided};
use super::{ALPHA, Interval};

/// What an arm's values come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// How many values there are.
    pub count: f64,
    /// Their sum, divided by how many there are.
    pub mean: f64,
    /// Their variance, of a sample: divided by one less than their number.
    pub variance: f64,
}

impl Mean {
    /// Sums values up, by Welford's method: large values don't swallow small differences. Nothing for fewer than two.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for value in values {
            count += 1.0;
            let before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }
        (count >= 2.0).then(|| Self {
            count,
            mean,
            variance: squares / (count - 1.0),
        })
    }
}

/// A comparison of two means that is looked at once: Welch's, which supposes neither equal variances nor equal sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanDifference {
    /// The difference of the means.
    pub difference: f64,
    /// Its interval, 95 %.
    pub interval: Interval,
    /// How likely a difference as large is without any effect.
    pub p: f64,
}

impl MeanDifference {
    /// Compares an arm with another one. Nothing where all values are the same.
    #[must_use]
    pub fn of(arm: Mean, other: Mean) -> Option<Self> {
        let (mine, theirs) = (arm.variance / arm.count, other.variance / other.count);
        let squared = mine + theirs;
        if squared <= 0.0 {
            return None;
        }
        let difference = arm.mean - other.mean;
        // Welch and Satterthwaite.
        let freedom = squared * squared
            / (mine * mine / (arm.count - 1.0) + theirs * theirs / (other.count - 1.0));
        let half = student_exceeded_with(ALPHA / 2.0, freedom) * squared.sqrt();
        Some(Self {
            difference,
            interval: Interval {
                low: difference - half,
                high: difference + half,
            },
            p: student_two_sided(difference / squared.sqrt(), freedom),
        })
    }
}

/// The share of the largest values that [`winsorized`] pulls down.
const LARGEST: f64 = 0.005;

/// The values of both arms with the largest of all 0.5 % set to the largest below them: one huge order says little
/// about everybody. It is shown as a second line, never in place of the first.
pub fn winsorized(arms: [&mut [f64]; 2]) {
    let mut all: Vec<f64> = arms.iter().flat_map(|arm| arm.iter().copied()).collect();
    all.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length is a length"
    )]
    let cut = (LARGEST * len(&all)).ceil() as usize;
    let Some(bound) = all.iter().rev().nth(cut).copied() else {
        return;
    };
    for value in arms.into_iter().flatten() {
        *value = value.min(bound);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody has as many customers as a float can't count"
)]
const fn len(values: &[f64]) -> f64 {
    values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!(
            (found - wanted).abs() < 1e-9 * wanted.abs().max(1.0),
            "{found}, and not {wanted}"
        );
    }

    #[test]
    fn means_and_variances_of_small_numbers_beside_large_ones() {
        let found = Mean::of([1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]).unwrap();
        near(found.mean, 1e9 + 10.0);
        near(found.variance, 30.0);
        assert_eq!(Mean::of([1.0]), None);
    }

    #[test]
    fn differences_of_means_are_those_of_scipy() {
        // scipy.stats.ttest_ind(a, b, equal_var=False), with its confidence interval
        let a = [
            0.0, 0.0, 0.0, 12.5, 0.0, 80.0, 33.2, 0.0, 0.0, 19.9, 45.0, 0.0, 0.0, 0.0, 120.75, 8.0,
            0.0, 0.0, 0.0, 64.0,
        ];
        let b = [
            0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 22.0, 0.0, 0.0, 14.0, 0.0, 0.0, 9.5, 0.0, 0.0, 0.0, 0.0,
            31.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0,
        ];
        let of = |values: &[f64]| Mean::of(values.iter().copied()).unwrap();
        let found = MeanDifference::of(of(&a), of(&b)).unwrap();
        near(found.difference, 15.8275);
        near(found.p, 0.052_110_213_622_624_27);
        near(found.interval.low, -0.158_655_438_313_445_53);
        near(found.interval.high, 31.813_655_438_313_447);
    }

    #[test]
    fn the_largest_values_are_pulled_down_to_the_next() {
        let mut one: Vec<f64> = (1..=200).map(f64::from).collect();
        let mut other: Vec<f64> = (1..=200).map(|value| f64::from(value) / 2.0).collect();
        one[199] = 1e6;
        winsorized([&mut one, &mut other]);
        // Of 400 values the two largest.
        near(one[199], 198.0);
        near(one[198], 198.0);
        near(one[197], 198.0);
        near(other[199], 100.0);
        let mut none: [f64; 0] = [];
        winsorized([&mut none, &mut []]);
    }

    #[test]
    fn arms_that_never_vary_say_nothing() {
        let same = Mean::of([5.0, 5.0, 5.0]).unwrap();
        assert_eq!(MeanDifference::of(same, same), None);
    }
}
