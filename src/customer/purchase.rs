//! Checkouts and orders, each of which is one customer's at a time.
//!
//! An address is mistyped and corrected, a guest's order is assigned to an account, support moves
//! an order: then the platform reports that a checkout (by its token) or an order (by its id) is
//! another person's. What was known of it leaves one customer and comes to the other. A cart's
//! token is a browser's and moves nobody: two people who share it stay two.

use super::{CartFacts, Customer, OrderFacts, Record, TakenBack};
use crate::event::{EventKind, EventName};
use crate::id::{CustomerId, StepId, WorkflowId};
use crate::json::Section;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

/// What a purchase is known by, read off its identity key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// As in [`crate::event::Order::order_id`].
    order: Option<String>,
    /// As in [`crate::event::Cart::checkout_token`].
    checkout: Option<String>,
}

stored! {
    /// What moves with a purchase from the customer who had it before.
    pub struct Handover {
        /// The purchase, by its identity key.
        pub purchase: String,
        /// The customers who had it before, latest last.
        pub from: Vec<CustomerId>,
        /// The order's facts.
        pub order: Option<OrderFacts>,
        /// The facts of the checkout.
        pub cart: Option<CartFacts>,
        /// The events about it in the history, by kind.
        pub records: SortedMap<EventName, Vec<Record>>,
        /// The consent given in it.
        pub consent: TakenBack,
        /// The messages about it that were sent.
        pub sent: Vec<SentStep>,
    }
}

stored! {
    /// A step whose message was sent.
    pub struct SentStep {
        /// The workflow that sent it.
        pub workflow: WorkflowId,
        /// The step that sent it.
        pub step: StepId,
    }
}

impl Purchase {
    /// The purchase that an identity key stands for; `None` for the keys of people, browsers and
    /// carts. A WooCommerce order is its own checkout.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let order = |platform: &str, id: &str| Some(format!("{platform}:{id}"));
        if let Some(id) = key.strip_prefix("woocommerce:order:") {
            return Some(Self {
                order: order("woocommerce", id),
                checkout: Some(format!("order:{id}")),
            });
        }
        if let Some(id) = key.strip_prefix("shopify:order:") {
            return Some(Self {
                order: order("shopify", id),
                checkout: None,
            });
        }
        // A checkout's number is an alias, and follows its token.
        let token = key.strip_prefix("checkout:")?;
        (!token.starts_with("id:")).then(|| Self {
            order: None,
            checkout: Some(token.to_owned()),
        })
    }

    /// Whether an event is about it.
    #[must_use]
    pub fn is_subject_of(&self, event: &EventKind) -> bool {
        is_same(self.order.as_deref(), event.order_id())
            || is_same(self.checkout.as_deref(), event.checkout_token())
    }

    /// Whether something that is about `order` or about the cart called `cart` is about it, for
    /// a customer who has it.
    #[must_use]
    pub fn is_about(&self, customer: &Customer, order: Option<&str>, cart: Option<&str>) -> bool {
        let own = || {
            let cart = cart.and_then(|key| customer.carts.by_key(key));
            cart.and_then(|cart| cart.checkout_token.as_deref())
        };
        let named = cart.and_then(|key| key.strip_prefix("checkout:"));
        is_same(self.order.as_deref(), order)
            || is_same(self.checkout.as_deref(), named)
            || is_same(self.checkout.as_deref(), own())
    }

    /// The order it is, if it is one.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        self.order.as_deref()
    }

    /// The key by which enrollments know the cart it is, if it is one.
    #[must_use]
    pub fn cart_key(&self) -> Option<String> {
        self.checkout
            .as_ref()
            .map(|token| format!("checkout:{token}"))
    }
}

impl Customer {
    /// How many purchases are remembered as given up.
    pub const MAX_GIVEN_UP: usize = 32;

    /// Gives up a purchase, which is `to`'s from now on: its facts are removed, and later events
    /// about it change nothing here.
    #[must_use]
    pub fn give_up(&mut self, key: &str, to: &CustomerId) -> Handover {
        let mut handover = Handover {
            purchase: key.to_owned(),
            from: vec![self.id.clone()],
            ..Handover::default()
        };
        let Some(purchase) = Purchase::of_key(key) else {
            return handover;
        };
        if let Some(order) = &purchase.order {
            let order = self.orders.by_id.remove(order);
            handover.order = order.map(Section::into_inner);
        }
        if let Some(checkout) = &purchase.checkout {
            handover.cart = self.carts.take_checkout(checkout);
        }
        let received = |subject: Option<&str>| {
            is_same(purchase.order.as_deref(), subject)
                || is_same(purchase.checkout.as_deref(), subject)
        };
        handover.records = self
            .history
            .take_out(|_, record| received(record.subject.as_deref()));
        // What was ticked in the checkout was ticked by whom it belongs to.
        let tokens = [
            purchase.checkout.as_deref(),
            purchase.order.as_deref(),
            handover
                .order
                .as_ref()
                .and_then(|order| order.checkout_token.as_deref()),
        ];
        for token in tokens.into_iter().flatten() {
            handover.consent.add(self.consent.take_back(token));
        }
        self.given_up.insert(key.to_owned(), to.clone());
        while self.given_up.len() > Self::MAX_GIVEN_UP {
            self.given_up.pop_last();
        }
        handover
    }

    /// Takes over what another customer's state knew of a purchase. What was received here comes
    /// first; this adds what was received there only.
    pub fn take_over(&mut self, handover: Handover) {
        if let Some(order) = handover.order {
            self.orders.take_over(order);
        }
        if let Some(cart) = handover.cart {
            self.carts.take_over(cart);
        }
        for (name, records) in handover.records {
            for record in records {
                self.history.record(name, record);
            }
        }
        self.consent.take_over(handover.consent);
    }

    /// After a merge: what one of the two gave up and the other has is theirs.
    pub(super) fn keep_what_is_theirs(&mut self) {
        let (orders, carts) = (&self.orders, &self.carts);
        self.given_up.retain(|key, _| {
            let purchase = Purchase::of_key(key);
            purchase.is_some_and(|purchase| {
                let order = purchase.order.as_deref();
                let cart = purchase.cart_key();
                order.is_none_or(|id| !orders.by_id.contains_key(id))
                    && cart.is_none_or(|key| carts.by_key(&key).is_none())
            })
        });
    }

    /// Whether an event is about a purchase that was given up.
    #[must_use]
    pub fn has_given_up(&self, event: &EventKind) -> bool {
        let mut keys = self.given_up.iter().map(|(key, _)| key);
        keys.any(|key| Purchase::of_key(key).is_some_and(|purchase| purchase.is_subject_of(event)))
    }

    /// Whether nothing is left of them but an address that may have been a mistake: no account,
    /// no order and nothing they agreed to or refused. What a browser did is no life of its own.
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        self.orders.by_id.is_empty()
            && self.orders.folded_count == 0
            && self.consent.is_silent()
            && self.profile.joined_at.is_none()
            && self.history.of(EventName::CustomerCreated).is_empty()
            && self.suppressed.is_none()
            && self.returns.is_empty()
    }

    /// Folds in somebody of whom nothing is left but an address that was a mistake. The address is
    /// dropped; everything else known of them fills blanks only.
    pub fn absorb_hollow(&mut self, mut hollow: Self) {
        hollow.profile.email = None;
        hollow.profile.phone = None;
        hollow.profile.date_at(Timestamp::MIN);
        self.merge(hollow);
    }
}

fn is_same(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_some() && one == other
}
