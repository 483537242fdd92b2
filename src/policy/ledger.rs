//! What was sent to one customer, for counting.

use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The messages allowed so far, oldest first, at most [`Ledger::LIMIT`].
    ///
    /// A message counts from the moment it is allowed, so that two planned in the same second
    /// see each other; it is taken out again if it is withdrawn or the provider refuses it.
    pub struct Ledger {
        /// The messages, oldest first.
        pub sends: Vec<SendRecord>,
    }
}

stored! {
    /// A message that was sent or allowed to be sent.
    pub struct SendRecord {
        /// The effect that sent it.
        pub effect: EffectId,
        /// The enrollment that sent it.
        pub enrollment: EnrollmentId,
        /// The workflow that sent it.
        pub workflow: WorkflowId,
        /// The step; empty in records of the first release.
        pub step: StepId,
        /// The order it is about.
        pub order: Option<String>,
        /// The cart it is about, by one of its keys.
        pub cart: Option<String>,
        /// The workflow’s priority.
        pub priority: u32,
        /// The channel of the message.
        pub channel: Option<Channel>,
        /// Marketing or transactional.
        pub kind: MessageKind,
        /// When it was last allowed, and finally when it was sent.
        pub at: Timestamp,
        /// Whether it was sent.
        pub sent: bool,
    }
}

impl Ledger {
    /// How many messages are remembered.
    pub const LIMIT: usize = 300;

    /// Adds a message.
    pub fn add(&mut self, record: SendRecord) {
        self.sends.retain(|known| known.effect != record.effect);
        self.insert(record);
    }

    /// Puts a message, which it doesn't have, into its place.
    fn insert(&mut self, record: SendRecord) {
        let place = self.sends.partition_point(|known| known.at <= record.at);
        self.sends.insert(place, record);
        if self.sends.len() > Self::LIMIT {
            self.sends.remove(0);
        }
    }

    /// Takes a message out that will not be sent.
    pub fn remove(&mut self, effect: &EffectId) {
        self.sends.retain(|known| known.effect != *effect);
    }

    /// Notes that a message may be handed over at `at`. It counts from this try, not from an
    /// earlier one that came to nothing: several may be tried again in the same second.
    pub fn released(&mut self, effect: &EffectId, at: Timestamp) {
        self.stamp(effect, at, false);
    }

    /// Notes that a message was handed over at `at`.
    pub fn sent(&mut self, effect: &EffectId, at: Timestamp) {
        self.stamp(effect, at, true);
    }

    fn stamp(&mut self, effect: &EffectId, at: Timestamp, sent: bool) {
        if let Some(position) = self.sends.iter().position(|known| known.effect == *effect) {
            let mut record = self.sends.remove(position);
            record.at = at;
            record.sent |= sent;
            self.insert(record);
        }
    }

    /// When a message was sent and on which channel, oldest first.
    pub fn handed_over(&self) -> impl Iterator<Item = (Timestamp, Channel)> {
        let sent = self.sends.iter().filter(|record| record.sent);
        sent.filter_map(|record| Some((record.at, record.channel?)))
    }

    /// Whether no marketing was sent on `channel` but `effect`.
    pub(crate) fn is_first(&self, channel: Channel, effect: &EffectId) -> bool {
        !self.sends.iter().any(|known| {
            known.sent
                && known.channel == Some(channel)
                && known.kind == MessageKind::Marketing
                && known.effect != *effect
        })
    }

    /// Takes in another customer's messages, who is the same person.
    pub fn merge(&mut self, other: Self) {
        for record in other.sends {
            if !self.sends.iter().any(|known| known.effect == record.effect) {
                self.add(record);
            }
        }
    }
}
