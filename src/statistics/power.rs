//! How many customers a comparison needs, before it is begun.

use super::distribution::{arcsine, normal_exceeded_with};
use super::{Arm, Z};

/// How likely a difference that is there is to be found.
const POWER: f64 = 0.8;

/// The customers that a comparison needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// In the arm that gets it.
    pub treated: u32,
    /// In the arm that doesn't.
    pub held_out: u32,
}

/// The customers it takes to find, in four comparisons of five, that a rate is `lift` times as high again (0.25 for a
/// quarter more), with `held_out` of 100 held out (1 to 99): two-sided, at 5 %, by the arcsine of rates. Nothing where
/// the rates aren't between 0 and 1, or are the same, or more customers are needed than there are people.
#[must_use]
pub fn customers_needed(rate: f64, lift: f64, held_out: u32) -> Option<Needed> {
    let raised = rate * (1.0 + lift);
    let is_rate = |rate: f64| rate > 0.0 && rate < 1.0;
    if !is_rate(rate) || !is_rate(raised) || !(1..=99).contains(&held_out) {
        return None;
    }
    let effect = (arcsine(raised) - arcsine(rate)).abs();
    let z = Z + normal_exceeded_with(1.0 - POWER);
    let share = f64::from(held_out) / 100.0;
    // The variance of a difference is 1/n + 1/m.
    let whole = (z / effect) * (z / effect) / (share * (1.0 - share));
    let count = |share: f64| {
        let count = (whole * share).ceil();
        (count <= f64::from(u32::MAX)).then(|| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a positive whole number that was looked at"
            )]
            let count = count as u32;
            count
        })
    };
    Some(Needed {
        treated: count(1.0 - share)?,
        held_out: count(share)?,
    })
}

/// How many customers of both arms together it takes to find a lift of so many thousandths over what one arm shows so
/// far, with `held_out` of 100 in that arm. Nothing where nobody ordered in it, or [`customers_needed`] has no answer.
#[must_use]
pub fn needed_beside(arm: Arm, lift: u32, held_out: u32) -> Option<i64> {
    let needed = customers_needed(arm.rate(), f64::from(lift) / 1e3, held_out)?;
    Some(i64::from(needed.treated) + i64::from(needed.held_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_small_shop_can_see() {
        for (rate, lift, held_out, treated, held) in [
            (0.02, 0.25, 10, 68_839, 7_648),
            (0.05, 0.25, 10, 26_586, 2_954),
            (0.05, 0.50, 10, 7_286, 809),
            (0.10, 0.30, 10, 8_840, 982),
            (0.10, 0.30, 50, 1_768, 1_768),
        ] {
            let found = customers_needed(rate, lift, held_out).unwrap();
            // Rounded once more or less.
            assert!(found.treated.abs_diff(treated) <= 10, "{found:?}");
            assert!(found.held_out.abs_diff(held) <= 1, "{found:?}");
        }
    }

    #[test]
    fn an_arm_says_how_many_it_takes() {
        let both = needed_beside(Arm::new(1_000, 50), 500, 10).unwrap();
        assert!(both.abs_diff(7_286 + 809) <= 10, "{both}");
        assert_eq!(needed_beside(Arm::new(1_000, 0), 500, 10), None);
    }

    #[test]
    fn what_cannot_be_found_needs_nobody() {
        assert_eq!(customers_needed(0.0, 0.5, 10), None);
        assert_eq!(customers_needed(0.9, 0.5, 10), None);
        assert_eq!(customers_needed(0.1, 0.0, 10), None);
        assert_eq!(customers_needed(0.1, 0.5, 0), None);
        assert_eq!(customers_needed(f64::NAN, 0.5, 10), None);
    }
}
