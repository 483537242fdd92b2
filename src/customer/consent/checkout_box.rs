//! Boxes of checkouts and orders.
//!
//! What a box shows when the order is placed is what the buyer left in it. Before, the latest
//! version counts, for the checkout goes on; afterwards nothing does, for then only an
//! administrator can change it. And it is no act of theirs where the shop had filled it in.

use super::{AccountField, ConsentRecord, ConsentWord, Sighting, keep_later};
use crate::event::{Consent, FieldOfCheckout, Prefill};
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The marketing checkbox of one checkout, as reported with the checkout and the order it
    /// became.
    pub struct CheckoutBox {
        /// The checkout's token.
        pub token: String,
        /// When the checkout started, according to the earliest report.
        pub began_at: Timestamp,
        /// Whether only the order is known, so the checkout may have started earlier.
        pub began_before: bool,
        /// The latest version before the order was placed.
        pub open: Option<Sighting>,
        /// The earliest version of the placed order.
        pub placed: Option<Sighting>,
        /// Whether the shop may have filled it in, as of the earliest version.
        pub prefill: Prefill,
        /// The version that `prefill` is from.
        pub told_at: Timestamp,
    }
}

impl CheckoutBox {
    /// What one body shows, in the version of `at`.
    pub(super) fn seen(field: &FieldOfCheckout, ticked: bool, at: Timestamp) -> Self {
        Self {
            token: field.token.clone(),
            // Nothing begins after it is reported.
            began_at: field.began_at.min(at),
            began_before: !field.is_beginning,
            open: (!field.placed).then(|| Sighting::new(at, ticked)),
            placed: field.placed.then(|| Sighting::new(at, ticked)),
            prefill: field.prefill,
            told_at: at,
            ..Self::default()
        }
    }

    /// Unites what two bodies show of the same box.
    fn join(&mut self, other: &Self) {
        self.began_at = self.began_at.min(other.began_at);
        self.began_before &= other.began_before;
        // Of two versions with one time the ticked one is the later: boxes start out empty.
        let both = [&self.open, &other.open].into_iter().flatten();
        self.open = both.max_by_key(|seen| (seen.at, seen.ticked)).cloned();
        let both = [&self.placed, &other.placed].into_iter().flatten();
        self.placed = both.min_by_key(|seen| (seen.at, !seen.ticked)).cloned();
        // An order may be given an account, or lose it, after the box was ticked.
        let ours = (self.told_at, std::cmp::Reverse(self.prefill));
        let theirs = (other.told_at, std::cmp::Reverse(other.prefill));
        if theirs < ours {
            self.told_at = other.told_at;
            self.prefill = other.prefill;
        }
    }

    /// What the buyer left in it, and by when.
    fn left(&self) -> Option<&Sighting> {
        self.placed.as_ref().or(self.open.as_ref())
    }

    /// What the shop copied from it into the account, and when.
    pub(super) fn copied(&self) -> Option<&Sighting> {
        self.left().filter(|seen| {
            let is_saved = self.placed.is_some() || seen.ticked;
            self.prefill == Prefill::FromAccount && is_saved
        })
    }

    fn word(&self) -> ConsentWord {
        ConsentWord {
            consent: Consent::Subscribed,
            at: self.began_at,
            origin: Some("checkout".to_owned()),
            ..ConsentWord::default()
        }
    }
}

/// Whether a box was ticked by its buyer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Act,
    /// It may have been filled in: enough for a blank, not against a withdrawal.
    Doubtful,
    NoAct,
}

impl ConsentRecord {
    /// Folds in what a body shows of a checkout's box.
    pub(super) fn see_box(&mut self, seen: CheckoutBox) {
        match self.boxes.iter_mut().find(|one| one.token == seen.token) {
            Some(known) => known.join(&seen),
            None => self.boxes.push(seen),
        }
        self.boxes
            .sort_by(|a, b| (a.began_at, &a.token).cmp(&(b.began_at, &b.token)));
        while self.boxes.len() > Self::BOXES {
            // Nobody moves so old a checkout; what it gave stays.
            let oldest = self.boxes.remove(0);
            if self.verdict(&oldest) == Verdict::Act {
                keep_later(&mut self.told, oldest.word());
            }
        }
    }

    /// Everything the buyer did, by boxes and in the account.
    pub(super) fn acts(&self) -> Vec<ConsentWord> {
        let ticked = self.boxes.iter();
        let ticked = ticked.filter(|one| self.verdict(one) == Verdict::Act);
        let mut acts: Vec<ConsentWord> = ticked.map(CheckoutBox::word).collect();
        for account in self.accounts.values() {
            acts.extend(account.acts(&self.boxes));
        }
        acts
    }

    /// The latest tick that only fills a blank.
    pub(super) fn doubtful(&self) -> Option<ConsentWord> {
        let mut boxes = self.boxes.iter().rev();
        let found = boxes.find(|one| self.verdict(one) == Verdict::Doubtful);
        let found = found.map(CheckoutBox::word);
        let started = self
            .accounts
            .values()
            .filter_map(AccountField::held_from_the_start);
        found.into_iter().chain(started).max_by_key(|word| word.at)
    }

    /// What the account held when a checkout began; `None` where that is unknown.
    fn held_before(&self, one: &CheckoutBox) -> Option<bool> {
        let mut accounts = self.accounts.values();
        let known = accounts.find_map(|account| account.held_before(one, &self.boxes));
        known.or_else(|| AccountField::default().held_before(one, &self.boxes))
    }

    fn verdict(&self, one: &CheckoutBox) -> Verdict {
        if !one.left().is_some_and(|seen| seen.ticked) {
            return Verdict::NoAct;
        }
        match one.prefill {
            // It may have begun before what it is held against.
            _ if one.began_before => Verdict::Doubtful,
            Prefill::Never => Verdict::Act,
            Prefill::FromRecord => match &self.platform {
                Some(record) if record.ticked && record.at < one.began_at => Verdict::NoAct,
                _ => Verdict::Act,
            },
            Prefill::FromAccount => match self.held_before(one) {
                Some(true) => Verdict::NoAct,
                Some(false) => Verdict::Act,
                None => Verdict::Doubtful,
            },
        }
    }
}
