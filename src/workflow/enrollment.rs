//! One customer’s pass through one workflow, and earlier entries.

use super::trigger::Entry;
use crate::id::{CustomerId, EffectId, EnrollmentId, FactPrint, StepId, WorkflowId};
use crate::intent::About;
use crate::money::Money;
use crate::reason::Reason;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;
use std::cmp::Ordering;

stored! {
    /// One customer’s pass through one workflow. Kept after its end until the outcome of all its
    /// effects is known.
    pub struct Enrollment {
        /// Its ID, derived when it started.
        pub id: EnrollmentId,
        /// The customer who started it, from whom its ID is derived. A merge doesn’t change it.
        /// Empty in enrollments of the first release, which get a new ID when they are read.
        pub begun_by: CustomerId,
        /// The workflow it is in.
        pub workflow: WorkflowId,
        /// The revision of the workflow.
        pub revision: u32,
        /// The key of the cart or order that may start the workflow only once.
        pub entry_key: String,
        /// Fingerprint of the fact that started it; the same fact does not end it.
        pub entry_fact: u64,
        /// The moment its offsets are counted from.
        pub anchor: Timestamp,
        /// When the customer entered.
        pub entered_at: Timestamp,
        /// The step it waits at.
        pub step: Option<StepId>,
        /// When the current wait started; unknown in enrollments of releases before 0.2.
        pub since: Option<Timestamp>,
        /// When the wait ends.
        pub due: Option<Timestamp>,
        /// The cart it is about, by one of the cart's keys.
        pub cart: Option<String>,
        /// The order it is about.
        pub order: Option<String>,
        /// Whether the customer is in the holdout and receives nothing.
        pub held_out: bool,
        /// Whether it is a test, which doesn’t count anywhere.
        pub test: bool,
        /// The coupon its messages use.
        pub coupon: Option<Coupon>,
        /// Why it ended, if it did.
        pub ended: Option<Reason>,
    }
}

stored! {
    /// A coupon created for an enrollment.
    pub struct Coupon {
        /// The effect that creates it.
        pub effect: EffectId,
        /// The code, once it is created.
        pub code: Option<String>,
        /// The percentage off.
        pub percent: u32,
        /// The amount off.
        pub amount: Option<Money>,
        /// Whether it gives free shipping.
        pub free_shipping: bool,
        /// The ID of a free product.
        pub free_gift: Option<String>,
        /// Whether it couldn’t be created.
        pub failed: bool,
    }
}

stored! {
    /// The workflows the customer entered, and the entries that were considered and refused.
    pub struct Entries {
        /// By workflow, oldest first, at most [`Entries::LIMIT`] each.
        pub by_workflow: SortedMap<WorkflowId, Vec<Considered>>,
        /// When the customer last entered each workflow.
        pub last: SortedMap<WorkflowId, Timestamp>,
    }
}

stored! {
    /// One entry that was considered.
    pub struct Considered {
        /// Fingerprints of the keys it goes by.
        pub keys: Vec<FactPrint>,
        /// The time it counts from. A cart with new activity is considered again.
        pub anchor: Timestamp,
        /// Whether the customer entered.
        pub entered: bool,
    }
}

impl Enrollment {
    /// The order or cart that its effects are about.
    #[must_use]
    pub fn about(&self) -> About {
        About {
            order: self.order.clone(),
            cart: self.cart.clone(),
        }
    }

    /// Whether it is still going on.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it is active and not a test.
    #[must_use]
    pub const fn is_real(&self) -> bool {
        self.is_active() && !self.test
    }

    /// Whether its effects may still be performed: it is active, or ended regularly.
    #[must_use]
    pub const fn is_wanted(&self) -> bool {
        matches!(
            self.ended,
            None | Some(Reason::ReachedEnd | Reason::ExitStep)
        )
    }
}

impl Entries {
    /// How many are remembered of one workflow.
    pub const LIMIT: usize = 32;

    /// Whether `entry` was let into `workflow` before, under any of its keys.
    #[must_use]
    pub fn has(&self, workflow: &WorkflowId, entry: &Entry) -> bool {
        let mut known = self.of(workflow).iter().filter(|known| known.entered);
        known.any(|known| known.shares_key(entry))
    }

    /// Whether `entry` was settled: the customer entered, or it was considered for the same time.
    #[must_use]
    pub fn settled(&self, workflow: &WorkflowId, entry: &Entry) -> bool {
        let mut known = self.of(workflow).iter();
        known.any(|known| known.settles(entry))
    }

    /// Whether anything is remembered of `workflow`.
    #[must_use]
    pub fn has_any_of(&self, workflow: &WorkflowId) -> bool {
        self.by_workflow.contains_key(workflow) || self.last.contains_key(workflow)
    }

    /// The workflows of which anything is remembered, in order.
    pub fn workflows(&self) -> impl Iterator<Item = &WorkflowId> {
        let mut considered = self.by_workflow.iter().map(|(id, _)| id).peekable();
        let mut entered = self.last.iter().map(|(id, _)| id).peekable();
        std::iter::from_fn(move || match (considered.peek(), entered.peek()) {
            (Some(one), Some(other)) => match one.cmp(other) {
                Ordering::Less => considered.next(),
                Ordering::Greater => entered.next(),
                Ordering::Equal => {
                    entered.next();
                    considered.next()
                }
            },
            (Some(_), None) => considered.next(),
            (None, _) => entered.next(),
        })
    }

    /// When `workflow` was entered last.
    #[must_use]
    pub fn last_entered(&self, workflow: &WorkflowId) -> Option<Timestamp> {
        self.last.get(workflow).copied()
    }

    /// Remembers that `entry` was considered at `at`.
    pub fn remember(&mut self, workflow: &WorkflowId, entry: &Entry, at: Timestamp, entered: bool) {
        if entered {
            let last = self.last.or_insert_with(workflow.clone(), || at);
            *last = (*last).max(at);
        }
        let known = self.by_workflow.or_default(workflow.clone());
        known.retain(|known| known.entered || !known.shares_key(entry));
        known.push(Considered {
            keys: entry.keys.iter().map(FactPrint::from).collect(),
            anchor: entry.anchor,
            entered,
            ..Considered::default()
        });
        if known.len() > Self::LIMIT {
            known.remove(0);
        }
    }

    /// Adds what another customer, who is the same person, entered.
    pub fn merge(&mut self, other: Self) {
        for (workflow, theirs) in other.by_workflow {
            let ours = self.by_workflow.or_default(workflow);
            for one in theirs {
                if !ours.contains(&one) {
                    let place = ours.partition_point(|known| known.anchor <= one.anchor);
                    ours.insert(place, one);
                }
            }
            while ours.len() > Self::LIMIT {
                ours.remove(0);
            }
        }
        for (workflow, at) in other.last {
            let last = self.last.or_insert_with(workflow, || at);
            *last = (*last).max(at);
        }
    }

    /// What is remembered of `workflow`, oldest first.
    #[must_use]
    pub fn of(&self, workflow: &WorkflowId) -> &[Considered] {
        self.by_workflow.get(workflow).map_or(&[], Vec::as_slice)
    }
}

impl Considered {
    /// Whether it settles `entry`: the customer entered, or it was considered for the same time.
    #[must_use]
    pub fn settles(&self, entry: &Entry) -> bool {
        (self.entered || self.anchor == entry.anchor) && self.shares_key(entry)
    }

    fn shares_key(&self, entry: &Entry) -> bool {
        let mut keys = entry.keys.iter();
        keys.any(|key| self.keys.iter().any(|own| own.is_of(key)))
    }
}
