//! Audiences at hand: who a condition would hold for, before it is saved.
//!
//! A merchant who writes a segment wants to see at each keystroke how many it holds, who they
//! are, why this one is in and that one is not. So the customers' facts are loaded once, and each
//! draft is asked of all of them. It is the same [`Condition`] over the same facts as in a
//! transition: what is counted here is who will be in the segment.

use crate::condition::{Condition, Context};
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::json::object;
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Saw;

/// The facts of a shop's customers.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    customers: Vec<Customer>,
    facts: ShopFacts,
}

/// What is asked of an audience besides the condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The moment it is asked for, in milliseconds since 1970.
    pub now: Timestamp,
    /// How many members to name, the first by id; at most [`Audience::MAX_SAMPLE`].
    pub sample: u32,
    /// A segment of the plan, to count who is in both.
    pub beside: Option<String>,
    /// A customer, to say why they are in or out.
    pub why: Option<CustomerId>,
}

object!(Question or default { now, sample, beside, why });

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
    /// The customer that was asked about, where they are in the audience.
    pub why: Option<Why>,
}

object!(Preview or default { asked, count, sample, beside, why });

/// How two audiences share their members.
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
    /// Each condition with what it saw.
    pub saw: Vec<Saw>,
}

object!(Why or default { member, until, saw });

impl Audience {
    /// The most members a preview names.
    pub const MAX_SAMPLE: u32 = 100;

    /// Nobody.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            customers: Vec::new(),
            facts: ShopFacts::NONE,
        }
    }

    /// Takes in a customer; one with the same id is replaced. Runs and messages are left out,
    /// because no segment asks for them.
    pub fn add(&mut self, state: State) {
        let customer = state.customer;
        let place = self
            .customers
            .partition_point(|known| known.id < customer.id);
        match self.customers.get_mut(place) {
            Some(known) if known.id == customer.id => *known = customer,
            _ => self.customers.insert(place, customer),
        }
    }

    /// Takes in what is true of the shop.
    pub fn set_facts(&mut self, facts: ShopFacts) {
        self.facts = facts;
    }

    /// How many customers there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// Asks `condition` of everybody, beside the segments of `plan`.
    #[must_use]
    pub fn preview(&self, plan: &Plan, condition: &Condition, question: &Question) -> Preview {
        let other = question
            .beside
            .as_deref()
            .and_then(|name| plan.conditions().condition(name));
        let mut preview = Preview {
            beside: other.map(|_| Overlap::default()),
            ..Preview::default()
        };
        let most = question.sample.min(Self::MAX_SAMPLE) as usize;
        for customer in &self.customers {
            let context = self.context(plan, customer, question.now);
            let answer = condition.evaluate(&context);
            preview.asked += 1;
            if answer.matched {
                preview.count += 1;
                if preview.sample.len() < most {
                    preview.sample.push(customer.id.clone());
                }
            }
            if let (Some(other), Some(overlap)) = (other, &mut preview.beside)
                && other.evaluate(&context).matched
            {
                overlap.other += 1;
                overlap.both += u32::from(answer.matched);
            }
            if question.why.as_ref() == Some(&customer.id) {
                let (_, saw) = condition.explain(&context);
                let until = answer.stable_until;
                preview.why = Some(Why {
                    member: answer.matched,
                    until: (until < Timestamp::MAX).then_some(until),
                    saw,
                });
            }
        }
        preview
    }

    fn context<'a>(
        &'a self,
        plan: &'a Plan,
        customer: &'a Customer,
        now: Timestamp,
    ) -> Context<'a> {
        Context {
            local: customer.zone(plan.shop.zone),
            segments: plan.conditions(),
            facts: &self.facts,
            ..Context::new(customer, now, plan.shop.zone, plan.shop.currency)
        }
    }
}
