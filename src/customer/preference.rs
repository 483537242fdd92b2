//! What a customer said about what they want to get.

use crate::event::{Frequency, Preferences};
use crate::sorted_map::SortedMap;
use crate::stored::{Reported, stored};
use crate::time::Timestamp;

stored! {
    /// The latest word on each topic, on how often, and on a pause.
    pub struct PreferenceFacts {
        /// Topics by their IDs: whether they want to hear of each. At most
        /// [`PreferenceFacts::MAX_TOPICS`].
        pub topics: SortedMap<String, Reported<bool>>,
        /// How often they want marketing.
        pub frequency: Option<Reported<Frequency>>,
        /// Until when they want none.
        pub paused_until: Option<Reported<Timestamp>>,
    }
}

impl PreferenceFacts {
    /// How many topics are kept; further ones are dropped.
    pub const MAX_TOPICS: usize = 100;

    /// Folds in what they chose at `at`.
    pub fn fold(&mut self, chosen: &Preferences, at: Timestamp) {
        for (topic, wanted) in chosen.topics.iter() {
            self.choose(topic, Reported::new(*wanted, at, true));
        }
        if let Some(often) = chosen.frequency {
            Reported::join(&mut self.frequency, Reported::new(often, at, true));
        }
        if let Some(until) = chosen.paused_until {
            Reported::join(&mut self.paused_until, Reported::new(until, at, true));
        }
    }

    /// Takes in what was known of the same person as another customer: the later word counts.
    pub fn merge(&mut self, other: Self) {
        for (topic, wanted) in other.topics {
            self.choose(&topic, wanted);
        }
        if let Some(often) = other.frequency {
            Reported::join(&mut self.frequency, often);
        }
        if let Some(until) = other.paused_until {
            Reported::join(&mut self.paused_until, until);
        }
    }

    /// Whether they said no to a topic. Who said nothing wants it.
    #[must_use]
    pub fn declines(&self, topic: &str) -> bool {
        self.topics.get(topic).is_some_and(|wanted| !wanted.value)
    }

    /// How often they want marketing.
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        self.frequency
            .as_ref()
            .map_or_else(Frequency::default, |often| often.value)
    }

    /// Until when they paused marketing, if that lies after `now`.
    #[must_use]
    pub fn paused_at(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.paused_until.as_ref().map(|until| until.value);
        until.filter(|until| *until > now)
    }

    fn choose(&mut self, topic: &str, wanted: Reported<bool>) {
        let mut known = self.topics.remove(topic);
        Reported::join(&mut known, wanted);
        if let Some(known) = known {
            self.topics.insert(topic.to_owned(), known);
        }
        // As with traits: the last by name goes, so that any order of events keeps the same ones.
        while self.topics.len() > Self::MAX_TOPICS {
            self.topics.pop_last();
        }
    }
}
