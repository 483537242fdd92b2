//! What a field of the customer's account showed over time.
//!
//! The shop copies it into every checkout, and every save of the account writes it again. So a
//! yes that was there all along is no act; one that was seen to change from no to yes is, and so
//! is one with which an account was made while the shop was connected.

use super::ConsentWord;
use super::checkout_box::CheckoutBox;
use crate::event::{Consent, FieldOfAccount};
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// What the field showed, by account version.
    pub struct AccountField {
        /// When the account was created.
        pub made_at: Option<Timestamp>,
        /// Whether the account was created while the shop was connected.
        pub is_new: bool,
        /// Whether a yes that was there from the start counts if there is no other statement.
        pub fills_blank: bool,
        /// What each version showed, sorted by version; at most [`AccountField::LIMIT`]. If one
        /// version showed both, the yes comes first, so that it isn’t a change.
        pub seen: Vec<Sighting>,
    }
}

stored! {
    /// What one version of a field showed.
    pub struct Sighting {
        /// The version that showed it.
        pub at: Timestamp,
        /// Whether it was checked.
        pub ticked: bool,
    }
}

impl Sighting {
    /// `ticked` or not in the version of `at`.
    pub(super) fn new(at: Timestamp, ticked: bool) -> Self {
        Self {
            at,
            ticked,
            ..Self::default()
        }
    }
}

impl AccountField {
    /// How many versions are kept.
    pub const LIMIT: usize = 16;

    /// Folds in what kind of account it is.
    pub(super) fn made(&mut self, account: &FieldOfAccount) {
        self.join(account.made_at, account.is_new, account.fills_blank);
    }

    fn join(&mut self, made_at: Option<Timestamp>, is_new: bool, fills_blank: bool) {
        self.made_at = match (self.made_at, made_at) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        self.is_new |= is_new;
        self.fills_blank |= fills_blank;
    }

    /// Folds in what the version of `at` shows.
    pub(super) fn see(&mut self, at: Timestamp, ticked: bool) {
        let place = self
            .seen
            .partition_point(|known| (known.at, !known.ticked) < (at, !ticked));
        let known = self.seen.get(place);
        if known.is_some_and(|known| (known.at, known.ticked) == (at, ticked)) {
            return;
        }
        self.seen.insert(place, Sighting::new(at, ticked));
        while self.seen.len() > Self::LIMIT {
            self.seen.remove(self.least_informative());
        }
    }

    /// Folds in what was seen of the same person's account under another name.
    pub(super) fn merge(&mut self, other: Self) {
        self.join(other.made_at, other.is_new, other.fills_blank);
        for sighting in other.seen {
            self.see(sighting.at, sighting.ticked);
        }
    }

    /// What it held when a checkout began; `None` where that is unknown.
    pub(super) fn held_before(&self, one: &CheckoutBox, boxes: &[CheckoutBox]) -> Option<bool> {
        let others = boxes.iter().filter(|other| other.token != one.token);
        let copied = others.filter_map(CheckoutBox::copied);
        let before = self.seen.iter().chain(copied);
        let before = before.filter(|seen| seen.at < one.began_at);
        let last = before.max_by_key(|seen| (seen.at, seen.ticked));
        let held = last.map(|seen| seen.ticked);
        // An account made in this checkout held nothing before.
        held.or_else(|| (self.made_at? >= one.began_at).then_some(false))
    }

    /// A yes that was there from the start, where that fills a blank.
    pub(super) fn held_from_the_start(&self) -> Option<ConsentWord> {
        let first = self.seen.first().filter(|first| first.ticked)?;
        self.fills_blank.then(|| word(first.at))
    }

    /// The changes to yes, without those that only copy what a checkout's box shows: that speaks
    /// for itself.
    pub(super) fn acts(&self, boxes: &[CheckoutBox]) -> Vec<ConsentWord> {
        let mut acts = Vec::new();
        let mut before: Option<&Sighting> = None;
        for sighting in &self.seen {
            let changed = match before {
                Some(before) => !before.ticked,
                None => self.is_new,
            };
            if sighting.ticked && changed {
                let since = before.map_or(Timestamp::MIN, |before| before.at);
                let made_at = before.map_or(self.made_at, |_| None);
                let at = made_at.unwrap_or(sighting.at).min(sighting.at);
                let is_copy = boxes.iter().any(|one| {
                    let copied = one.copied().filter(|seen| seen.ticked);
                    copied.is_some_and(|copied| {
                        since < copied.at && copied.at <= sighting.at.plus_millis(COPYING_MS)
                    })
                });
                if !is_copy {
                    acts.push(word(at));
                }
            }
            before = Some(sighting);
        }
        acts
    }

    /// The place of the sighting that says least: between two that say the same, else the oldest.
    fn least_informative(&self) -> usize {
        let within = |three: &[Sighting]| match three {
            [one, two, three] => one.ticked == two.ticked && two.ticked == three.ticked,
            _ => false,
        };
        let place = self.seen.windows(3).position(within);
        place.map_or(0, |place| place.saturating_add(1))
    }
}

fn word(at: Timestamp) -> ConsentWord {
    ConsentWord {
        consent: Consent::Subscribed,
        at,
        origin: Some("account".to_owned()),
        ..ConsentWord::default()
    }
}

/// How long after an order the account it is copied into may be saved, or before it.
const COPYING_MS: i64 = 60_000;
