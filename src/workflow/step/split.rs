//! Divide people at random: the variants of an A/B test, or simply a share for each path.

use super::Step;
use crate::document::declared;
use crate::id::{CustomerId, EnrollmentId, StepId, WorkflowId, bucket};
use crate::json::choices;
use crate::sentence::{Said, Sentence};

declared! {
    /// Splits customers into variants at random. The same draw always has the same result.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SplitStep beside ["id", "type"] {
        /// What is drawn: the customer, who always gets the same variant, or each enrollment.
        /// Default: `customer`.
        by: Lot = or(Lot::Customer, typed()),
        /// The variants: 2 to 10.
        variants as "arms": Vec<VariantSteps> = required(those_of(typed()).of(
            2..=10,
            "not-a-split",
            "Add {\"name\": \"a\", \"weight\": 50, \"steps\": […]} for each variant.",
        )),
        /// The variant that everyone gets from now on.
        winner: Option<String> = maybe(checked(NAME, |node, winner| {
            // Where the variants are wrong, that is what is reported.
            let names = |one: &VariantSteps| one.variant.name == winner;
            if variants.as_ref().is_none_or(|known| known.iter().any(names)) {
                return Some(winner);
            }
            node.error(
                "unknown-arm",
                format!("This A/B split has no variant “{winner}”."),
                "Use the name of one of its variants, or remove “winner” while the test is running.",
            )
        })),
    }
    listed in "Paths" as "A/B split";
    example {"arms": [
        {"name": "a", "weight": 50, "steps": []},
        {"name": "b", "weight": 50, "steps": []}
    ]};
    check |read, object| {
        let names = read.variants.iter().map(|one| one.variant.name.as_str());
        super::names_differ(&object.required("arms")?, names)
    };
}

declared! {
    /// A variant and its steps.
    #[derive(Clone, Debug, PartialEq)]
    pub struct VariantSteps beside [] {
        /// The variant.
        variant in Variant: Variant = part::<Variant>(),
        /// Its steps.
        steps: Vec<Step> = or(Vec::new(), those_of(typed())),
    }
}

declared! {
    /// One variant of an A/B split.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub part struct Variant {
        /// Its name, unique in the split.
        name: String = required(NAME),
        /// Its share relative to the weights of the other variants: 1 to 1,000. Default: 1.
        weight: u32 = or(1, whole(1..=1_000)),
    }
}

/// A split without the steps of its paths, which are nodes of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What the draw is for.
    pub by: Lot,
    /// The variants, in the order of the file.
    pub variants: Vec<Variant>,
    /// The position of the winner, which every customer gets from now on.
    pub winner: Option<usize>,
}

choices! {
    /// What an A/B split draws for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Lot {
        /// Each customer once. A customer who enters again gets the same variant.
        Customer = "customer" as default,
        /// Each enrollment separately.
        Enrollment = "enrollment",
    }
}

impl SplitStep {
    /// The split without its steps.
    #[must_use]
    pub fn split(&self) -> Split {
        let names = |one: &VariantSteps| Some(&one.variant.name) == self.winner.as_ref();
        Split {
            by: self.by,
            variants: self
                .variants
                .iter()
                .map(|one| one.variant.clone())
                .collect(),
            winner: self.variants.iter().position(names),
        }
    }
}

/// The customer and enrollment at a [`Split`].
#[derive(Clone, Copy, Debug)]
pub struct Passenger<'a> {
    /// The workflow of the split.
    pub workflow: &'a WorkflowId,
    /// The split’s step.
    pub step: &'a StepId,
    /// The customer at the split.
    pub customer: &'a CustomerId,
    /// The enrollment at the split.
    pub enrollment: &'a EnrollmentId,
}

impl Split {
    /// The position of the variant that `who` gets.
    ///
    /// The draw is keyed by the workflow and the step, so it is independent of any other draw, and
    /// a new revision with the same weights doesn’t change anyone’s variant. Variants take their
    /// shares in the order of the file.
    #[must_use]
    pub fn variant(&self, who: &Passenger<'_>) -> usize {
        if let Some(winner) = self.winner {
            return winner;
        }
        let draw = format!("{}/{}", who.workflow, who.step);
        let lot = match self.by {
            Lot::Customer => who.customer.as_str(),
            Lot::Enrollment => who.enrollment.as_str(),
        };
        let place = u64::from(bucket(&draw, lot, PLACES));
        let weights = self.variants.iter().map(|one| u64::from(one.weight));
        let total: u64 = weights.clone().sum();
        let mut below = 0;
        weights
            .take_while(|weight| {
                below += weight;
                place.saturating_mul(total) >= below * u64::from(PLACES)
            })
            .count()
    }
}

/// The number of positions: each is a hundredth of a percent.
const PLACES: u32 = 10_000;

impl Said for SplitStep {
    fn say(&self, to: &mut Sentence<'_>) {
        let Split {
            variants, winner, ..
        } = self.split();
        if let Some(winner) = winner.and_then(|place| variants.get(place)) {
            return to.say(
                "A/B split, everyone to the winner “{winner}”",
                &[("winner", &winner.name)],
            );
        }
        to.say("A/B split: ", &[]);
        let whole: u32 = variants.iter().map(|variant| variant.weight).sum();
        to.join(&variants, ", ", |to, place, variant| {
            let percent = (variant.weight * 100 + whole / 2) / whole.max(1);
            to.at_item("arms", place, |to| {
                to.say(
                    "{name} {weight}%",
                    &[("name", &variant.name), ("weight", &percent)],
                );
            });
        });
    }
}

crate::compact::compact!(struct Split { by, variants, winner });

#[cfg(test)]
mod tests {
    use super::*;

    fn split(weights: &[u32], by: Lot) -> Split {
        let variant = |(position, weight): (usize, &u32)| Variant {
            name: format!("arm-{position}"),
            weight: *weight,
        };
        Split {
            by,
            variants: weights.iter().enumerate().map(variant).collect(),
            winner: None,
        }
    }

    fn drawn(split: &Split, people: u32) -> Vec<usize> {
        let (workflow, step) = (WorkflowId::new("welcome"), StepId::new("offer"));
        let variant = |person| {
            split.variant(&Passenger {
                workflow: &workflow,
                step: &step,
                customer: &CustomerId::new(format!("person-{person}")),
                enrollment: &EnrollmentId::new(format!("run-{person}")),
            })
        };
        (0..people).map(variant).collect()
    }

    #[test]
    fn the_draw_is_frozen() {
        // These must never change: people would change variants in the middle of an experiment.
        // Written down from a second implementation.
        assert_eq!(drawn(&split(&[1, 1], Lot::Customer), 16), FROZEN_HALVES);
        assert_eq!(drawn(&split(&[1, 1], Lot::Enrollment), 16), FROZEN_RUNS);
        assert_eq!(drawn(&split(&[6, 3, 1], Lot::Customer), 16), FROZEN_SHARES);
    }

    #[test]
    fn shares_are_those_of_the_weights() {
        let drawn = drawn(&split(&[60, 30, 10], Lot::Customer), 10_000);
        let share = |variant| drawn.iter().filter(|one| **one == variant).count();
        for (variant, expected) in [(0, 6_000), (1, 3_000), (2, 1_000)] {
            assert!(
                share(variant).abs_diff(expected) < 150,
                "{variant}: {}",
                share(variant)
            );
        }
    }

    #[test]
    fn a_winner_takes_everybody() {
        let decided = Split {
            winner: Some(1),
            ..split(&[1, 1], Lot::Customer)
        };
        assert_eq!(drawn(&decided, 8), [1; 8]);
    }

    const FROZEN_HALVES: [usize; 16] = [1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0];
    const FROZEN_RUNS: [usize; 16] = [1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1];
    const FROZEN_SHARES: [usize; 16] = [2, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0];
}
