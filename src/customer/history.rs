//! What a customer did: a bounded list of moments for each kind of event.

use crate::event::EventName;
use crate::json::{Malformed, Read, Reader, Write, read_tuple};
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The moments of each kind of event, oldest first.
    ///
    /// Bounded, because a state must stay small: the newest [`History::LIMIT`] of a kind are
    /// kept. What was dropped is remembered by its moment, so that a question reaching further
    /// back can say that it does not know instead of counting wrong.
    pub struct History {
        /// By kind of event.
        pub kinds: SortedMap<EventName, Vec<Record>>,
        /// The newest moment that was dropped, by kind of event.
        pub dropped: SortedMap<EventName, Timestamp>,
    }
}

/// One event of a history. Stored as `[at, fact, subject]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// When it happened.
    pub at: Timestamp,
    /// Fingerprint of its fact key.
    pub fact: u64,
    /// What it was about: a product, a search, an order.
    pub subject: Option<String>,
}

/// What became of an event that was to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is held from now on.
    New,
    /// It was held already.
    Known,
    /// It lies before what is kept, so whether it was held once cannot be known.
    TooOld,
}

impl History {
    /// How many events of one kind are kept.
    pub const LIMIT: usize = 64;
    /// How many are kept of the kinds that speak of orders.
    pub const ORDER_LIMIT: usize = 256;

    /// The events called `name`, oldest first.
    #[must_use]
    pub fn of(&self, name: EventName) -> &[Record] {
        self.kinds.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The moment up to which events called `name` may be missing, if any were dropped.
    #[must_use]
    pub fn dropped_until(&self, name: EventName) -> Option<Timestamp> {
        self.dropped.get(&name).copied()
    }

    /// Adds one event. A fact that is held already stays once; told with an earlier time, it
    /// takes that time, so that the order of tellings does not matter.
    pub fn record(&mut self, name: EventName, record: Record) -> Recorded {
        let dropped = self.dropped_until(name);
        let records = self.kinds.or_default(name);
        let known = records.iter().position(|known| known.fact == record.fact);
        if known.is_none() && dropped.is_some_and(|dropped| record.at <= dropped) {
            return Recorded::TooOld;
        }
        let record = match known {
            Some(position)
                if records
                    .get(position)
                    .is_some_and(|known| known.at <= record.at) =>
            {
                return Recorded::Known;
            }
            Some(position) => Record {
                at: record.at,
                ..records.remove(position)
            },
            None => record,
        };
        let place = records.partition_point(|other| *other < record);
        records.insert(place, record);
        self.bound(name);
        if known.is_some() {
            Recorded::Known
        } else {
            Recorded::New
        }
    }

    /// Takes in another history; facts in both count once.
    pub fn merge(&mut self, other: Self) {
        for (name, at) in other.dropped {
            let dropped = self.dropped.or_insert_with(name, || at);
            *dropped = (*dropped).max(at);
        }
        for (name, records) in other.kinds {
            for record in records {
                self.record(name, record);
            }
            let dropped = self.dropped_until(name);
            if let (Some(dropped), Some(records)) = (dropped, self.kinds.get_mut(&name)) {
                records.retain(|record| record.at > dropped);
            }
        }
    }

    fn bound(&mut self, name: EventName) {
        let limit = match name {
            EventName::OrderPlaced | EventName::OrderCompleted => Self::ORDER_LIMIT,
            _ => Self::LIMIT,
        };
        let Some(records) = self.kinds.get_mut(&name) else {
            return;
        };
        if records.len() <= limit {
            return;
        }
        let oldest = records.remove(0);
        // Events of the same moment go together, or "after the dropped moment" would lie.
        records.retain(|record| record.at > oldest.at);
        self.dropped.insert(name, oldest.at);
    }
}

impl Write for Record {
    fn write(&self, out: &mut String) {
        out.push('[');
        self.at.write(out);
        out.push(',');
        self.fact.write(out);
        out.push(',');
        self.subject.write(out);
        out.push(']');
    }
}

impl Read for Record {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (mut at, mut fact, mut subject) = (Timestamp::default(), 0, None);
        read_tuple(reader, &mut [&mut at, &mut fact, &mut subject])?;
        Ok(Self { at, fact, subject })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_newest_and_remembers_that_it_dropped() {
        let mut history = History::default();
        for n in 0..=History::LIMIT as i64 {
            let record = Record {
                at: Timestamp::from_millis(n),
                fact: n as u64,
                subject: None,
            };
            assert_eq!(
                history.record(EventName::ProductViewed, record),
                Recorded::New
            );
        }
        assert_eq!(history.of(EventName::ProductViewed).len(), History::LIMIT);
        assert_eq!(
            history.dropped_until(EventName::ProductViewed),
            Some(Timestamp::from_millis(0))
        );
        let late = Record {
            at: Timestamp::from_millis(0),
            fact: 999,
            subject: None,
        };
        assert_eq!(
            history.record(EventName::ProductViewed, late),
            Recorded::TooOld
        );
    }
}
