//! The list of things to do that a host keeps, played.

use crate::effect::{Effect, Outcome};
use crate::id::EffectId;
use crate::state::State;
use crate::time::Timestamp;
use std::cmp::Ordering;

/// The host's list of things to do: a handful at most.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    rows: Vec<Row>,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) effect: Effect,
    pub(super) due: Timestamp,
    /// The row is on its way, and this is what will have become of it when it is due.
    pub(super) outcome: Option<Outcome>,
}

impl Outbox {
    /// What a host has in its outbox for a customer in this state.
    pub(super) fn of(state: &State, from: Timestamp) -> Self {
        let mut outbox = Self::default();
        for pending in state
            .pending
            .iter()
            .filter(|pending| pending.held_until.is_none() && !pending.failed)
        {
            outbox.put(pending.effect(), from);
        }
        outbox
    }

    pub(super) fn put(&mut self, effect: Effect, due: Timestamp) {
        self.remove(&effect.id);
        self.rows.push(Row {
            effect,
            due,
            outcome: None,
        });
    }

    pub(super) fn remove(&mut self, effect: &EffectId) {
        self.rows.retain(|row| row.effect.id != *effect);
    }

    pub(super) fn row_mut(&mut self, effect: &EffectId) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.effect.id == *effect)
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.rows.iter().map(|row| row.due).min()
    }

    /// The first row that is due; what is on its way comes before what is not, and what waits
    /// for another row comes last.
    pub(super) fn first_due(&self, now: Timestamp) -> Option<&Row> {
        let due = self.rows.iter().filter(|row| row.due <= now);
        due.min_by(|one, other| self.order(one, other))
    }

    fn order(&self, one: &Row, other: &Row) -> Ordering {
        let rank = |row: &Row| {
            let first = row.effect.depends_on.as_ref();
            let blocked = first.is_some_and(|first| self.has(first));
            (blocked, row.outcome.is_none(), row.due, row.effect.due)
        };
        // Ids decide only between equals, so that they are not looked at otherwise.
        let by_id = || one.effect.id.cmp(&other.effect.id);
        rank(one).cmp(&rank(other)).then_with(by_id)
    }

    fn has(&self, effect: &EffectId) -> bool {
        self.rows.iter().any(|row| row.effect.id == *effect)
    }

    /// What waited for `done` is due now.
    pub(super) fn unblock(&mut self, done: &EffectId, now: Timestamp) {
        let waiting = |row: &&mut Row| row.effect.depends_on.as_ref() == Some(done);
        for row in self.rows.iter_mut().filter(waiting) {
            row.due = now;
        }
    }
}
