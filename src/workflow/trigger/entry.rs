//! What may start a workflow once, and what time will bring of it.

use crate::event::Event;
use crate::id::FactKey;
use crate::time::Timestamp;

/// One possible entry into a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The keys of what may start the workflow only once, such as `order:shopify:4501`; never
    /// empty. A cart has several keys, the first of which the enrollment’s ID is derived from.
    pub keys: Vec<FactKey>,
    /// The key of the fact behind it.
    pub fact: FactKey,
    /// The history’s key of the event behind it, if that isn’t `fact`.
    pub record: Option<u64>,
    /// The moment the workflow's offsets are counted from.
    pub anchor: Timestamp,
    /// The cart it is about.
    pub cart: Option<String>,
    /// The order it is about.
    pub order: Option<String>,
}

impl Entry {
    /// How the history knows the event behind it.
    #[must_use]
    pub fn known_as(&self) -> u64 {
        // Where the fact is the key as well, it may have been hashed already.
        let key = self.keys.first().filter(|key| **key == self.fact);
        self.record
            .unwrap_or_else(|| key.unwrap_or(&self.fact).fingerprint())
    }
}

impl Entry {
    /// An entry for this very fact: the same kind of event may start the workflow again.
    #[must_use]
    pub fn of_fact(event: &Event) -> Self {
        Self {
            keys: vec![format!("fact:{}", event.fact_key).into()],
            fact: event.fact_key.clone(),
            record: None,
            anchor: event.effective_at(),
            cart: None,
            order: event.kind.order_id().map(str::to_owned),
        }
    }
}

/// An entry that time will bring. Nearly all of them aren't the next one, or were made before, and
/// don't need to be made.
pub trait Foreseen {
    /// The entry.
    fn make(&self) -> Entry;

    /// Whether an entry of the same trigger, made earlier, is the one that would be made now.
    fn is(&self, entry: &Entry) -> bool {
        self.make() == *entry
    }
}

/// A callback for upcoming entries, each with its moment.
pub type See<'s> = &'s mut dyn FnMut(Timestamp, &dyn Foreseen);
