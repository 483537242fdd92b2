//! What statistics promise, held to what happens: how often a verdict on shops without an effect is wrong, and how
//! often an interval holds what it is about.

#![expect(
    clippy::float_arithmetic,
    reason = "statistics are floats, and so is what they are held to"
)]

use edgewise::statistics::{Arm, Sequence, Verdict, newcombe};

/// Shops that are looked at for 60 days. The long run takes the 4,000 that the published figures are of.
const SHOPS: u32 = 200;
const LONG: u32 = 4_000;
const DAYS: u32 = 60;
/// New customers of a shop a day, one in ten of them held out.
const A_DAY: u32 = 200;

/// SplitMix64, so that a figure is the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// True in `share` of 1,000 cases.
    fn of_thousand(&mut self, share: u64) -> bool {
        self.next() % 1_000 < share
    }
}

/// How many of the shops had a verdict on any day: by the sequence, and by the interval for one look.
fn wrong_verdicts(shops: u32, of_thousand: u64, seed: u64) -> (u32, u32) {
    let mut chance = Chance(seed);
    let (mut by_sequence, mut by_fixed) = (0, 0);
    for _ in 0..shops {
        let (mut treated, mut held_out) = (Arm::new(0, 0), Arm::new(0, 0));
        let (mut proven, mut excluded) = (false, false);
        for _ in 0..DAYS {
            for _ in 0..A_DAY {
                let arm = match chance.of_thousand(100) {
                    true => &mut held_out,
                    false => &mut treated,
                };
                let did = arm.did + u32::from(chance.of_thousand(of_thousand));
                *arm = Arm::new(arm.customers + 1, did);
            }
            // Meant to be narrowest on the tenth day.
            proven |= matches!(
                Verdict::of(treated, held_out, 10 * A_DAY),
                Verdict::Proven(_)
            );
            excluded |= held_out.did > 0 && newcombe(treated, held_out).excludes_zero();
        }
        by_sequence += u32::from(proven);
        by_fixed += u32::from(excluded);
    }
    (by_sequence, by_fixed)
}

/// Where nothing has an effect, looking every day finds one in few shops by the sequence, and in many by an interval
/// that is meant for one look.
#[test]
fn looking_every_day_is_paid_for() {
    let shops = if std::env::var_os("EDGEWISE_LONG").is_some() {
        LONG
    } else {
        SHOPS
    };
    for (of_thousand, seed) in [(20, 7), (50, 11)] {
        let (wrong, naive) = wrong_verdicts(shops, of_thousand, seed);
        let percent = |count: u32| f64::from(count) * 100.0 / f64::from(shops);
        println!(
            "{shops} shops without an effect, {} of 1,000 ordering, {DAYS} looks: a verdict in {:.1} % by the sequence, in {:.1} % by the interval for one look",
            of_thousand,
            percent(wrong),
            percent(naive),
        );
        assert!(percent(wrong) <= 5.0, "{wrong} of {shops}");
        assert!(
            percent(naive) > 10.0,
            "{naive} of {shops}: the looks test nothing"
        );
    }
}

/// Newcombe's interval holds the true difference at least 93 times in 100, whatever the sizes and rates: counted
/// over every outcome, not over a sample.
#[test]
fn intervals_hold_what_they_are_about() {
    let binomial = |n: u32, p: f64| -> Vec<f64> {
        let mut likely = vec![(1.0 - p).powi(i32::try_from(n).unwrap())];
        for did in 1..=n {
            let before = likely.last().copied().unwrap();
            likely.push(before * f64::from(n - did + 1) / f64::from(did) * p / (1.0 - p));
        }
        likely
    };
    let (mut least, mut cells) = (1.0_f64, 0);
    for n in [15, 40, 120] {
        for m in [15, 60] {
            for p in [0.03, 0.1, 0.25, 0.5] {
                for q in [0.03, 0.1, 0.4] {
                    let (ours, theirs) = (binomial(n, p), binomial(m, q));
                    let mut held = 0.0;
                    for (mine, likely) in (0..).zip(&ours) {
                        for (other, as_likely) in (0..).zip(&theirs) {
                            let found = newcombe(Arm::new(n, mine), Arm::new(m, other));
                            let holds = found.low <= p - q && p - q <= found.high;
                            held += if holds { likely * as_likely } else { 0.0 };
                        }
                    }
                    least = least.min(held);
                    cells += 1;
                    assert!(held >= 0.93, "{n} at {p}, {m} at {q}: {held}");
                }
            }
        }
    }
    println!(
        "{cells} pairs of arms: held in at least {:.1} %",
        least * 100.0
    );
}

/// A sequence that was proven stays as sure when more customers come: its width goes down with them.
#[test]
fn more_customers_make_it_narrower() {
    let width = |many: u32| {
        let (arm, other) = (Arm::new(9 * many, many), Arm::new(many, many / 10));
        let found = Sequence::of(arm, other, 2_000).unwrap().interval;
        found.high - found.low
    };
    let widths: Vec<f64> = [100, 200, 400, 800, 1_600, 3_200].map(width).to_vec();
    assert!(
        widths.is_sorted_by(|wide, narrow| wide > narrow),
        "{widths:?}"
    );
}

include!("../statistics/bits.rs");

/// The same bits here and in wasm, where `tests/exports.rs` asks for them.
#[test]
fn digits_are_the_same_on_every_host() {
    assert_eq!(statistics_bits(), STATISTICS_BITS);
}
