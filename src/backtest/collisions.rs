//! Workflows whose messages come too close together.

use super::join::{Join, join_sorted, joined};
use super::life::Life;
use crate::id::{CustomerId, WorkflowId};
use crate::json::object;
use crate::simulate::Done;

/// Two workflows that sent messages to the same customers within a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Collision {
    /// The one, the first by name.
    pub one: WorkflowId,
    /// The other workflow.
    pub other: WorkflowId,
    /// The number of times.
    pub times: u32,
    /// To how many customers.
    pub people: u32,
    /// The first of them.
    pub named: Vec<CustomerId>,
}

object!(Collision {
    one,
    other,
    times,
    people,
    named
});
joined!(Collision [one, other] { times, people, named });

/// Messages closer together than this collide, in milliseconds.
const COLLISION: i64 = 24 * 3600 * 1000;

/// Adds one customer.
pub(super) fn add(collisions: &mut Vec<Collision>, life: &Life, named: usize) {
    let mut met: Vec<(&WorkflowId, &WorkflowId)> = Vec::new();
    let messages: Vec<&Done> = life.doings.messages().collect();
    for (place, later) in messages.iter().enumerate() {
        let earlier = messages.iter().take(place).rev();
        let near = earlier.take_while(|done| later.at.millis_since(done.at) < COLLISION);
        let others = near.filter(|done| done.workflow != later.workflow);
        met.extend(others.map(|done| ordered(&done.workflow, &later.workflow)));
    }
    met.sort_unstable();
    for times in met.chunk_by(|one, next| one == next) {
        let Some((one, other)) = times.first() else {
            continue;
        };
        let collision = Collision {
            one: (*one).clone(),
            other: (*other).clone(),
            times: u32::try_from(times.len()).unwrap_or(u32::MAX),
            people: 1,
            named: life.named(named),
        };
        join_pair(collisions, collision, named);
    }
}

/// Pairs are in the order of their names.
impl Join for Vec<Collision> {
    fn join(&mut self, later: Self, named: usize) {
        for collision in later {
            join_pair(self, collision, named);
        }
    }
}

fn join_pair(collisions: &mut Vec<Collision>, collision: Collision, named: usize) {
    let order = |a: &Collision, b: &Collision| (&a.one, &a.other).cmp(&(&b.one, &b.other));
    join_sorted(collisions, collision, order, named);
}

fn ordered<'a>(one: &'a WorkflowId, other: &'a WorkflowId) -> (&'a WorkflowId, &'a WorkflowId) {
    if one <= other {
        (one, other)
    } else {
        (other, one)
    }
}
