//! Which properties of events a history must keep.

use crate::event::EventName;
use crate::json::{Write, Writer};
use crate::sorted_map::SortedMap;

/// The properties that the plan's conditions ask for, by kind of event. A history keeps these
/// and no others, so that a state stays small; when a new plan asks for more, the host replays the
/// customer's events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    names: SortedMap<EventName, Vec<String>>,
}

impl Kept {
    /// No properties are kept.
    pub const NOTHING: Self = Self {
        names: SortedMap::new(),
    };

    /// The properties to keep of events called `event`, sorted.
    #[must_use]
    pub fn of(&self, event: EventName) -> &[String] {
        self.names.get(&event).map_or(&[], Vec::as_slice)
    }

    /// Adds a property of events called `event`.
    pub fn add(&mut self, event: EventName, property: &str) {
        let names = self.names.or_default(event);
        let place = names.partition_point(|known| known.as_str() < property);
        if names.get(place).is_none_or(|known| known != property) {
            names.insert(place, property.to_owned());
        }
    }

    /// Adds everything in `other`.
    pub fn join(&mut self, other: &Self) {
        for (event, names) in other.names.iter() {
            for name in names {
                self.add(*event, name);
            }
        }
    }
}

impl Write for Kept {
    fn write(&self, out: &mut Writer) {
        self.names.write(out);
    }
}
