//! Audiences at hand: who a condition would hold for, before it is saved.
//!
//! A merchant who writes a segment wants to see at each keystroke how many it holds, who they
//! are, why this one is in and that one is not. So the customers' facts are loaded once, into
//! columns (`page`), and each draft is asked of whole pages of them (`select`). What is
//! counted here is who will be in the segment: a column is asked by the very test that a
//! transition asks, and where there is no way over columns, the customer's facts are put together
//! again for the [`Condition`] itself.
//!
//! Two further questions take longer and are asked beside the count: who enters or leaves next
//! (`changes`), and how the buyers are spread over recency and frequency (`ranks`). A list of customers
//! asks who comes first (`listing`).
//!
//! The facts come as a [snapshot](write_snapshot), because stored states take many times the
//! room.

mod amounts;
mod bits;
mod by_row;
mod bytes;
mod carts;
mod changes;
mod codes;
mod column;
mod date;
mod events;
mod join;
mod lines;
mod listing;
mod named;
mod narrow;
mod orders;
mod owners;
mod packed;
mod page;
mod ranks;
mod rfm;
mod rows;
mod select;
mod slice;
mod snapshot;
mod sorted;
mod tally;
mod texts;
mod whole;
mod whose;

use crate::condition::{Condition, Context, ObservedWords, Reads};
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::json::object;
use crate::plan::Plan;
use crate::sentence::{Language, Reader};
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::Timestamp;
use bits::Bits;
use page::Page;

pub use bytes::{SnapshotError, SnapshotFault};
pub use changes::{Change, Changes, ChangesQuestion};
pub use join::cuts_of;
pub use listing::{ListOrder, ListQuestion, Listed, Listing};
pub use ranks::{RfmCell, RfmGrid};
pub use snapshot::{write as write_snapshot, write_decided as write_decided_snapshot};

/// The facts of a shop's customers.
#[derive(Clone, Debug, Default)]
pub struct Population {
    pages: Vec<Page>,
    facts: ShopFacts,
}

/// What is asked of a population besides the condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The moment it is asked for, in milliseconds since 1970.
    pub now: Timestamp,
    /// How many members to name, the first by id; at most [`Population::MAX_SAMPLE`].
    pub sample: u32,
    /// A segment of the plan, to count who is in both.
    pub beside: Option<String>,
    /// A customer, to say why they are in or out.
    pub why: Option<CustomerId>,
    /// The language of that explanation; English when left out.
    pub language: Language,
}

object!(Question or default { now, sample, beside, why, language });

/// Who a condition holds for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// How many customers were asked.
    pub asked: u32,
    /// For how many it holds.
    pub count: u32,
    /// Some of them.
    pub sample: Vec<CustomerId>,
    /// The other segment, where one was named and the plan has it.
    pub beside: Option<Overlap>,
    /// The customer that was asked about, where they are in the population.
    pub why: Option<Why>,
}

object!(Preview or default { asked, count, sample, beside, why });

/// How two segments share their members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// How many are in the other one.
    pub other: u32,
    /// How many are in both.
    pub both: u32,
}

object!(Overlap or default { other, both });

/// Why one customer is in or out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// Whether they are in.
    pub member: bool,
    /// The first moment at which that may change without any event; `None`: never.
    pub until: Option<Timestamp>,
    /// Each condition with what it saw, in words.
    pub saw: Vec<ObservedWords>,
}

object!(Why or default { member, until, saw });

impl Population {
    /// The most members a preview names.
    pub const MAX_SAMPLE: u32 = 100;

    /// A shop without customers.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pages: Vec::new(),
            facts: ShopFacts::NONE,
        }
    }

    /// Folds in a snapshot, whole or a page of it. A customer who is known already is replaced.
    ///
    /// # Errors
    ///
    /// Bytes that are no snapshot; then nothing is taken in.
    pub fn load(&mut self, snapshot: &[u8]) -> Result<(), SnapshotError> {
        for page in snapshot::read(snapshot)? {
            for known in &mut self.pages {
                known.give_way_to(&page);
            }
            self.pages.push(page);
        }
        self.pages.retain(|page| !page.alive.is_empty());
        Ok(())
    }

    /// Folds in customers by their states, as [`Population::load`] does. Runs and messages are left
    /// out, because no segment asks for them.
    ///
    /// # Errors
    ///
    /// As [`Population::load`]; a snapshot of states is one.
    pub fn add(&mut self, states: Vec<State>) -> Result<(), SnapshotError> {
        let customers = states.into_iter().map(|state| state.customer).collect();
        self.load(&snapshot::write(customers))
    }

    /// Folds in what is true of the shop.
    pub fn set_facts(&mut self, facts: ShopFacts) {
        self.facts = facts;
    }

    /// How many customers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.iter().map(|page| page.alive.count()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Asks `condition` of everybody, beside the segments of `plan`.
    ///
    /// ```
    /// use edgewise::config::compile_condition;
    /// use edgewise::id::CustomerId;
    /// use edgewise::segment_preview::{Population, Question};
    /// use edgewise::state::State;
    ///
    /// # let config = r#"{"format": 1,
    /// #     "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"},
    /// #     "workflows": [{"id": "greet", "name": "Greet", "status": "live",
    /// #         "trigger": {"type": "customer_created"},
    /// #         "steps": [{"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}},
    /// #                   {"id": "tag", "type": "add_tag", "tag": "new"}]}]}"#;
    /// # let plan = edgewise::config::compile(config).plan.unwrap();
    /// let mut population = Population::new();
    /// population.add(vec![State::new(CustomerId::new("anna"))]).unwrap();
    /// let json = edgewise::json::from_str(
    ///     r#"{"type": "order_count", "is": "at_most", "count": 0}"#,
    /// ).unwrap();
    /// let (condition, _) = compile_condition(&json, &plan);
    /// let preview = population.preview(&plan, &condition.unwrap(), &Question::default());
    /// assert_eq!((preview.asked, preview.count), (1, 1));
    /// ```
    #[must_use]
    pub fn preview(&self, plan: &Plan, condition: &Condition, question: &Question) -> Preview {
        let nobody = Customer::default();
        let context = self.context(plan, &nobody, question.now);
        let other = question
            .beside
            .as_deref()
            .and_then(|name| plan.definitions().segment(name));
        let mut preview = Preview {
            beside: other.map(|_| Overlap::default()),
            ..Preview::default()
        };
        let most = question.sample.min(Self::MAX_SAMPLE) as usize;
        for page in &self.pages {
            let members = select::select(page, condition, &context, &page.alive);
            preview.asked += whole(&page.alive);
            preview.count += whole(&members);
            let first = members.iter().take(most).map(|row| page.id(row));
            preview.sample.extend(first);
            if let (Some(other), Some(overlap)) = (other, &mut preview.beside) {
                let others = select::select(page, other, &context, &page.alive);
                overlap.other += whole(&others);
                overlap.both += whole(&others.and(&members));
            }
        }
        preview.sample.sort_unstable();
        preview.sample.truncate(most);
        preview.why = question.why.as_ref().and_then(|id| {
            let reader = Reader {
                language: question.language,
                zone: plan.shop.zone,
                names: Some(plan),
                untranslated: None,
            };
            self.why(condition, id, &context, reader)
        });
        preview
    }

    /// Why the customer called `id` is in or out.
    fn why(
        &self,
        condition: &Condition,
        id: &CustomerId,
        context: &Context<'_>,
        reader: Reader<'_>,
    ) -> Option<Why> {
        let (page, row) = self.pages.iter().find_map(|page| {
            let row = page.ids.find(id.as_str())?;
            page.alive.has(row).then_some((page, row))
        })?;
        let customer = page.customer(row, Reads::ALL);
        let (answer, saw) = condition.explain(&select::of(&customer, context));
        let until = answer.stable_until;
        Some(Why {
            member: answer.matched,
            until: (until < Timestamp::MAX).then_some(until),
            saw: saw
                .iter()
                .map(|saw| ObservedWords::new(&[condition], saw, reader))
                .collect(),
        })
    }

    fn context<'a>(
        &'a self,
        plan: &'a Plan,
        customer: &'a Customer,
        now: Timestamp,
    ) -> Context<'a> {
        Context {
            local: plan.shop.zone,
            ..plan.context(customer, &self.facts, now)
        }
    }
}

/// How many there are; a page is small enough.
fn whole(bits: &Bits) -> u32 {
    u32::try_from(bits.count()).unwrap_or(u32::MAX)
}
