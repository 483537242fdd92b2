//! What a condition depends on.

use crate::customer::Kept;
use crate::event::{EventName, EventNames};

/// What a condition's answer can depend on besides time: which events can change it, what must
/// be kept and handed over so that it can be answered at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The events that can change the answer.
    pub events: EventNames,
    /// The properties of past events it uses.
    pub kept: Kept,
    /// The segments it uses, in the order of the file.
    pub segments: Vec<String>,
    /// Whether it uses the shop’s catalog.
    pub catalogue: bool,
    /// Whether it uses the shop’s RFM cuts.
    pub rfm: bool,
    /// Whether it uses the lead score.
    pub score: bool,
    /// Whether it uses the loyalty tiers.
    pub tiers: bool,
    /// Whether it uses opens or clicks.
    pub reactions: bool,
    /// Whether it uses a random draw, so that it may hold for a customer about whom nothing is
    /// known.
    pub draws: bool,
}

impl Scope {
    /// Any of these events can change the answer.
    pub const fn moved_by(&mut self, events: EventNames) {
        self.events = self.events.and(events);
    }

    /// It depends on everything that `other` depends on.
    pub fn join(&mut self, other: Self) {
        self.moved_by(other.events);
        self.kept.join(&other.kept);
        self.catalogue |= other.catalogue;
        self.rfm |= other.rfm;
        self.score |= other.score;
        self.tiers |= other.tiers;
        self.reactions |= other.reactions;
        self.draws |= other.draws;
        for segment in other.segments {
            self.asks_segment(&segment);
        }
    }

    /// Records that it uses a segment.
    pub fn asks_segment(&mut self, segment: &str) {
        if !self.segments.iter().any(|known| known == segment) {
            self.segments.push(segment.to_owned());
        }
    }

    /// Records that it uses a property of past events.
    pub fn keeps(&mut self, event: EventName, property: &str) {
        self.kept.add(event, property);
    }
}

/// Nothing of it is handed on: a plan derives it when it is made.
impl crate::compact::Compact for Scope {
    fn pack(&self, _: &mut Vec<u8>) {}
    fn unpack(_: &mut crate::compact::Packed<'_>) -> Option<Self> {
        Some(Self::default())
    }
}
