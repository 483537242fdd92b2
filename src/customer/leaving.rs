//! Accounts that the shop deletes, and orders that it anonymizes.

use super::Customer;
use crate::event::{Event, EventKind, EventName};
use crate::json::words;
use crate::time::Timestamp;

impl Customer {
    /// An account that changes or orders after it was deleted exists again. A customer who orders
    /// after a privacy request is no longer one of whom only erased orders are known.
    pub(super) fn lift_holds(&mut self, event: &Event, at: Timestamp) {
        if !ALIVE.contains(&event.kind.name()) || !event.source.is_confirmed() {
            return;
        }
        if self.account_deleted.is_some_and(|deleted| at > deleted) {
            self.account_deleted = None;
        }
        let ordered = matches!(event.kind, EventKind::OrderPlaced { .. });
        if ordered && self.privacy_hold.is_some_and(|since| at > since) {
            self.privacy_hold = None;
        }
    }

    /// Folds in that the shop deleted their account, unless something of theirs happened later.
    pub(super) fn lose_account(&mut self, at: Timestamp) {
        let later = |name| self.history.of(name).last().is_some_and(|one| one.at > at);
        if !ALIVE.into_iter().any(later) {
            self.account_deleted = self.account_deleted.max(Some(at));
        }
    }

    /// What is known of them besides the orders that the person was taken out of.
    #[must_use]
    pub fn remains(&self) -> Remains {
        let mut orders = self.orders.by_id.values();
        if self.orders.folded_count > 0 || orders.any(|order| !order.anonymized) {
            return Remains::AnOrder;
        }
        let has_account = self.profile.joined_at.is_some()
            || !self.history.of(EventName::CustomerCreated).is_empty();
        let mut ledger = self.consent.clone();
        for order in self.orders.by_id.values() {
            if let Some(token) = &order.checkout_token {
                let _ = ledger.take_back(token);
            }
        }
        if has_account || !ledger.is_silent() {
            Remains::SomethingElse
        } else {
            Remains::Nothing
        }
    }
}

/// What an account that was deleted before it is there again by.
const ALIVE: [EventName; 3] = [
    EventName::CustomerCreated,
    EventName::CustomerUpdated,
    EventName::OrderPlaced,
];

/// What is known of somebody whose orders were anonymized in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remains {
    /// Nothing: they are to be forgotten.
    Nothing,
    /// An order that names them.
    AnOrder,
    /// No such order, but an account, or something they agreed to or refused elsewhere.
    SomethingElse,
}

words!(Remains { Nothing = "nothing", AnOrder = "an-order", SomethingElse = "something-else" });
