//! The distributions behind the tests, from [`libm`]'s functions.

use std::f64::consts::{PI, SQRT_2};

/// How likely a standard normal value is at least as far from 0 as `z`, on both sides.
pub(super) fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

/// The standard normal value that is exceeded with probability `upper` (0 to 0.5, both excluded).
///
/// Halving finds it to the last bits: it is asked a few times a page.
pub(super) fn normal_exceeded_with(upper: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if libm::erfc(middle / SQRT_2) > 2.0 * upper {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The logarithm of the beta function.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

/// The logarithm of the number of ways to choose `chosen` of `all`.
pub(super) fn ln_choose(all: f64, chosen: f64) -> f64 {
    libm::lgamma(all + 1.0) - libm::lgamma(chosen + 1.0) - libm::lgamma(all - chosen + 1.0)
}

/// How likely Student's t with `freedom` degrees is at least as far from 0 as `t`, on both sides.
pub(super) fn student_two_sided(t: f64, freedom: f64) -> f64 {
    incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The t that is exceeded with probability `upper` at `freedom` degrees.
pub(super) fn student_exceeded_with(upper: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e4);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if student_two_sided(middle, freedom) > 2.0 * upper {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// How likely chi-square with `freedom` degrees is at least `value`.
pub(super) fn chi_square_above(value: f64, freedom: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let (a, x) = (freedom / 2.0, value / 2.0);
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        // The series for what is below.
        let (mut term, mut sum, mut next) = (1.0 / a, 1.0 / a, a);
        for _ in 0..10_000 {
            next += 1.0;
            term *= x / next;
            sum += term;
            if term < sum * f64::EPSILON {
                break;
            }
        }
        return 1.0 - front * sum;
    }
    // The continued fraction for what is above, by Lentz's method.
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut fraction = d;
    for step in 1..10_000 {
        let step = f64::from(step);
        let factor = -step * (step - a);
        b += 2.0;
        d = 1.0 / nonzero(factor * d + b);
        c = nonzero(b + factor / c);
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    front * fraction
}

/// The regularized incomplete beta function, by its continued fraction (Lentz's method).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // On this side it converges fast.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta(a, b)) / a;
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..10_000 {
        let step = f64::from(step);
        let even = step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        fraction *= c * d;
        let odd = -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    front * fraction
}

const TINY: f64 = 1e-300;

fn nonzero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// The arcsine transform of a rate, in which all rates vary alike.
pub(super) fn arcsine(rate: f64) -> f64 {
    2.0 * libm::asin(rate.clamp(0.0, 1.0).sqrt()).clamp(0.0, PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against scipy 1.17.1.
    #[test]
    fn distributions_are_those_of_scipy() {
        for (found, wanted) in [
            (student_two_sided(2.0, 3.0), 0.139_325_968_558_843_05),
            (student_two_sided(12.0, 8.0), 2.143_866_747_688_769e-6),
            (student_exceeded_with(0.025, 2.5), 3.574_654_842_003_681_7),
            (normal_exceeded_with(0.025), 1.959_963_984_540_054_5),
            (super::super::Z, 1.959_963_984_540_054_5),
            (normal_exceeded_with(0.2), 0.841_621_233_572_914_2),
            (chi_square_above(0.5, 1.0), 0.479_500_122_186_953_37),
            (chi_square_above(40.0, 3.0), 1.065_509_033_425_585e-8),
            (chi_square_above(3.2, 7.0), 0.865_904_741_736_098_4),
            (chi_square_above(0.0, 2.0), 1.0),
            (normal_two_sided(0.0), 1.0),
        ] {
            let error = ((found - wanted) / wanted).abs();
            assert!(error < 1e-12, "{found}, and not {wanted}");
        }
    }
}
