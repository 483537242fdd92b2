//! One run of one customer through one workflow, and what was entered before.

use super::trigger::Entry;
use crate::id::{CustomerId, EffectId, EnrollmentId, StepId, WorkflowId, fingerprint};
use crate::intent::About;
use crate::money::Money;
use crate::reason::Reason;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// One run. It is kept after its end for as long as something it wished for is on its way.
    pub struct Enrollment {
        /// Its name; derived when it began, and never again.
        pub id: EnrollmentId,
        /// The customer who began it, of whom its name is made. A merge leaves it as it is. Empty
        /// in runs of the first release, which get a name of their own when they are read.
        pub begun_by: CustomerId,
        /// Through which workflow.
        pub workflow: WorkflowId,
        /// In which revision.
        pub revision: u32,
        /// What may start the workflow once: the cart, the order.
        pub entry_key: String,
        /// Fingerprint of the fact that started it; the same fact does not end it.
        pub entry_fact: u64,
        /// The moment its offsets are counted from.
        pub anchor: Timestamp,
        /// When it was entered.
        pub entered_at: Timestamp,
        /// The step it waits at.
        pub step: Option<StepId>,
        /// Since when it waits there; runs of releases before 0.2 do not know.
        pub since: Option<Timestamp>,
        /// When the wait ends.
        pub due: Option<Timestamp>,
        /// The cart it is about, by one of the cart's keys.
        pub cart: Option<String>,
        /// The order it is about.
        pub order: Option<String>,
        /// Nothing of it is done for the customer: they are held out.
        pub held_out: bool,
        /// It is somebody's test: it counts nowhere.
        pub test: bool,
        /// The coupon its messages speak of.
        pub coupon: Option<Coupon>,
        /// Why it ended, if it did.
        pub ended: Option<Reason>,
    }
}

stored! {
    /// A coupon made for a run.
    pub struct Coupon {
        /// The effect that makes it.
        pub effect: EffectId,
        /// The code, once it is made.
        pub code: Option<String>,
        /// How much off, in percent.
        pub percent: u32,
        /// Or so much.
        pub amount: Option<Money>,
        /// Or nothing to pay for shipping.
        pub free_shipping: bool,
        /// Or this product as a gift.
        pub free_gift: Option<String>,
        /// It could not be made.
        pub failed: bool,
    }
}

stored! {
    /// What the customer entered, and what was considered and refused, by workflow.
    pub struct Entries {
        /// By workflow, oldest first, at most [`Entries::LIMIT`] each.
        pub by_workflow: SortedMap<WorkflowId, Vec<Considered>>,
        /// When each was entered last.
        pub last: SortedMap<WorkflowId, Timestamp>,
    }
}

stored! {
    /// One entry that was considered.
    pub struct Considered {
        /// Fingerprints of the keys it goes by.
        pub keys: Vec<u64>,
        /// The moment it counts from: a cart that is touched again is considered again.
        pub anchor: Timestamp,
        /// Whether it was let in.
        pub entered: bool,
    }
}

impl Enrollment {
    /// The order or cart that its wishes are about.
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

    /// Whether it is still going on and nobody's test.
    #[must_use]
    pub const fn is_real(&self) -> bool {
        self.is_active() && !self.test
    }

    /// Whether what it wished for may still go out: it is going on, or came to its own end.
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
        let keys = fingerprints(entry);
        self.of(workflow)
            .iter()
            .any(|known| known.entered && known.shares_key(&keys))
    }

    /// Whether `entry` needs no further thought: it was let in, or considered as of the same
    /// moment.
    #[must_use]
    pub fn settled(&self, workflow: &WorkflowId, entry: &Entry) -> bool {
        let known = self.of(workflow);
        if known.is_empty() {
            return false;
        }
        let keys = fingerprints(entry);
        known
            .iter()
            .any(|known| known.shares_key(&keys) && (known.entered || known.anchor == entry.anchor))
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
        let keys = fingerprints(entry);
        known.retain(|known| known.entered || !known.shares_key(&keys));
        known.push(Considered {
            keys,
            anchor: entry.anchor,
            entered,
            ..Considered::default()
        });
        if known.len() > Self::LIMIT {
            known.remove(0);
        }
    }

    /// Takes in what another customer, who is the same person, entered.
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

    fn of(&self, workflow: &WorkflowId) -> &[Considered] {
        self.by_workflow.get(workflow).map_or(&[], Vec::as_slice)
    }
}

impl Considered {
    fn shares_key(&self, keys: &[u64]) -> bool {
        keys.iter().any(|key| self.keys.contains(key))
    }
}

/// The keys an entry goes by, as they are remembered. Once for a whole list: each is a hash.
fn fingerprints(entry: &Entry) -> Vec<u64> {
    entry.keys.iter().map(|key| fingerprint(key)).collect()
}
