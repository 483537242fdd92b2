//! A customer's consent by channel, with its proof.
//!
//! Consent is a fact about a moment. Every statement is kept while it may still count, and what is
//! in force is derived from all of them each time, so that order and repetition of deliveries do
//! not matter (`docs/consent.md` has the rules for each source):
//!
//! - A withdrawal ends consent. Only an act of the customer that happened later begins it again;
//!   at equal times the withdrawal stands.
//! - A ticked box counts as of the moment its checkout began (`checkout_box`).
//! - A field of the account counts when it changes to yes (`account_field`).
//! - Silence is never a withdrawal, and a statement that may only fill a blank overrides nothing.

mod account_field;
mod checkout_box;
#[cfg(test)]
mod tests;

use super::Customer;
use crate::event::{Channel, Consent, ConsentChange, ConsentField, ConsentWeight};
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;
use account_field::AccountField;
pub use account_field::Sighting;
pub use checkout_box::CheckoutBox;

stored! {
    /// The current consent on each channel; `never_subscribed` if there is no statement.
    pub struct ConsentLedger {
        /// The records, by channel.
        pub channels: SortedMap<Channel, ConsentRecord>,
    }
}

stored! {
    /// The consent on one channel with its proof, and every statement that may still count.
    pub struct ConsentRecord {
        /// The current consent.
        pub consent: Consent,
        /// When it took effect.
        pub at: Timestamp,
        /// Where it was given: `shopify`, `checkout`, `one-click`.
        pub origin: Option<String>,
        /// The text that was agreed to, or another proof, where one was given.
        pub proof: Option<String>,
        /// The latest dated statement other than a withdrawal.
        pub told: Option<ConsentWord>,
        /// The latest withdrawal.
        pub withdrawn: Option<ConsentWord>,
        /// The platform's own record, as last seen, where it has one.
        pub platform: Option<Sighting>,
        /// A statement that counts only while there is no other.
        pub blank: Option<ConsentWord>,
        /// The latest sign-up that is still to be confirmed: see [`ConsentWeight::Asks`].
        pub asked: Option<ConsentWord>,
        /// The boxes of checkouts and orders; at most [`ConsentRecord::BOXES`].
        pub boxes: Vec<CheckoutBox>,
        /// What the fields of their accounts showed, by account.
        pub accounts: SortedMap<String, AccountField>,
        /// As in [`ConsentChange::in_store`], of the current consent.
        pub in_store: bool,
    }
}

stored! {
    /// One statement about consent.
    pub struct ConsentWord {
        /// The consent it states.
        pub consent: Consent,
        /// The moment it counts from.
        pub at: Timestamp,
        /// Where it was given: `shopify`, `checkout`, `one-click`.
        pub origin: Option<String>,
        /// The text that was agreed to, or another proof.
        pub proof: Option<String>,
        /// As in [`ConsentChange::in_store`].
        pub in_store: bool,
    }
}

impl Customer {
    /// The channels on which marketing may be sent to them, as far as consent and addresses say.
    pub fn reachable(&self) -> impl Iterator<Item = Channel> {
        let channels = Channel::ALL.into_iter();
        channels.filter(|channel| {
            let address = self.address(*channel);
            self.consent.on(*channel) == Consent::Subscribed
                && address.is_some()
                && self.suppression(*channel, address).is_none()
        })
    }
}

stored! {
    /// The consent given in one checkout, moved away from a customer: see
    /// [`ConsentLedger::take_back`].
    pub struct TakenBack {
        /// The boxes, by channel.
        pub boxes: SortedMap<Channel, Vec<CheckoutBox>>,
    }
}

impl TakenBack {
    /// Adds what was taken back from another checkout of the same purchase.
    pub fn add(&mut self, other: Self) {
        for (channel, boxes) in other.boxes {
            self.boxes.or_default(channel).extend(boxes);
        }
    }
}

impl ConsentLedger {
    /// The consent on `channel`.
    #[must_use]
    pub fn on(&self, channel: Channel) -> Consent {
        self.channels
            .get(&channel)
            .map_or(Consent::NeverSubscribed, |record| record.consent)
    }

    /// The withdrawal in force on `channel`, if there is one.
    #[must_use]
    pub fn withdrawal(&self, channel: Channel) -> Option<ConsentWord> {
        let record = self.channels.get(&channel)?;
        (record.consent == Consent::Unsubscribed).then(|| record.in_force())
    }

    /// Folds in a statement made at `at`.
    pub fn fold(&mut self, change: &ConsentChange, at: Timestamp) {
        if change.weight == Some(ConsentWeight::Follows) {
            // The engine's news of what this ledger holds already.
            return;
        }
        let record = self.record(change.channel);
        let word = ConsentWord {
            consent: change.consent,
            at,
            origin: change.origin.clone(),
            proof: change.proof.clone(),
            in_store: change.in_store,
            ..ConsentWord::default()
        };
        keep_record(&mut record.platform, word.of_record());
        let fills_blank = change.weight.is_some();
        let slot = match (change.consent, fills_blank) {
            _ if change.weight == Some(ConsentWeight::Asks) => &mut record.asked,
            (Consent::Unsubscribed, _) => &mut record.withdrawn,
            (_, true) => &mut record.blank,
            (_, false) => &mut record.told,
        };
        keep_later(slot, word);
        record.settle();
    }

    /// Folds in what a field of the shop shows in the version of `at`.
    pub fn see(&mut self, field: &ConsentField, at: Timestamp) {
        let record = self.record(field.channel);
        if let Some(checkout) = &field.checkout {
            record.see_box(CheckoutBox::seen(checkout, field.ticked, at));
        }
        if let Some(account) = &field.account {
            let known = record.accounts.or_default(account.of.clone());
            known.made(account);
            known.see(at, field.ticked);
        }
        record.settle();
    }

    /// Removes what was ticked in the checkout or order of `token` (as in
    /// [`Cart::checkout_token`](crate::event::Cart::checkout_token) and
    /// [`Order::checkout_token`](crate::event::Order::checkout_token)), because it turns out to be
    /// another person's. They get it by [`ConsentLedger::take_over`].
    #[must_use]
    pub fn take_back(&mut self, token: &str) -> TakenBack {
        let mut taken = TakenBack::default();
        for (channel, record) in self.channels.iter_mut() {
            record.adopt();
            let (theirs, ours) = std::mem::take(&mut record.boxes)
                .into_iter()
                .partition(|one| one.token == token);
            record.boxes = ours;
            record.settle();
            let theirs: Vec<CheckoutBox> = theirs;
            if !theirs.is_empty() {
                taken.boxes.insert(*channel, theirs);
            }
        }
        taken
    }

    /// Takes over what was ticked in a checkout that now is this customer's. It counts as if they
    /// had been known from its beginning.
    pub fn take_over(&mut self, taken: TakenBack) {
        for (channel, boxes) in taken.boxes {
            let record = self.record(channel);
            for one in boxes {
                record.see_box(one);
            }
            record.settle();
        }
    }

    /// Whether there is no statement at all.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        let mut channels = self.channels.values();
        channels.all(|record| record.consent == Consent::NeverSubscribed)
    }

    /// Merges the consent of another customer who is the same person: the stricter stands,
    /// whichever is later, because one of the two is a mistake and only silence is safe. Of
    /// somebody who could not be written to (`is_nameless`), only boxes can be known, and they
    /// count like any of this customer's.
    pub fn merge(&mut self, mut other: Self, is_nameless: impl Fn(Channel) -> bool) {
        // It may be in the store under an account that is no longer the one they are known by.
        let records = self.channels.iter_mut().chain(other.channels.iter_mut());
        for (_, record) in records {
            record.leave_store();
        }
        for (channel, theirs) in other.channels {
            let nameless = is_nameless(channel);
            self.record(channel).merge(theirs, nameless);
        }
    }

    fn record(&mut self, channel: Channel) -> &mut ConsentRecord {
        let record = self.channels.or_default(channel);
        record.adopt();
        record
    }
}

impl ConsentRecord {
    /// How many checkouts' boxes are kept.
    pub const BOXES: usize = 8;

    /// Derives what is in force from all statements.
    fn settle(&mut self) {
        self.drop_what_is_over();
        let withdrawn_at = self.withdrawn.as_ref().map(|word| word.at);
        let later = |word: &ConsentWord| withdrawn_at.is_none_or(|at| at < word.at);
        let mut best = self.told.clone().filter(&later);
        // With double opt-in a tick only asks for the confirmation that is pending.
        let is_pending = best
            .as_ref()
            .is_some_and(|word| word.consent == Consent::Pending);
        if !is_pending {
            for act in self.acts().into_iter().filter(&later) {
                keep_later(&mut best, act);
            }
        }
        let best =
            best.filter(|word| word.consent != Consent::NeverSubscribed || withdrawn_at.is_none());
        let in_force = best
            .or_else(|| self.withdrawn.clone())
            .or_else(|| self.blank.clone())
            .or_else(|| self.doubtful())
            .unwrap_or_default();
        // Whoever signs somebody up takes back nothing of what they said themselves.
        let asked = self.asked.clone().filter(&later);
        let in_force = match asked {
            Some(asked) if in_force.consent != Consent::Subscribed => asked,
            _ => in_force,
        };
        self.consent = in_force.consent;
        self.at = in_force.at;
        self.origin = in_force.origin;
        self.proof = in_force.proof;
        self.in_store = in_force.in_store;
        self.fold_up();
    }

    /// Nothing is in the store's copy anymore, as far as is known.
    fn leave_store(&mut self) {
        self.in_store = false;
        let words = [&mut self.told, &mut self.withdrawn, &mut self.blank];
        for word in words.into_iter().flatten() {
            word.in_store = false;
        }
    }

    /// Drops statements that later ones have replaced for good.
    fn drop_what_is_over(&mut self) {
        if let (Some(received), Some(withdrawn)) = (&self.told, &self.withdrawn) {
            if received.at <= withdrawn.at {
                self.told = None;
            } else if received.consent != Consent::NeverSubscribed {
                self.withdrawn = None;
            }
        }
        if self.told.is_some() || self.withdrawn.is_some() {
            self.blank = None;
        }
        let told = self.told.as_ref();
        let told = told.filter(|word| word.consent != Consent::NeverSubscribed);
        let mut answers = told.into_iter().chain(&self.withdrawn);
        let is_answered = |asked: &ConsentWord| answers.any(|word| asked.at <= word.at);
        if self.asked.as_ref().is_some_and(is_answered) {
            self.asked = None;
        }
    }

    /// Unfolds a record that [`Self::fold_up`] left, or an earlier release, which kept only what
    /// was in force.
    fn adopt(&mut self) {
        if self.consent == Consent::NeverSubscribed || !self.is_folded_up() {
            return;
        }
        let word = self.in_force();
        self.platform = word.of_record();
        if self.consent == Consent::Unsubscribed {
            self.withdrawn = Some(word);
        } else {
            self.told = Some(word);
        }
    }

    /// Leaves a record that holds one word only as that word: most customers' do.
    fn fold_up(&mut self) {
        let word = self.in_force();
        let mut alone = Self {
            unknown: self.unknown.clone(),
            consent: word.consent,
            at: word.at,
            origin: word.origin,
            proof: word.proof,
            in_store: word.in_store,
            ..Self::default()
        };
        let folded = alone.clone();
        alone.adopt();
        if alone == *self {
            *self = folded;
        }
    }

    fn is_folded_up(&self) -> bool {
        let words = [&self.told, &self.withdrawn, &self.blank, &self.asked];
        words.iter().all(|word| word.is_none()) && self.boxes.is_empty() && self.accounts.is_empty()
    }

    fn in_force(&self) -> ConsentWord {
        ConsentWord {
            consent: self.consent,
            at: self.at,
            origin: self.origin.clone(),
            proof: self.proof.clone(),
            in_store: self.in_store,
            ..ConsentWord::default()
        }
    }

    fn merge(&mut self, mut other: Self, nameless: bool) {
        other.adopt();
        let (ours, theirs) = (self.in_force(), other.in_force());
        for (slot, word) in [
            (&mut self.told, other.told),
            (&mut self.withdrawn, other.withdrawn),
            (&mut self.blank, other.blank),
            (&mut self.asked, other.asked),
        ] {
            if let Some(word) = word {
                keep_later(slot, word);
            }
        }
        for one in other.boxes {
            self.see_box(one);
        }
        for (of, theirs) in other.accounts {
            self.accounts.or_default(of).merge(theirs);
        }
        keep_record(&mut self.platform, other.platform);
        self.settle();
        if nameless {
            return;
        }
        // What the less strict of the two said stands behind the stricter from now on, also when
        // it is received again.
        let stricter = if strictness(theirs.consent) > strictness(ours.consent) {
            theirs
        } else {
            ours
        };
        if strictness(stricter.consent) > strictness(self.consent) {
            let until = self.at;
            self.adopt();
            let slot = match stricter.consent {
                Consent::Unsubscribed => &mut self.withdrawn,
                _ => &mut self.told,
            };
            let at = stricter.at.max(until);
            keep_later(slot, ConsentWord { at, ..stricter });
            self.settle();
        }
    }
}

impl ConsentWord {
    /// What it says of the platform's own record, if it comes from there.
    fn of_record(&self) -> Option<Sighting> {
        let is_record = self.origin.as_deref() == Some(ConsentChange::RECORD);
        is_record.then(|| Sighting::new(self.at, self.consent == Consent::Subscribed))
    }
}

/// Keeps the later of two sightings of a record, of two at once the one that says yes, from which
/// boxes may be filled in.
fn keep_record(known: &mut Option<Sighting>, received: Option<Sighting>) {
    let both = [known.take(), received].into_iter().flatten();
    *known = both.max_by_key(|seen| (seen.at, seen.ticked));
}

/// Keeps the later of two words; of two at the same moment the stricter, and so on down, so that
/// it does not matter which is received first.
fn keep_later(known: &mut Option<ConsentWord>, received: ConsentWord) {
    let rank = |word: &ConsentWord| {
        let (origin, proof) = (word.origin.clone(), word.proof.clone());
        let words = (word.at, strictness(word.consent), origin, proof);
        (words, word.in_store)
    };
    if known
        .as_ref()
        .is_none_or(|known| rank(&received) > rank(known))
    {
        *known = Some(received);
    }
}

/// Higher forbids more. Silence counts least: it takes nothing back.
const fn strictness(consent: Consent) -> u8 {
    match consent {
        Consent::NeverSubscribed => 0,
        Consent::Subscribed => 1,
        Consent::Pending => 2,
        Consent::Unsubscribed => 3,
    }
}
