//! A customer's facts, and the fold of one event into them.
//!
//! This module records and never decides. Folding is idempotent, and the facts of events that
//! arrive in different orders converge: each value carries the moment it was reported, and each
//! collection is keyed by what it holds. So redelivered and reordered deliveries lead to the same
//! facts.

mod cart;
mod consent;
mod history;
mod identity;
mod kept;
mod leaving;
mod line;
mod order;
mod preference;
mod profile;
mod purchase;
mod returns;
mod sale;
mod score;
mod standing;
mod tag;
mod touch;

use crate::event::{Cart, Channel, Event, EventKind, EventName};
use crate::id::CustomerId;
use crate::json::Section;
use crate::money::Currency;
use crate::reason::Reason;
use crate::sorted_map::SortedMap;
use crate::stored::{Reported, stored};
use crate::time::{Timestamp, Zone};

pub use cart::{CartFacts, Carts};
pub use consent::{CheckoutBox, ConsentLedger, ConsentRecord, ConsentWord, Sighting, TakenBack};
pub use history::{History, Record, Recorded};
pub use identity::{Claim, Claimed, Found, Move, Resolution, ResolveRequest, resolve};
pub use kept::Kept;
pub use leaving::Remains;
pub use line::LineFacts;
pub use order::{OrderFacts, Orders};
pub use preference::PreferenceFacts;
pub use profile::ProfileFacts;
pub use purchase::{Handover, Purchase, SentStep};
pub use returns::{ReturnedFrom, Returns, Suppression};
pub use sale::Sale;
pub use score::ScoreFacts;
pub use standing::{OrderPoints, Points, PointsEntry, TierStanding};
pub use tag::{TagFacts, Tags};
pub use touch::{IssuedCode, Touch, TouchKind, Touches};

stored! {
    /// Everything known about a customer.
    pub struct Customer {
        /// The customer's id.
        pub id: CustomerId,
        /// When they first became known.
        pub first_seen: Timestamp,
        /// Name, email address, phone number, language, traits.
        pub profile: Section<ProfileFacts>,
        /// Their consent, by channel.
        pub consent: Section<ConsentLedger>,
        /// What they said about what they want to get.
        pub preferences: PreferenceFacts,
        /// Since when nothing is sent to them because the merchant said so, whatever their consent.
        /// Earlier releases also kept what came back as this.
        pub suppressed: Option<Timestamp>,
        /// What came back from their addresses, by channel.
        pub returns: SortedMap<Channel, Returns>,
        /// The customer’s tags.
        pub tags: Tags,
        /// Their tier, as last computed.
        pub tier: Option<String>,
        /// When the tier is next reviewed.
        pub standing: TierStanding,
        /// Their loyalty points.
        pub points: Section<Points>,
        /// The offers that the storefront shows them, each with its end; `None` until it is hidden.
        pub offers: SortedMap<String, Option<Timestamp>>,
        /// Their lead score, as last computed.
        pub score: ScoreFacts,
        /// Their carts and checkouts.
        pub carts: Section<Carts>,
        /// The customer’s orders.
        pub orders: Orders,
        /// What may earn a message credit for their orders.
        pub touches: Section<Touches>,
        /// What they did, by kind of event.
        pub history: History,
        /// When the shop deleted their account, unless they were active later. They get no
        /// marketing meanwhile.
        pub account_deleted: Option<Timestamp>,
        /// Since when a privacy request waits for an answer. They get no marketing meanwhile.
        pub privacy_hold: Option<Timestamp>,
        /// Checkouts and orders that turned out to be other customers', by identity key, with their
        /// owner. Later events about them change nothing here.
        pub given_up: SortedMap<String, CustomerId>,
    }
}

/// What folding an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// It is new, and the facts now hold it.
    Recorded,
    /// It was recorded, but by itself is nothing that happened.
    Noted,
    /// It changed nothing that a decision depends on.
    Ignored(Reason),
}

impl Customer {
    /// Folds one event into the facts. Of its properties, the history keeps those in `kept`.
    pub fn fold(&mut self, event: &Event, kept: &Kept) -> Folded {
        let at = event.effective_at();
        if self.first_seen == Timestamp::default() || at < self.first_seen {
            self.first_seen = at;
        }
        if let Some(reason) = refusal(event) {
            return Folded::Ignored(reason);
        }
        if self.has_given_up(&event.kind) {
            return Folded::Ignored(Reason::Reassigned);
        }
        // Facts converge whatever the order and repetition of deliveries, so even a fact that
        // is known, or older than the history, is folded: a second delivery may add something.
        self.fold_facts(event, at);
        if matches!(event.kind, EventKind::ConsentFieldSeen { .. }) {
            // Bodies repeat it for as long as they live; what it changes is an event of its own.
            return Folded::Noted;
        }
        if let EventKind::OrderCancelled { order } = &event.kind
            && self.orders.is_unplaced(&order.order_id)
        {
            return Folded::Ignored(Reason::NeverPlaced);
        }
        let mut record = Record {
            at,
            fact: (&event.fact_key).into(),
            subject: event.kind.subject(),
            properties: Vec::new(),
        };
        for name in kept.of(event.kind.name()) {
            if let Some(value) = event.kind.property(name) {
                record.keep(name.clone(), value);
            }
        }
        match self.history.record(event.kind.name(), record) {
            Recorded::New => Folded::Recorded,
            Recorded::Known => Folded::Ignored(Reason::AlreadyKnown),
            Recorded::TooOld => Folded::Ignored(Reason::HistoryTruncated),
        }
    }

    /// Their time zone: their own, their country's if it has only one, else `shop`.
    #[must_use]
    pub fn zone(&self, shop: Zone) -> Zone {
        self.known_zone().unwrap_or(shop)
    }

    /// Their time zone, where it is known: their own, or their country's if it has only one.
    #[must_use]
    pub fn known_zone(&self) -> Option<Zone> {
        let own = self
            .profile
            .time_zone
            .as_ref()
            .and_then(|received| Zone::named(&received.value));
        let country = || {
            self.profile
                .country
                .as_ref()
                .and_then(|received| Zone::for_country(&received.value))
        };
        own.or_else(country)
    }

    /// Their address on `channel`, confirmed by the shop's server. For a customer whose account has
    /// none, the address of their newest order.
    #[must_use]
    pub fn address(&self, channel: Channel) -> Option<&str> {
        let received = match channel {
            Channel::Email => &self.profile.email,
            Channel::Sms => &self.profile.phone,
            Channel::Push => &None,
        };
        // Without its country a telephone number is nobody's.
        let is_usable = |address: &&str| match channel {
            Channel::Sms => address.starts_with('+'),
            _ => !address.is_empty(),
        };
        let received = received
            .as_ref()
            .map(|received| received.value.expose().as_str())
            .filter(is_usable);
        received.or_else(|| match channel {
            Channel::Email => self.newest_typed_email(),
            Channel::Sms | Channel::Push => None,
        })
    }

    /// The address on `channel` for what is about `order` or about the cart called `cart`: the
    /// one that was given with it, where that is another than the account's.
    #[must_use]
    pub fn address_about(
        &self,
        channel: Channel,
        order: Option<&str>,
        cart: Option<&str>,
    ) -> Option<&str> {
        let order = order.and_then(|id| self.orders.by_id.get(id));
        let cart = cart.and_then(|key| self.carts.by_key(key));
        let given = order.and_then(|order| order.email.as_ref());
        let given = given.or_else(|| cart.and_then(|cart| cart.email.as_ref()));
        match (channel, given) {
            (Channel::Email, Some(given)) => Some(given.expose()),
            _ => self.address(channel),
        }
    }

    fn newest_typed_email(&self) -> Option<&str> {
        let orders = self.orders.by_id.values();
        let orders = orders.filter_map(|order| Some((order.updated_at, order.email.as_ref()?)));
        let carts = self.carts.list.iter();
        let carts = carts.filter_map(|cart| Some((cart.told_at, cart.email.as_ref()?)));
        let newest = orders.chain(carts).max_by_key(|(at, _)| *at);
        newest.map(|(_, email)| email.expose().as_str())
    }

    /// The offers that the storefront may show them at `now`.
    pub fn offers_at(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let shown = self.offers.iter();
        let shown = shown.filter(move |(_, until)| until.is_none_or(|until| now < until));
        shown.map(|(offer, _)| offer.as_str())
    }

    /// What they have spent in `currency` in all: paid orders, net of refunds.
    #[must_use]
    pub fn lifetime_spend(&self, currency: Currency) -> crate::money::Money {
        self.orders.spend(currency, |_| true)
    }

    /// The products they viewed, have in a cart or ordered. The platform's ids, each once, sorted.
    #[must_use]
    pub fn products(&self) -> Vec<&str> {
        let events = [
            EventName::ProductViewed,
            EventName::ProductAdded,
            EventName::ProductRemoved,
            EventName::BackInStockRequested,
            EventName::StockChanged,
            EventName::PriceChanged,
        ];
        let seen = events.iter().flat_map(|event| self.history.of(*event));
        let seen = seen.filter_map(|record| record.subject.as_deref());
        let carts = self.carts.list.iter().flat_map(|cart| &cart.items);
        let ordered = self.orders.by_id.values().flat_map(|order| &order.items);
        let lines = carts.chain(ordered).map(|line| line.product_id.as_str());
        let mut ids: Vec<&str> = seen.chain(lines).filter(|id| !id.is_empty()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Merges everything known about `loser`, who is the same person.
    pub fn merge(&mut self, loser: Self) {
        if loser.first_seen != Timestamp::default() && loser.first_seen < self.first_seen {
            self.first_seen = loser.first_seen;
        }
        let addresses = Channel::ALL.map(|channel| (channel, loser.address(channel).is_some()));
        let nameless = |of: Channel| !addresses.contains(&(of, true));
        self.consent.merge(loser.consent.into_inner(), nameless);
        self.preferences.merge(loser.preferences);
        self.profile.merge(loser.profile.into_inner());
        self.suppressed = match (self.suppressed, loser.suppressed) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (one, None) | (None, one) => one,
        };
        self.merge_returns(loser.returns);
        self.tags.merge(loser.tags);
        self.carts.merge(loser.carts.into_inner());
        self.orders.merge(loser.orders);
        self.touches.merge(loser.touches.into_inner(), &self.orders);
        self.points.merge(loser.points.into_inner());
        self.standing.merge(&loser.standing);
        for (offer, until) in loser.offers {
            self.offers.or_insert_with(offer, || until);
        }
        self.history.merge(loser.history);
        for (key, to) in loser.given_up {
            self.given_up.insert(key, to);
        }
        self.keep_what_is_theirs();
    }

    fn fold_facts(&mut self, event: &Event, at: Timestamp) {
        let confirmed = event.source.is_confirmed();
        self.lift_holds(event, at);
        self.touch(event, at);
        match &event.kind {
            EventKind::CustomerCreated { profile }
            | EventKind::CustomerUpdated { profile }
            | EventKind::CustomerIdentified { profile } => {
                self.profile.fold(profile, at, confirmed);
                if let (Some(tags), true) = (&profile.tags, confirmed) {
                    self.tags.replace_all(tags, at);
                }
            }
            EventKind::ConsentChanged { change } => self.consent.fold(change, at),
            EventKind::ConsentFieldSeen { field } => self.consent.see(field, at),
            EventKind::PreferencesChanged { preferences } => self.preferences.fold(preferences, at),
            EventKind::TagsAdded { tags } => self.tags.set(&tags.tags, true, at, event.source),
            EventKind::TagsRemoved { tags } => self.tags.set(&tags.tags, false, at, event.source),
            EventKind::CartUpdated { cart }
            | EventKind::CheckoutStarted { cart }
            | EventKind::CheckoutUpdated { cart } => self.carts.fold(cart, at, confirmed),
            EventKind::CartViewed { cart } => self.carts.touch(cart, at),
            EventKind::CheckoutDeleted {
                checkout_token,
                checkout_id,
            } => {
                let received = Cart {
                    checkout_token: checkout_token.clone(),
                    checkout_id: checkout_id.clone(),
                    ..Cart::default()
                };
                self.carts.delete(&received, at);
            }
            EventKind::OrderPlaced { order }
            | EventKind::OrderCompleted { order }
            | EventKind::OrderUpdated { order }
            | EventKind::OrderCancelled { order } => {
                let is_new = self.orders.by_id.get(&order.order_id).is_none();
                self.orders.fold(order, at, event.received_at);
                if event.imported && is_new {
                    self.orders.mark_imported(&order.order_id);
                }
            }
            EventKind::OrderAnonymized { order } => {
                self.carts.anonymize(order.checkout_token.as_deref());
                self.orders.anonymize(order, at, event.received_at);
            }
            EventKind::CustomerDeleted if confirmed => self.lose_account(at),
            EventKind::OrderRefunded { refund } => self.orders.refund(refund),
            EventKind::OrderDeleted { order_id } => self.orders.delete(order_id, at),
            kind => self.fold_return(kind, at),
        }
    }
}

impl<T> Reported<T> {
    /// `value` as reported at `at`.
    #[must_use]
    pub const fn new(value: T, at: Timestamp, confirmed: bool) -> Self {
        Self {
            value,
            at,
            confirmed,
        }
    }
}

/// Why an event from a browser is not folded: consent and orders must come from the server, or
/// anyone could subscribe anyone and make themselves a VIP.
fn refusal(event: &Event) -> Option<Reason> {
    let needs_server = matches!(
        event.kind,
        EventKind::ConsentChanged { .. }
            | EventKind::ConsentFieldSeen { .. }
            | EventKind::PreferencesChanged { .. }
            | EventKind::SurveyAnswered { .. }
            | EventKind::BackInStockRequested { .. }
            | EventKind::MessageBounced { .. }
            | EventKind::MessageComplained { .. }
            | EventKind::ReturnRequested { .. }
            | EventKind::StockChanged { .. }
            | EventKind::PriceChanged { .. }
            | EventKind::PromotionStarted { .. }
            | EventKind::PromotionEnded { .. }
            | EventKind::TagsAdded { .. }
            | EventKind::TagsRemoved { .. }
            | EventKind::OrderPlaced { .. }
            | EventKind::OrderCompleted { .. }
            | EventKind::OrderUpdated { .. }
            | EventKind::OrderCancelled { .. }
            | EventKind::OrderRefunded { .. }
            | EventKind::OrderDeleted { .. }
    );
    (needs_server && !event.source.is_confirmed()).then_some(Reason::NotConfirmed)
}
