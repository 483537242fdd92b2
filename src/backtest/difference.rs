//! Where two plans differ, customer by customer.

use super::join::{Join, joined};
use super::life::Life;
use crate::id::CustomerId;
use crate::json::object;
use crate::simulate::Done;

/// Where a draft does something else than the live plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// How many customers are treated differently.
    pub people: u32,
    /// How many effects only the draft has.
    pub more: u32,
    /// How many effects only the live plan has.
    pub fewer: u32,
    /// How many effects both have, for the same step of the same workflow, at another moment.
    pub moved: u32,
    /// The first of these customers, as many as were asked for.
    pub named: Vec<Person>,
}

object!(Difference {
    people,
    more,
    fewer,
    moved,
    named
});
joined!(Difference {
    people,
    more,
    fewer,
    moved,
    named
});

/// A customer for whom two plans differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The customer the difference is about.
    pub customer: CustomerId,
    /// How many effects only the draft has.
    pub more: u32,
    /// How many effects only the live plan has.
    pub fewer: u32,
    /// How many effects both have, at another moment.
    pub moved: u32,
}

object!(Person {
    customer,
    more,
    fewer,
    moved
});

impl Difference {
    /// Adds one customer, as they lived under both plans.
    pub(super) fn add(&mut self, live: &Life, draft: &Life, named: usize) {
        if live.doings.done == draft.doings.done {
            return;
        }
        let person = compare(live, draft);
        let difference = Self {
            people: 1,
            more: person.more,
            fewer: person.fewer,
            moved: person.moved,
            named: vec![person],
        };
        self.join(difference, named);
    }
}

/// Pairs what was done under both plans: first what is the same to the moment, then what is the
/// same but for the moment; what finds no partner was done under one plan only.
fn compare(live: &Life, draft: &Life) -> Person {
    let mut fewer: Vec<&Done> = live.doings.done.iter().collect();
    let mut more: Vec<&Done> = draft.doings.done.iter().collect();
    pair(&mut fewer, &mut more, |one, other| one == other);
    let moved = pair(&mut fewer, &mut more, |one, other| {
        one.workflow == other.workflow && one.step == other.step && one.kind == other.kind
    });
    Person {
        customer: draft.customer.clone(),
        more: u32::try_from(more.len()).unwrap_or(u32::MAX),
        fewer: u32::try_from(fewer.len()).unwrap_or(u32::MAX),
        moved,
    }
}

/// Takes pairs that are alike out of both lists; gives how many there were.
fn pair(
    ones: &mut Vec<&Done>,
    others: &mut Vec<&Done>,
    alike: impl Fn(&Done, &Done) -> bool,
) -> u32 {
    let mut pairs = 0;
    ones.retain(|one| {
        let Some(place) = others.iter().position(|other| alike(one, other)) else {
            return true;
        };
        others.remove(place);
        pairs += 1;
        false
    });
    pairs
}
