//! What a workflow adds: arms of customers compared by what they were assigned to, phase by phase.
//!
//! A phase is a stretch in which nothing changed that decides who is assigned, and to what. Phases are compared each
//! within itself and then combined, with more weight to the larger, and never pooled: when the share that is held out
//! changes before a holiday, the pooled rates compare two seasons (Simpson's paradox).

use super::rates::pooled_p;
use super::sequence::half_width;
use super::{
    ALPHA, Arm, Assigned, Cuped, FEWEST_ORDERS, Interval, LEAST_SAMPLE_RATIO, Mean, MeanDifference,
    holm, newcombe, sample_ratio, winsorized,
};
use crate::json::{object, words};

/// An arm of a phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArmFigures {
    /// Its share, in the unit of all arms' shares.
    pub share: u32,
    /// Everybody who was assigned to it.
    pub customers: u32,
    /// Those among them who ordered since.
    pub ordered: u32,
    /// What customers spent in the time before they were assigned, in minor units. Those who spent nothing before or
    /// after may be left out.
    pub before: Vec<i64>,
    /// What the same customers, in the same order, spent after it.
    pub after: Vec<i64>,
}

object!(ArmFigures or default { share, customers, ordered, before, after });

/// Two arms of a phase: one that got something, and the one it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Phase<'a> {
    /// The arm that got it.
    pub treated: &'a ArmFigures,
    /// The arm that didn't.
    pub control: &'a ArmFigures,
}

/// How much a lift is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The arms aren't divided as they should be: something is wrong with the comparison, and nothing is said.
    Uneven,
    /// Fewer than [`FEWEST_ORDERS`] customers ordered in an arm.
    TooEarly,
    /// There may be no effect.
    NotProven,
    /// There is one.
    Proven,
}

words!(Certainty { Uneven = "uneven", TooEarly = "too_early", NotProven = "not_proven", Proven = "proven" });

/// A difference with its interval, in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// What was seen.
    pub difference: i64,
    /// The interval's lower end.
    pub low: i64,
    /// The interval's upper end.
    pub high: i64,
}

object!(write Estimate { difference, low, high });

/// What an arm adds over the one it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Lift {
    /// What may be said of it.
    pub certainty: Certainty,
    /// Customers who order, more of a million: 19,000 are 1.9 points.
    pub rate: Estimate,
    /// The same relative to the other arm's rate, in thousandths; `None` where nobody ordered there.
    pub relative: Option<i64>,
    /// Orders that would be missing without it, among those who got it.
    pub orders: Estimate,
    /// How likely a difference as large is without any effect, of a million.
    pub p: i64,
    /// Revenue per 1,000 customers, in minor units, without what was known of them before.
    pub revenue: Option<Estimate>,
    /// The same with the largest 0.5 % pulled down.
    pub without_largest: Option<Estimate>,
}

object!(write Lift { certainty, rate, relative, orders, p, revenue, without_largest });

/// How a comparison is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Once, at its planned end.
    AtEnd,
    /// Every day. It is narrowest at this number of customers in both arms, which stays the same to the end.
    Daily(u32),
}

impl Lift {
    /// Compares two arms over their phases; `None` where no phase has somebody in both.
    #[must_use]
    pub fn of(phases: &[Phase<'_>], look: Look) -> Option<Self> {
        let strata: Vec<Stratum> = phases.iter().filter_map(Stratum::of).collect();
        let whole: f64 = strata.iter().map(|one| one.weight).sum();
        if whole <= 0.0 {
            return None;
        }
        let sum = |of: &dyn Fn(&Stratum) -> f64| {
            let parts = strata.iter().map(|one| of(one) * one.weight / whole);
            parts.sum::<f64>()
        };
        let difference = sum(&|one| one.treated.rate() - one.control.rate());
        let control = sum(&|one| one.control.rate());
        let interval = match look {
            Look::AtEnd => recovered(&strata, whole, difference),
            Look::Daily(planned) => sequential(&strata, whole, difference, planned),
        };
        let treated: f64 = strata
            .iter()
            .map(|one| f64::from(one.treated.customers))
            .sum();
        let (revenue, without_largest) = revenue(phases);
        Some(Self {
            certainty: certainty(phases, &strata, interval),
            rate: estimate(difference, interval, 1e6),
            relative: (control > 0.0).then(|| whole_number(difference / control * 1e3)),
            orders: estimate(difference, interval, treated),
            p: whole_number(p_of(&strata, whole, difference) * 1e6),
            revenue,
            without_largest,
        })
    }
}

/// Raises the `p` of claims that are shown together, each looked at once at its planned end (Holm): what a claim then
/// doesn't bear isn't proven. Those looked at every day keep theirs.
pub fn raise_together(claims: &mut [Option<Lift>], looks: &[Look]) {
    let mut at_end: Vec<&mut Lift> = claims
        .iter_mut()
        .zip(looks)
        .filter(|(_, look)| **look == Look::AtEnd)
        .filter_map(|(claim, _)| claim.as_mut())
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a number of up to a million")]
    let p: Vec<f64> = at_end.iter().map(|claim| claim.p as f64 / 1e6).collect();
    for (claim, p) in at_end.iter_mut().zip(holm(&p)) {
        claim.p = whole_number(p * 1e6);
        if claim.certainty == Certainty::Proven && p >= ALPHA {
            claim.certainty = Certainty::NotProven;
        }
    }
}

/// One phase's rates, and how much they weigh: Mantel and Haenszel's weight, so that a small arm counts little.
struct Stratum {
    treated: Arm,
    control: Arm,
    weight: f64,
}

impl Stratum {
    fn of(phase: &Phase<'_>) -> Option<Self> {
        let arm = |group: &ArmFigures| Arm::new(group.customers, group.ordered);
        let (treated, control) = (arm(phase.treated), arm(phase.control));
        let (n, m) = (f64::from(treated.customers), f64::from(control.customers));
        (n > 0.0 && m > 0.0).then(|| Self {
            treated,
            control,
            weight: n * m / (n + m),
        })
    }

    /// The variance of its difference.
    fn variance(&self) -> f64 {
        let of = |arm: Arm| arm.rate() * (1.0 - arm.rate()) / f64::from(arm.customers);
        of(self.treated) + of(self.control)
    }
}

/// Newcombe's interval of each phase, combined by variance recovery (Zou and Donner 2008): of one phase it is
/// [`newcombe`] itself.
fn recovered(strata: &[Stratum], whole: f64, difference: f64) -> Interval {
    let (mut below, mut above) = (0.0, 0.0);
    for one in strata {
        let share = one.weight / whole;
        let own = one.treated.rate() - one.control.rate();
        let interval = newcombe(one.treated, one.control);
        below += share * share * (own - interval.low) * (own - interval.low);
        above += share * share * (interval.high - own) * (interval.high - own);
    }
    Interval {
        low: difference - below.sqrt(),
        high: difference + above.sqrt(),
    }
}

/// The confidence sequence of the combined difference: of one phase it is that of [`super::Sequence`].
fn sequential(strata: &[Stratum], whole: f64, difference: f64, planned: u32) -> Interval {
    let count = |one: &Stratum| f64::from(one.treated.customers) + f64::from(one.control.customers);
    let customers: f64 = strata.iter().map(count).sum();
    let variance: f64 = strata
        .iter()
        .map(|one| (one.weight / whole) * (one.weight / whole) * one.variance())
        .sum();
    let half = half_width(customers, variance, planned);
    Interval {
        low: difference - half,
        high: difference + half,
    }
}

fn certainty(phases: &[Phase<'_>], strata: &[Stratum], interval: Interval) -> Certainty {
    let uneven = phases.iter().any(|phase| {
        let arms = [phase.treated, phase.control].map(|group| Assigned {
            customers: group.customers,
            share: group.share,
        });
        sample_ratio(&arms).is_some_and(|p| p < LEAST_SAMPLE_RATIO)
    });
    let ordered = |of: fn(&Stratum) -> Arm| {
        let all = strata.iter().map(|one| u64::from(of(one).did));
        all.sum::<u64>()
    };
    let fewest = ordered(|one| one.treated).min(ordered(|one| one.control));
    if uneven {
        Certainty::Uneven
    } else if fewest < u64::from(FEWEST_ORDERS) {
        Certainty::TooEarly
    } else if interval.excludes_zero() {
        Certainty::Proven
    } else {
        Certainty::NotProven
    }
}

/// How likely the combined difference is without any effect. Of one phase it is that of [`super::Fixed`].
fn p_of(strata: &[Stratum], whole: f64, difference: f64) -> f64 {
    if let [one] = strata {
        return super::Fixed::of(one.treated, one.control).map_or(1.0, |fixed| fixed.p);
    }
    let variance: f64 = strata
        .iter()
        .map(|one| (one.weight / whole) * (one.weight / whole) * one.variance())
        .sum();
    pooled_p(difference, variance)
}

/// Revenue per customer: within each phase less what was known before, then combined by the phases' sizes.
fn revenue(phases: &[Phase<'_>]) -> (Option<Estimate>, Option<Estimate>) {
    let (mut plain, mut calm) = (Combined::default(), Combined::default());
    for phase in phases {
        let (treated, control) = (everybody(phase.treated), everybody(phase.control));
        let all: Vec<(f64, f64)> = treated.iter().chain(&control).copied().collect();
        let cuped = Cuped::of(&all);
        let adjusted = |arm: &[(f64, f64)]| -> Vec<f64> {
            let values = arm.iter().map(|(before, after)| match cuped {
                Some(cuped) => cuped.adjusted(*before, *after),
                None => *after,
            });
            values.collect()
        };
        let (mut mine, mut theirs) = (adjusted(&treated), adjusted(&control));
        plain.add(&mine, &theirs);
        winsorized([&mut mine, &mut theirs]);
        calm.add(&mine, &theirs);
    }
    (plain.estimate(), calm.estimate())
}

/// Every customer of an arm, those included who spent nothing.
fn everybody(group: &ArmFigures) -> Vec<(f64, f64)> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "nobody spends more cents than a float can count"
    )]
    let spent = group
        .before
        .iter()
        .zip(&group.after)
        .map(|(before, after)| (*before as f64, *after as f64));
    let count = group.customers as usize;
    spent
        .chain(std::iter::repeat((0.0, 0.0)))
        .take(count)
        .collect()
}

/// Differences of means, each weighed by the harmonic mean of its arms' sizes.
#[derive(Default)]
struct Combined {
    weight: f64,
    difference: f64,
    half_squared: f64,
}

impl Combined {
    fn add(&mut self, mine: &[f64], theirs: &[f64]) {
        let means = (
            Mean::of(mine.iter().copied()),
            Mean::of(theirs.iter().copied()),
        );
        let (Some(mine), Some(theirs)) = means else {
            return;
        };
        let Some(found) = MeanDifference::of(mine, theirs) else {
            return;
        };
        let weight = mine.count * theirs.count / (mine.count + theirs.count);
        let half = found.interval.high - found.difference;
        self.weight += weight;
        self.difference += weight * found.difference;
        self.half_squared += weight * weight * half * half;
    }

    fn estimate(&self) -> Option<Estimate> {
        (self.weight > 0.0).then(|| {
            let difference = self.difference / self.weight;
            let half = self.half_squared.sqrt() / self.weight;
            let interval = Interval {
                low: difference - half,
                high: difference + half,
            };
            estimate(difference, interval, 1e3)
        })
    }
}

fn estimate(difference: f64, interval: Interval, times: f64) -> Estimate {
    Estimate {
        difference: whole_number(difference * times),
        low: whole_number(interval.low * times),
        high: whole_number(interval.high * times),
    }
}

/// The nearest whole number, within what JavaScript counts exactly.
fn whole_number(value: f64) -> i64 {
    const MOST: f64 = 9_007_199_254_740_991.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within bounds"
    )]
    let whole = libm::round(value.clamp(-MOST, MOST)) as i64;
    whole
}

#[cfg(test)]
mod tests {
    use super::super::{Fixed, Sequence};
    use super::*;

    fn group(share: u32, customers: u32, ordered: u32) -> ArmFigures {
        ArmFigures {
            share,
            customers,
            ordered,
            before: vec![0; ordered as usize],
            after: vec![5_000; ordered as usize],
        }
    }

    fn one(treated: &ArmFigures, control: &ArmFigures, look: Look) -> Lift {
        Lift::of(&[Phase { treated, control }], look).unwrap()
    }

    #[test]
    fn one_phase_says_what_its_arms_say() {
        let (treated, control) = (group(1, 21_307, 267), group(1, 21_306, 122));
        let lift = one(&treated, &control, Look::AtEnd);
        let (arm, other) = (Arm::new(21_307, 267), Arm::new(21_306, 122));
        let fixed = Fixed::of(arm, other).unwrap();
        assert_eq!(lift.rate, estimate(fixed.difference, fixed.interval, 1e6));
        assert_eq!((lift.rate.low, lift.rate.high), (5_014, 8_641));
        assert_eq!(lift.certainty, Certainty::Proven);
        assert_eq!(lift.relative, Some(1_188));
        // As many as were more than in an arm of the same size.
        assert_eq!(lift.orders.difference, 145);
        let daily = one(&treated, &control, Look::Daily(42_613));
        let sequence = Sequence::of(arm, other, 42_613).unwrap();
        assert_eq!(
            daily.rate,
            estimate(sequence.difference, sequence.interval, 1e6)
        );
        assert!(daily.rate.low < lift.rate.low && daily.rate.high > lift.rate.high);
    }

    /// Before the holiday one in ten is held out and few order; during it half are, and many do. Pooled, those held
    /// out would order more often, although the workflow helps in both phases.
    #[test]
    fn phases_are_never_pooled() {
        let (calm, calm_held) = (group(90, 9_000, 360), group(10, 1_000, 30));
        let (busy, busy_held) = (group(50, 1_000, 140), group(50, 1_000, 120));
        let phases = [
            Phase {
                treated: &calm,
                control: &calm_held,
            },
            Phase {
                treated: &busy,
                control: &busy_held,
            },
        ];
        let pooled = one(&group(1, 10_000, 500), &group(1, 2_000, 150), Look::AtEnd);
        assert!(pooled.rate.difference < 0);
        let lift = Lift::of(&phases, Look::AtEnd).unwrap();
        assert!(lift.rate.difference > 0, "{lift:?}");
        let alone: Vec<Lift> = phases
            .iter()
            .map(|phase| Lift::of(&[*phase], Look::AtEnd).unwrap())
            .collect();
        let (first, second) = (alone[0].rate.difference, alone[1].rate.difference);
        assert!((first.min(second)..=first.max(second)).contains(&lift.rate.difference));
    }

    #[test]
    fn nothing_is_said_of_arms_that_are_uneven_or_too_small() {
        let held = group(10, 1_000, 40);
        assert_eq!(
            one(&group(90, 9_000, 900), &group(10, 1_000, 9), Look::AtEnd).certainty,
            Certainty::TooEarly
        );
        assert_eq!(
            one(&group(90, 8_000, 800), &held, Look::AtEnd).certainty,
            Certainty::Uneven
        );
        assert_eq!(
            one(&group(90, 9_000, 360), &held, Look::AtEnd).certainty,
            Certainty::NotProven
        );
        let nobody = group(10, 0, 0);
        let phases = [Phase {
            treated: &held,
            control: &nobody,
        }];
        assert_eq!(Lift::of(&phases, Look::AtEnd), None);
    }

    #[test]
    fn revenue_is_of_everybody_and_not_only_of_those_who_bought() {
        let (treated, control) = (group(1, 1_000, 50), group(1, 1_000, 30));
        let revenue = one(&treated, &control, Look::AtEnd).revenue.unwrap();
        // 20 orders of 50.00 more, by 1,000 customers.
        assert_eq!(revenue.difference, 100_000);
        assert!(revenue.low > 0 && revenue.high < 200_000, "{revenue:?}");
        let mut lucky = treated;
        lucky.after[0] = 50_000_000;
        let lift = one(&lucky, &control, Look::AtEnd);
        assert!(lift.revenue.unwrap().difference > 40_000_000);
        assert_eq!(lift.without_largest.unwrap().difference, 100_000);
    }
}
