//! What a customer did: a bounded list of moments for each kind of event.

use crate::event::EventName;
use crate::id::FactPrint;
use crate::json::{Malformed, Read, Reader, Section, Write, Writer, read_leading};
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;
use crate::value::Value;

stored! {
    /// The times of each kind of event, oldest first.
    ///
    /// Bounded, because a state must stay small: the newest [`History::LIMIT`] of a kind are
    /// kept. The newest dropped moment is remembered, so that a condition reaching further back is
    /// answered with "unknown" instead of a wrong count.
    pub struct History {
        /// The events, by kind.
        pub kinds: SortedMap<EventName, Section<Vec<Record>>>,
        /// The newest moment that was dropped, by kind of event.
        pub dropped: SortedMap<EventName, Timestamp>,
        /// How many were dropped, by kind of event.
        pub dropped_count: SortedMap<EventName, u32>,
    }
}

/// One event of a history. Stored as `[at, fact, subject]`, with `{name: value}` as a fourth where
/// properties are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// The moment it happened.
    pub at: Timestamp,
    /// Fingerprint of its fact key.
    pub fact: FactPrint,
    /// What it was about: a product, a search, an order.
    pub subject: Option<String>,
    /// Those of its properties that a condition of the plan asks for, sorted by name.
    pub properties: Vec<(String, Value)>,
}

/// What recording an event did.
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
        self.kinds.get(&name).map_or(&[], |records| records)
    }

    /// The event known by the fingerprint of its fact key, while it is kept.
    #[must_use]
    pub fn find(&self, fact: u64) -> Option<&Record> {
        let mut records = self.kinds.values().flatten();
        records.find(|record| record.fact.value() == fact)
    }

    /// The moment up to which events called `name` may be missing, if any were dropped.
    #[must_use]
    pub fn dropped_until(&self, name: EventName) -> Option<Timestamp> {
        self.dropped.get(&name).copied()
    }

    /// How many events called `name` were dropped.
    #[must_use]
    pub fn dropped_count(&self, name: EventName) -> u32 {
        self.dropped_count.get(&name).copied().unwrap_or_default()
    }

    /// Adds one event. A fact that is held already stays once; if it comes again with an earlier
    /// time, it takes that time, so that the order of deliveries does not matter. The properties of
    /// all deliveries are joined.
    pub fn record(&mut self, name: EventName, mut record: Record) -> Recorded {
        let dropped = self.dropped_until(name);
        let records = self.kinds.or_default(name);
        let known = records.iter().position(|known| known.fact == record.fact);
        if known.is_none() && dropped.is_some_and(|dropped| record.at <= dropped) {
            return Recorded::TooOld;
        }
        if let Some(position) = known {
            let held = records.remove(position);
            record.at = record.at.min(held.at);
            record.subject = held.subject.or(record.subject);
            for (name, value) in held.properties {
                record.keep(name, value);
            }
        }
        let place = records.partition_point(|other| *other < record);
        records.insert(place, record);
        self.bound(name);
        if known.is_some() {
            Recorded::Known
        } else {
            Recorded::New
        }
    }

    /// Merges another history; facts in both count once.
    pub fn merge(&mut self, other: Self) {
        for (name, at) in other.dropped {
            let dropped = self.dropped.or_insert_with(name, || at);
            *dropped = (*dropped).max(at);
        }
        for (name, count) in other.dropped_count {
            let dropped = self.dropped_count.or_default(name);
            *dropped = dropped.saturating_add(count);
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

    /// Removes the events for which `wanted` holds.
    pub fn take_out(
        &mut self,
        wanted: impl Fn(EventName, &Record) -> bool,
    ) -> SortedMap<EventName, Vec<Record>> {
        let mut taken = SortedMap::new();
        for (name, records) in self.kinds.iter_mut() {
            let (theirs, ours): (Vec<Record>, Vec<Record>) = std::mem::take(records)
                .into_iter()
                .partition(|record| wanted(*name, record));
            *records = ours.into();
            if !theirs.is_empty() {
                taken.insert(*name, theirs);
            }
        }
        taken
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
        let before = records.len();
        let oldest = records.remove(0);
        // Events of the same moment go together, or "after the dropped moment" would lie.
        records.retain(|record| record.at > oldest.at);
        let dropped = u32::try_from(before - records.len()).unwrap_or(u32::MAX);
        let count = self.dropped_count.or_default(name);
        *count = count.saturating_add(dropped);
        self.dropped.insert(name, oldest.at);
    }
}

impl Record {
    /// The property called `name`, if it is kept.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.properties
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Keeps a property. Of two values for one property the greater stays, whatever their order.
    pub fn keep(&mut self, name: String, value: Value) {
        let place = self.properties.partition_point(|(known, _)| *known < name);
        match self.properties.get_mut(place) {
            Some((known, held)) if *known == name => {
                if value > *held {
                    *held = value;
                }
            }
            _ => self.properties.insert(place, (name, value)),
        }
    }
}

impl Write for Record {
    fn write(&self, out: &mut Writer) {
        if self.properties.is_empty() {
            return out.values(&[&self.at, &self.fact, &self.subject]);
        }
        let properties = Properties(&self.properties);
        out.values(&[&self.at, &self.fact, &self.subject, &properties]);
    }
}

/// Properties as an object.
struct Properties<'a>(&'a [(String, Value)]);

impl Write for Properties<'_> {
    fn write(&self, out: &mut Writer) {
        out.object();
        for (position, (name, value)) in self.0.iter().enumerate() {
            out.next(position);
            name.write(out);
            out.colon();
            value.write(out);
        }
        out.end_object();
    }
}

impl Read for Record {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (mut at, mut fact, mut subject) = (Timestamp::default(), 0, None);
        let mut properties: SortedMap<String, Value> = SortedMap::new();
        read_leading(
            reader,
            &mut [&mut at, &mut fact, &mut subject, &mut properties],
        )?;
        Ok(Self {
            at,
            fact: FactPrint::Stored(fact),
            subject,
            properties: properties.into_iter().collect(),
        })
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
                fact: (n as u64).into(),
                ..Record::default()
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
            fact: 999.into(),
            ..Record::default()
        };
        assert_eq!(
            history.record(EventName::ProductViewed, late),
            Recorded::TooOld
        );
    }
}
