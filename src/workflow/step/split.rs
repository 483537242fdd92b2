//! Divide people by chance: arms of an experiment, or simply so many per cent each way.

use super::{Step, StepKind};
use crate::document::Node;
use crate::id::{CustomerId, EnrollmentId, StepId, WorkflowId, bucket};
use crate::sentence::{Said, Sentence};

/// Sends everybody one of several ways, by a draw that comes out the same for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What the draw is of.
    pub by: Lot,
    /// The ways, two to ten.
    pub arms: Vec<Arm>,
    /// The position of the arm that won: everybody who comes from now on goes its way.
    pub winner: Option<usize>,
}

/// One way of a [`Split`].
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Its name, unique in the split.
    pub name: String,
    /// Its share, beside the weights of the others: 1 to 1,000.
    pub weight: u32,
}

/// What a split draws a lot for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lot {
    /// The customer: whoever enters again goes the same way again.
    #[default]
    Customer,
    /// The run: each entry is drawn anew.
    Enrollment,
}

/// Who stands before a [`Split`].
#[derive(Clone, Copy, Debug)]
pub struct Passenger<'a> {
    /// The workflow it stands in.
    pub workflow: &'a WorkflowId,
    /// The split.
    pub step: &'a StepId,
    /// The customer.
    pub customer: &'a CustomerId,
    /// The run.
    pub enrollment: &'a EnrollmentId,
}

impl Split {
    /// The position of the arm that `who` goes to.
    ///
    /// The draw is named after the workflow and the step, so it has nothing to do with any
    /// other draw, and a new revision changes nobody's lot while the weights stay. Arms take
    /// their places in the order of the file.
    #[must_use]
    pub fn arm(&self, who: &Passenger<'_>) -> usize {
        if let Some(winner) = self.winner {
            return winner;
        }
        let draw = format!("{}/{}", who.workflow, who.step);
        let lot = match self.by {
            Lot::Customer => who.customer.as_str(),
            Lot::Enrollment => who.enrollment.as_str(),
        };
        let place = u64::from(bucket(&draw, lot, PLACES));
        let weights = self.arms.iter().map(|arm| u64::from(arm.weight));
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

/// How finely shares are told apart: a hundredth of a per cent.
const PLACES: u32 = 10_000;

impl Said for Split {
    fn say(&self, to: &mut Sentence<'_>) {
        if let Some(winner) = self.winner.and_then(|place| self.arms.get(place)) {
            return to.say(
                "A/B split, everyone to the winner “{winner}”",
                &[("winner", &winner.name)],
            );
        }
        to.say("A/B split: ", &[]);
        let whole: u32 = self.arms.iter().map(|arm| arm.weight).sum();
        to.join(&self.arms, ", ", |to, place, arm| {
            let percent = (arm.weight * 100 + whole / 2) / whole.max(1);
            to.at_item("arms", place, |to| {
                to.say(
                    "{name} {weight}%",
                    &[("name", &arm.name), ("weight", &percent)],
                );
            });
        });
    }
}

/// Reads a split with the steps of its arms.
pub(super) fn read(node: &Node<'_>) -> Option<StepKind> {
    let object = node.object(&["id", "type", "by", "arms", "winner"])?;
    let by = object.or("by", Lot::Customer, |node| {
        node.choice(&[("customer", Lot::Customer), ("enrollment", Lot::Enrollment)])
    });
    let list = object.required("arms")?;
    let items = list.items()?;
    if !(2..=10).contains(&items.len()) {
        return list.error(
            "not-a-split",
            "A split has two to ten arms.",
            "Write {\"name\": \"a\", \"weight\": 50, \"steps\": […]} for each.",
        );
    }
    let (arms, steps): (Vec<Arm>, _) = items.iter().filter_map(read_arm).unzip();
    super::names_differ(&list, arms.iter().map(|arm| arm.name.as_str()))?;
    let winner = object.maybe("winner", |node| {
        let name = node.name()?;
        match arms.iter().position(|arm| arm.name == name) {
            Some(winner) => Some(winner),
            None => node.error(
                "unknown-arm",
                format!("There is no arm called “{name}” here."),
                "Name one of the arms of this split, or leave “winner” out while it runs.",
            ),
        }
    });
    let split = Split {
        by: by?,
        winner: winner?,
        arms,
    };
    Some(StepKind::Split(split, steps))
}

fn read_arm(node: &Node<'_>) -> Option<(Arm, Vec<Step>)> {
    let object = node.object(&["name", "weight", "steps"])?;
    let name = object.required("name").and_then(|node| node.name());
    let weight = object.or("weight", 1, |node| node.whole(1..=1_000));
    let steps = object.or("steps", Vec::new(), Node::list);
    let arm = Arm {
        name: name?,
        weight: weight?,
    };
    Some((arm, steps?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(weights: &[u32], by: Lot) -> Split {
        let arm = |(position, weight): (usize, &u32)| Arm {
            name: format!("arm-{position}"),
            weight: *weight,
        };
        Split {
            by,
            arms: weights.iter().enumerate().map(arm).collect(),
            winner: None,
        }
    }

    fn arms(split: &Split, people: u32) -> Vec<usize> {
        let (workflow, step) = (WorkflowId::new("welcome"), StepId::new("offer"));
        let arm = |person| {
            split.arm(&Passenger {
                workflow: &workflow,
                step: &step,
                customer: &CustomerId::new(format!("person-{person}")),
                enrollment: &EnrollmentId::new(format!("run-{person}")),
            })
        };
        (0..people).map(arm).collect()
    }

    #[test]
    fn the_draw_is_frozen() {
        // These must never change: people would change arms in the middle of an experiment.
        // Written down from a second implementation.
        assert_eq!(arms(&split(&[1, 1], Lot::Customer), 16), FROZEN_HALVES);
        assert_eq!(arms(&split(&[1, 1], Lot::Enrollment), 16), FROZEN_RUNS);
        assert_eq!(arms(&split(&[6, 3, 1], Lot::Customer), 16), FROZEN_SHARES);
    }

    #[test]
    fn shares_are_those_of_the_weights() {
        let drawn = arms(&split(&[60, 30, 10], Lot::Customer), 10_000);
        let share = |arm| drawn.iter().filter(|one| **one == arm).count();
        for (arm, expected) in [(0, 6_000), (1, 3_000), (2, 1_000)] {
            assert!(share(arm).abs_diff(expected) < 150, "{arm}: {}", share(arm));
        }
    }

    #[test]
    fn a_winner_takes_everybody() {
        let decided = Split {
            winner: Some(1),
            ..split(&[1, 1], Lot::Customer)
        };
        assert_eq!(arms(&decided, 8), [1; 8]);
    }

    const FROZEN_HALVES: [usize; 16] = [1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0];
    const FROZEN_RUNS: [usize; 16] = [1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1];
    const FROZEN_SHARES: [usize; 16] = [2, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0];
}
