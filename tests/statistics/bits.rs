// Included by a native test and by one in wasm: every bit of a table of results, mixed into one number.

/// What [`statistics_bits`] gives on every host.
const STATISTICS_BITS: u64 = 6_334_567_070_267_358_105;

fn statistics_bits() -> u64 {
    use edgewise::statistics::{
        Arm, Assigned, Cuped, Fixed, Mean, MeanDifference, Sequence, chance_that_better, holm,
        sample_ratio,
    };
    let mut mixed = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |value: f64| mixed = (mixed ^ value.to_bits()).wrapping_mul(0x0100_0000_01b3);
    for (n, did, m, other) in [
        (21_307, 267, 21_306, 122),
        (180, 12, 60, 3),
        (40, 5, 20, 0),
        (9_000, 4_501, 1_000, 499),
        (7, 7, 1_000_000, 3),
    ] {
        let (arm, held) = (Arm::new(n, did), Arm::new(m, other));
        if let Some(fixed) = Fixed::of(arm, held) {
            let ratio = fixed.ratio.map_or(0.0, |ratio| ratio.interval.low);
            for value in [fixed.p, fixed.interval.low, fixed.interval.high, ratio] {
                mix(value);
            }
        }
        if let Some(sequence) = Sequence::of(arm, held, 2_000) {
            mix(sequence.interval.low);
        }
        mix(chance_that_better(arm, held));
        let shares = [(n, 90), (m, 10)].map(|(customers, share)| Assigned { customers, share });
        mix(sample_ratio(&shares).unwrap_or(0.0));
    }
    let spend: Vec<(f64, f64)> = (0_u32..200)
        .map(|place| (f64::from(place % 7) * 3.3, f64::from(place % 11) * 1.7))
        .collect();
    if let Some(cuped) = Cuped::of(&spend) {
        let arm = |from: usize| {
            Mean::of(
                spend
                    .iter()
                    .skip(from)
                    .step_by(2)
                    .map(|(x, y)| cuped.adjusted(*x, *y)),
            )
        };
        if let (Some(one), Some(other)) = (arm(0), arm(1))
            && let Some(found) = MeanDifference::of(one, other)
        {
            mix(found.p);
            mix(found.interval.high);
        }
    }
    for p in holm(&[0.01, 0.04, 0.03, 0.005]) {
        mix(p);
    }
    mixed
}
