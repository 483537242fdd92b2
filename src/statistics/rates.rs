//! Two rates, such as customers who ordered, compared once at a planned end.

use super::distribution::{ln_beta, ln_choose, normal_two_sided};
use super::{Interval, Z};

/// The customers of one arm, and how many of them did what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arm {
    /// Everybody who was assigned to it.
    pub customers: u32,
    /// Those among them who did it.
    pub did: u32,
}

impl Arm {
    /// An arm; more cannot have done it than there are.
    #[must_use]
    pub const fn new(customers: u32, did: u32) -> Self {
        let did = if did > customers { customers } else { did };
        Self { customers, did }
    }

    /// The share that did it: 0 to 1; 0 in an empty arm.
    #[must_use]
    pub fn rate(self) -> f64 {
        if self.customers == 0 {
            return 0.0;
        }
        f64::from(self.did) / f64::from(self.customers)
    }

    /// Wilson's score interval for the rate.
    #[must_use]
    pub fn interval(self) -> Interval {
        if self.customers == 0 {
            return Interval {
                low: 0.0,
                high: 1.0,
            };
        }
        let (n, p) = (f64::from(self.customers), self.rate());
        let square = Z * Z;
        let center = (p + square / (2.0 * n)) / (1.0 + square / n);
        let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt() / (1.0 + square / n);
        Interval {
            low: (center - half).max(0.0),
            high: (center + half).min(1.0),
        }
    }
}

/// A comparison of two rates that is looked at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixed {
    /// The difference of the rates, such as 0.019 for 1.9 points.
    pub difference: f64,
    /// Where the true difference is: see [`newcombe`].
    pub interval: Interval,
    /// How likely a difference as large is without any effect: Fisher's exact test where a cell of the table is
    /// expected to hold fewer than 5, else the z test with a pooled variance.
    pub p: f64,
    /// Whether `p` is Fisher's.
    pub is_exact: bool,
    /// How many times as many did it; none where nobody did in the other arm.
    pub ratio: Option<Ratio>,
}

/// How many times as many did it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The quotient of the rates.
    pub times: f64,
    /// Its interval, 95 %: of the logarithm with half a customer added (Walter 1975).
    pub interval: Interval,
}

impl Fixed {
    /// Compares an arm with another one, such as the treated with those held out. Nothing where an arm is empty.
    #[must_use]
    pub fn of(arm: Arm, other: Arm) -> Option<Self> {
        if arm.customers == 0 || other.customers == 0 {
            return None;
        }
        let difference = arm.rate() - other.rate();
        let is_exact = fewest_expected(arm, other) < 5.0;
        Some(Self {
            difference,
            interval: newcombe(arm, other),
            p: if is_exact {
                fisher(arm, other)
            } else {
                normal_two_sided(z(arm, other))
            },
            is_exact,
            ratio: ratio(arm, other),
        })
    }
}

/// Newcombe's hybrid score interval of the difference of two rates, 95 % (Statistics in Medicine 17, 1998, method
/// 10): it behaves where an arm has few orders, or none.
#[must_use]
pub fn newcombe(arm: Arm, other: Arm) -> Interval {
    let (mine, theirs) = (arm.interval(), other.interval());
    let (p, q) = (arm.rate(), other.rate());
    Interval {
        low: p - q - libm::hypot(p - mine.low, theirs.high - q),
        high: p - q + libm::hypot(mine.high - p, q - theirs.low),
    }
}

/// The fewest customers that a cell of the table would hold without any effect.
fn fewest_expected(arm: Arm, other: Arm) -> f64 {
    let all = f64::from(arm.customers) + f64::from(other.customers);
    let did = f64::from(arm.did) + f64::from(other.did);
    let smaller = f64::from(arm.customers.min(other.customers));
    smaller * did.min(all - did) / all
}

/// The z of the pooled test.
pub(super) fn z(arm: Arm, other: Arm) -> f64 {
    let (n, m) = (f64::from(arm.customers), f64::from(other.customers));
    let pooled = (f64::from(arm.did) + f64::from(other.did)) / (n + m);
    let variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m);
    if variance == 0.0 {
        return 0.0;
    }
    (arm.rate() - other.rate()) / variance.sqrt()
}

/// How likely a difference as large is without any effect, where its variance is known.
pub(super) fn pooled_p(difference: f64, variance: f64) -> f64 {
    if variance <= 0.0 {
        return 1.0;
    }
    normal_two_sided(difference / variance.sqrt())
}

/// Fisher's exact test, two-sided: the tables with the same margins that are no likelier than this one.
fn fisher(arm: Arm, other: Arm) -> f64 {
    let (n, m) = (arm.customers, other.customers);
    let did = u64::from(arm.did) + u64::from(other.did);
    let least = u32::try_from(did.saturating_sub(u64::from(m))).unwrap_or(0);
    let most = u32::try_from(did.min(u64::from(n))).unwrap_or(n);
    let whole = f64::from(n) + f64::from(m);
    let did = f64::from(arm.did) + f64::from(other.did);
    let ln_all = ln_choose(whole, did);
    let ln_likely = |mine: u32| {
        let mine = f64::from(mine);
        ln_choose(f64::from(n), mine) + ln_choose(f64::from(m), did - mine) - ln_all
    };
    let observed = ln_likely(arm.did);
    // What differs by less than the arithmetic does is as likely.
    let bound = observed + 1e-7;
    let likely = (least..=most).map(ln_likely);
    let sum: f64 = likely.filter(|ln| *ln <= bound).map(libm::exp).sum();
    sum.min(1.0)
}

fn ratio(arm: Arm, other: Arm) -> Option<Ratio> {
    if other.did == 0 {
        return None;
    }
    let half = |arm: Arm| {
        let (n, did) = (f64::from(arm.customers) + 0.5, f64::from(arm.did) + 0.5);
        (did / n, 1.0 / did - 1.0 / n)
    };
    let ((p, of_p), (q, of_q)) = (half(arm), half(other));
    let center = libm::log(p / q);
    let wide = Z * (of_p + of_q).max(0.0).sqrt();
    Some(Ratio {
        times: arm.rate() / other.rate(),
        interval: Interval {
            low: libm::exp(center - wide),
            high: libm::exp(center + wide),
        },
    })
}

/// How likely the arm's true rate is higher, if every rate was as likely before: 0 to 1.
///
/// It is a way to say a result and never a reason to stop: whoever stops at 95 % is wrong in more than every third
/// shop without an effect that looks every day. The closed form is Miller's
/// (evanmiller.org/bayesian-ab-testing).
#[must_use]
pub fn chance_that_better(arm: Arm, other: Arm) -> f64 {
    let posterior = |arm: Arm| {
        let did = f64::from(arm.did);
        (did + 1.0, f64::from(arm.customers) - did + 1.0)
    };
    let ((_, b), (c, d)) = (posterior(arm), posterior(other));
    let whole = ln_beta(c, d);
    let terms = (0..=arm.did).map(|place| {
        let place = f64::from(place);
        let ln = ln_beta(c + place, d + b) - libm::log(b + place) - ln_beta(1.0 + place, b) - whole;
        libm::exp(ln)
    });
    let sum: f64 = terms.sum();
    sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hillstrom 2008: 64,000 customers of a shop, by whether and which email they got.
    const NONE_ORDERS: Arm = Arm::new(21_306, 122);
    const MENS_ORDERS: Arm = Arm::new(21_307, 267);
    const WOMENS_ORDERS: Arm = Arm::new(21_387, 189);
    const NONE_VISITS: Arm = Arm::new(21_306, 2_262);
    const MENS_VISITS: Arm = Arm::new(21_307, 3_894);
    const WOMENS_VISITS: Arm = Arm::new(21_387, 3_238);

    /// As close as the digits that are published.
    #[track_caller]
    fn near(found: f64, published: f64, digits: f64) {
        let error = ((found - published) / published).abs();
        assert!(error < digits, "{found}, and not {published}");
    }

    #[test]
    fn differences_are_those_of_scipy_and_statsmodels() {
        for (arm, other, difference, z_of, p, fisher_of, low, high, better) in [
            (
                MENS_ORDERS,
                NONE_ORDERS,
                0.006_805,
                7.3851,
                1.523e-13,
                1.1674e-13,
                0.005_014,
                0.008_641,
                1.0,
            ),
            (
                WOMENS_ORDERS,
                NONE_ORDERS,
                0.003_111,
                3.7796,
                1.571e-4,
                1.6500e-4,
                0.001_502,
                0.004_745,
                0.999_924,
            ),
            (
                MENS_VISITS,
                NONE_VISITS,
                0.076_590,
                22.4860,
                5.685e-112,
                5.4374e-113,
                0.069_953,
                0.083_227,
                1.0,
            ),
            (
                WOMENS_VISITS,
                NONE_VISITS,
                0.045_233,
                13.9492,
                3.182e-44,
                2.3010e-44,
                0.038_894,
                0.051_574,
                1.0,
            ),
            (
                Arm::new(180, 12),
                Arm::new(60, 3),
                0.016_667,
                0.4619,
                0.6442,
                0.767_27,
                -0.074_771,
                0.073_381,
                0.608_428,
            ),
            (
                Arm::new(40, 5),
                Arm::new(20, 0),
                0.125_000,
                1.6514,
                0.098_65,
                0.158_80,
                -0.050_836,
                0.261_121,
                0.926_858,
            ),
        ] {
            let found = Fixed::of(arm, other).unwrap();
            near(found.difference, difference, 2e-4);
            near(z(arm, other), z_of, 1e-4);
            near(normal_two_sided(z(arm, other)), p, 4e-4);
            near(fisher(arm, other), fisher_of, 1e-4);
            near(found.interval.low, low, 4e-4);
            near(found.interval.high, high, 4e-4);
            near(chance_that_better(arm, other), better, 1e-6);
            assert_eq!(found.is_exact, arm.customers < 200, "{arm:?}");
            near(found.p, if found.is_exact { fisher_of } else { p }, 4e-4);
        }
    }

    #[test]
    fn ratios_are_those_of_statsmodels() {
        for (arm, other, times, low, high) in [
            (MENS_ORDERS, NONE_ORDERS, 2.1884, 1.765, 2.702),
            (WOMENS_ORDERS, NONE_ORDERS, 1.5433, 1.229, 1.933),
        ] {
            let found = Fixed::of(arm, other).unwrap().ratio.unwrap();
            near(found.times, times, 1e-4);
            near(found.interval.low, low, 4e-4);
            near(found.interval.high, high, 4e-4);
        }
        near(
            Fixed::of(MENS_VISITS, NONE_VISITS)
                .unwrap()
                .ratio
                .unwrap()
                .times,
            1.7214,
            1e-4,
        );
        assert_eq!(
            Fixed::of(Arm::new(40, 5), Arm::new(20, 0)).unwrap().ratio,
            None
        );
    }

    #[test]
    fn newcombes_and_fishers_own_examples() {
        // Newcombe 1998, table II, (a): 56/70 against 48/80.
        let found = Fixed::of(Arm::new(70, 56), Arm::new(80, 48)).unwrap();
        near(found.interval.low, 0.052_431, 2e-5);
        near(found.interval.high, 0.333_873, 2e-5);
        // The lady tasting tea: three of four cups right.
        near(fisher(Arm::new(4, 3), Arm::new(4, 1)), 0.485_714, 2e-6);
    }

    #[test]
    fn empty_and_equal_arms_say_nothing() {
        assert_eq!(Fixed::of(Arm::new(0, 0), Arm::new(9, 1)), None);
        assert_eq!(Fixed::of(Arm::new(9, 1), Arm::new(0, 0)), None);
        for (arm, other) in [
            (Arm::new(10, 0), Arm::new(10, 0)),
            (Arm::new(10, 10), Arm::new(10, 10)),
            (Arm::new(u32::MAX, 7), Arm::new(u32::MAX, 7)),
        ] {
            let found = Fixed::of(arm, other).unwrap();
            assert!(!found.interval.excludes_zero());
            assert!(found.p > 0.999, "{}", found.p);
            near(chance_that_better(arm, other), 0.5, 1e-4);
        }
        assert_eq!(Arm::new(3, 9), Arm::new(3, 3));
    }
}
