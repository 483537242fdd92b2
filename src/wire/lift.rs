//! Comparisons of what customers were assigned to, across the boundary.

use super::Refusal;
use crate::json::{self, object};
use crate::statistics::{Arm, ArmFigures, Lift, Look, Phase, needed_beside, raise_together};

/// Comparisons that are shown together: each is an arm beside the one that it is compared with.
struct LiftRequest {
    /// The comparisons.
    comparisons: Vec<Comparison>,
}

object!(read LiftRequest { comparisons });

/// Two arms over the phases of an experiment.
struct Comparison {
    /// The phases, each within itself comparable.
    phases: Vec<ComparedPhase>,
    /// For a look before the planned end: how many customers both arms were expected to have when it began. `None`
    /// for the one look at the end.
    planned: Option<u32>,
}

object!(read Comparison { phases, planned });

/// A stretch in which nothing changed that decides who is assigned, and to what.
struct ComparedPhase {
    /// The arm that got something.
    treated: ArmFigures,
    /// The arm that didn't.
    control: ArmFigures,
}

object!(read ComparedPhase { treated, control });

impl Comparison {
    fn look(&self) -> Look {
        self.planned.map_or(Look::AtEnd, Look::Daily)
    }

    fn lift(&self) -> Option<Lift> {
        let phases = self.phases.iter().map(|phase| Phase {
            treated: &phase.treated,
            control: &phase.control,
        });
        Lift::of(&phases.collect::<Vec<_>>(), self.look())
    }
}

/// What each of several arms adds over the one that it is compared with, in the order of the request; `null` where no
/// phase has somebody in both. See [`Lift`] and [`raise_together`].
///
/// # Errors
///
/// `bad-request`.
pub fn lifts(request: &str) -> Result<String, Refusal> {
    let LiftRequest { comparisons } = Refusal::parse("request", request)?;
    let mut lifts: Vec<Option<Lift>> = comparisons.iter().map(Comparison::lift).collect();
    let looks: Vec<Look> = comparisons.iter().map(Comparison::look).collect();
    raise_together(&mut lifts, &looks);
    Ok(json::to_string(&lifts))
}

/// What an arm shows so far, and which lift is to be found beside it.
struct NeededRequest {
    /// Customers of the arm that is compared with.
    customers: u32,
    /// Those among them who ordered.
    ordered: u32,
    /// The lift that is to be found, in thousandths.
    lift: u32,
    /// The arm's share, in percent: 1 to 99.
    share: u32,
}

object!(read NeededRequest { customers, ordered, lift, share });

/// How many customers of both arms together it takes; `null` where nobody ordered yet. See [`needed_beside`].
///
/// # Errors
///
/// `bad-request`.
pub fn customers_needed(request: &str) -> Result<String, Refusal> {
    let NeededRequest {
        customers,
        ordered,
        lift,
        share,
    } = Refusal::parse("request", request)?;
    let needed = needed_beside(Arm::new(customers, ordered), lift, share);
    Ok(json::to_string(&needed))
}
