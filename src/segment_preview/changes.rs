//! Who enters or leaves next, if nothing else happens.

use super::Population;
use super::page::Page;
use super::select;
use crate::condition::{Condition, Context};
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::json::object;
use crate::plan::Plan;
use crate::time::Timestamp;

/// What is asked about the changes to come. A page at a time, so that a host can stop in between:
/// everybody's facts are put together again for it, which takes longer than a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangesQuestion {
    /// The moment it is asked for, in milliseconds since 1970.
    pub now: Timestamp,
    /// Changes after this moment are not looked for.
    pub until: Timestamp,
    /// How many to name, the earliest; at most [`Population::MAX_SAMPLE`].
    pub most: u32,
    /// Which of the loaded pages, from 0 on.
    pub page: u32,
}

object!(ChangesQuestion or default { now, until, most, page });

/// The changes to come among the customers of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many pages there are.
    pub pages: u32,
    /// The earliest, by moment and customer.
    pub list: Vec<Change>,
}

object!(Changes or default { pages, list });

/// One customer's next change. Sorted by its moment, then by the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// When the membership changes.
    pub at: Timestamp,
    /// The customer whose membership changes.
    pub customer: CustomerId,
    /// Whether they come in, or leave.
    pub enters: bool,
}

object!(Change or default { at, customer, enters });

impl Population {
    /// How often a customer is looked at again before a change is found. An answer that stays the
    /// same at more moments than these, such as a count over a window that many events leave one
    /// by one, changes too late to be among the next.
    const MOST_LOOKS: u32 = 256;

    /// The next changes of `condition` on one page, each customer's first.
    #[must_use]
    pub fn changes(
        &self,
        plan: &Plan,
        condition: &Condition,
        question: &ChangesQuestion,
    ) -> Changes {
        let pages = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let nobody = Customer::default();
        let context = self.context(plan, &nobody, question.now);
        let list = self
            .pages
            .get(question.page as usize)
            .map(|page| earliest(page, condition, &context, question));
        Changes {
            pages,
            list: list.unwrap_or_default(),
        }
    }
}

fn earliest(
    page: &Page,
    condition: &Condition,
    context: &Context<'_>,
    question: &ChangesQuestion,
) -> Vec<Change> {
    let most = question.most.min(Population::MAX_SAMPLE) as usize;
    let mut facts = page.facts(condition.reads());
    let mut until = question.until;
    let mut found: Vec<Change> = Vec::new();
    for row in page.alive.iter() {
        let customer = facts.customer(row);
        let Some((at, enters)) = first_change(&customer, condition, context, until) else {
            continue;
        };
        let customer = customer.id;
        found.push(Change {
            at,
            customer,
            enters,
        });
        if found.len() > most.saturating_mul(2) {
            found.sort_unstable();
            found.truncate(most);
            // Nobody who changes later than all of these has to be followed so far.
            until = found.last().map_or(until, |last| last.at);
        }
    }
    found.sort_unstable();
    found.truncate(most);
    found
}

/// The first moment after now and not after `until` at which the answer is another one.
fn first_change(
    customer: &Customer,
    condition: &Condition,
    context: &Context<'_>,
    until: Timestamp,
) -> Option<(Timestamp, bool)> {
    let mut context = select::of(customer, context);
    let now = condition.evaluate(&context);
    let mut look_at = now.stable_until;
    for _ in 0..Population::MOST_LOOKS {
        if look_at > until || look_at == Timestamp::MAX {
            return None;
        }
        context.now = look_at;
        let then = condition.evaluate(&context);
        if then.matched != now.matched {
            return Some((look_at, then.matched));
        }
        look_at = then.stable_until;
    }
    None
}
