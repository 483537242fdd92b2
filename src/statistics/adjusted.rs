//! Less noise, and less luck.

use super::Mean;

/// What a customer spent before they were assigned, beside what they spent after it.
///
/// Part of why customers differ is known before: those who spent much go on to. What that explains is taken out
/// (CUPED: Deng, Xu, Kohavi and Walker, WSDM 2013), with one factor for both arms, so that no arm is favored. Only what
/// was before the assignment may be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cuped {
    /// How much of a customer's spend before counts against their spend after.
    pub factor: f64,
    /// The mean spend before, of both arms together.
    pub center: f64,
}

impl Cuped {
    /// The factor of both arms together, from `(before, after)` of each customer. Nothing where nobody spent
    /// anything before, or all the same.
    #[must_use]
    pub fn of(customers: &[(f64, f64)]) -> Option<Self> {
        let before = Mean::of(customers.iter().map(|(before, _)| *before))?;
        let after = Mean::of(customers.iter().map(|(_, after)| *after))?;
        if before.variance <= 0.0 {
            return None;
        }
        let products = customers
            .iter()
            .map(|(x, y)| (x - before.mean) * (y - after.mean));
        let covariance = products.sum::<f64>() / (before.count - 1.0);
        Some(Self {
            factor: covariance / before.variance,
            center: before.mean,
        })
    }

    /// What a customer's spend comes to without what was known before.
    #[must_use]
    pub fn adjusted(self, before: f64, after: f64) -> f64 {
        after - self.factor * (before - self.center)
    }
}

/// The p values of several claims that are shown together, each as large as it must be so that one in twenty pages
/// shows a wrong one (Holm 1979). In the order in which they came.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let mut adjusted = vec![1.0; p.len()];
    let (mut left, mut least) = (0.0, 0.0_f64);
    for _ in p {
        left += 1.0;
    }
    for (place, p) in order {
        least = least.max((p * left).min(1.0));
        left -= 1.0;
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::super::MeanDifference;
    use super::*;

    #[test]
    fn holms_values_are_those_of_r() {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, wanted) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - wanted).abs() < 1e-12, "{adjusted:?}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert_eq!(holm(&[]), Vec::<f64>::new());
    }

    /// What was spent before explains most of what is spent after: the difference stays, and its interval shrinks.
    #[test]
    fn what_was_known_before_makes_no_noise() {
        let spend = |place: u32, more: f64| {
            let before = f64::from(place % 37) * 10.0;
            let noise = f64::from(place * 7_919 % 11) - 5.0;
            (before, 0.8 * before + noise + more)
        };
        let treated: Vec<_> = (0..400).map(|place| spend(place, 3.0)).collect();
        let held: Vec<_> = (400..800).map(|place| spend(place, 0.0)).collect();
        let all: Vec<_> = treated.iter().chain(&held).copied().collect();
        let cuped = Cuped::of(&all).unwrap();
        let raw = |arm: &[(f64, f64)]| Mean::of(arm.iter().map(|(_, after)| *after)).unwrap();
        let calm =
            |arm: &[(f64, f64)]| Mean::of(arm.iter().map(|(x, y)| cuped.adjusted(*x, *y))).unwrap();
        let before = MeanDifference::of(raw(&treated), raw(&held)).unwrap();
        let after = MeanDifference::of(calm(&treated), calm(&held)).unwrap();
        assert!(!before.interval.excludes_zero() && after.interval.excludes_zero());
        assert!((after.difference - 3.0).abs() < 0.5, "{}", after.difference);
        assert!(after.interval.high - after.interval.low < 2.0);
        assert_eq!(Cuped::of(&[(5.0, 1.0), (5.0, 2.0)]), None);
    }
}
