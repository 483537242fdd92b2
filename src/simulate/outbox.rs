//! The list of things to do that a host keeps, played.

use crate::effect::{Effect, Outcome};
use crate::id::EffectId;
use crate::sorted_map::SortedMap;
use crate::state::State;
use crate::time::Timestamp;

/// The host's list of things to do.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) rows: SortedMap<EffectId, Row>,
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
        self.rows.insert(
            effect.id.clone(),
            Row {
                effect,
                due,
                outcome: None,
            },
        );
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.rows.values().map(|row| row.due).min()
    }

    /// The first row that is due; what is on its way comes before what is not, and what waits
    /// for another row comes last.
    pub(super) fn first_due(&self, now: Timestamp) -> Option<Row> {
        let due = self.rows.values().filter(|row| row.due <= now);
        let first = due.min_by_key(|row| {
            let blocked = row
                .effect
                .depends_on
                .as_ref()
                .is_some_and(|first| self.rows.contains_key(first));
            (
                blocked,
                row.outcome.is_none(),
                row.due,
                row.effect.due,
                row.effect.id.clone(),
            )
        })?;
        Some(first.clone())
    }

    /// What waited for `done` is due now.
    pub(super) fn unblock(&mut self, done: &EffectId, now: Timestamp) {
        let rows = self.rows.iter_mut().map(|(_, row)| row);
        let waiting = rows.filter(|row| row.effect.depends_on.as_ref() == Some(done));
        for row in waiting {
            row.due = now;
        }
    }
}
