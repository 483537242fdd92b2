//! Whether customers were divided as they should have been.

use super::distribution::chi_square_above;

/// How many customers an arm has, and which share it should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The customers it has.
    pub customers: u32,
    /// Its share, in whatever unit all arms' are: percent, for example. Above 0.
    pub share: u32,
}

/// How likely arms as uneven are if customers were divided by these shares: chi-square. Below 0.001 something divides
/// them otherwise, and no result of the comparison means anything (Fabijan et al., KDD 2019). Nothing for fewer
/// than two arms, a share of 0, or no customers.
#[must_use]
pub fn sample_ratio(arms: &[Assigned]) -> Option<f64> {
    let sum = |of: fn(&Assigned) -> u32| arms.iter().map(|arm| f64::from(of(arm))).sum::<f64>();
    let (customers, shares) = (sum(|arm| arm.customers), sum(|arm| arm.share));
    if arms.len() < 2 || customers == 0.0 || arms.iter().any(|arm| arm.share == 0) {
        return None;
    }
    let (mut chi_square, mut freedom) = (0.0, -1.0);
    for arm in arms {
        let expected = customers * f64::from(arm.share) / shares;
        let beyond = f64::from(arm.customers) - expected;
        chi_square += beyond * beyond / expected;
        freedom += 1.0;
    }
    Some(chi_square_above(chi_square, freedom))
}

/// Below this [`sample_ratio`] no verdict is given.
pub const LEAST_SAMPLE_RATIO: f64 = 0.001;

#[cfg(test)]
mod tests {
    use super::*;

    fn arms(customers: &[u32], shares: &[u32]) -> Vec<Assigned> {
        customers
            .iter()
            .zip(shares)
            .map(|(&customers, &share)| Assigned { customers, share })
            .collect()
    }

    #[test]
    fn uneven_arms_are_as_likely_as_scipy_says() {
        // scipy.stats.chisquare
        for (customers, shares, p) in [
            (&[821_588, 815_482][..], &[50, 50][..], 1.82e-6),
            (&[512, 488], &[50, 50], 0.447_881_8),
            (&[905, 95], &[90, 10], 0.598_161_3),
            (&[340, 330, 330], &[1, 1, 1], 0.904_837_4),
            (&[400, 300, 300], &[1, 1, 1], 4.539_993e-5),
        ] {
            let found = sample_ratio(&arms(customers, shares)).unwrap();
            let error = ((found - p) / p).abs();
            assert!(error < 2e-3, "{found}, and not {p}");
        }
        assert_eq!(sample_ratio(&arms(&[9], &[1])), None);
        assert_eq!(sample_ratio(&arms(&[0, 0], &[1, 1])), None);
        assert_eq!(sample_ratio(&arms(&[1, 1], &[1, 0])), None);
    }
}
