//! A customer's carts and checkouts.
//!
//! A Shopify cart and the checkout made from it are one thing here: they share the cart token.
//! Whether a cart was bought is never stored. It follows from the orders each time, so that it does
//! not matter which of the two was received first.

use super::line::LineFacts;
use super::order::{OrderFacts, Orders};
use crate::event::Cart;
use crate::event::cart_link::is_permalink;
use crate::money::Money;
use crate::pii::Pii;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The most recently active carts, at most [`Carts::LIMIT`].
    pub struct Carts {
        /// The carts by last activity, oldest first.
        pub list: Vec<CartFacts>,
    }
}

stored! {
    /// One cart, with the checkout made from it.
    pub struct CartFacts {
        /// The platform's cart token.
        pub cart_token: Option<String>,
        /// The platform's checkout token.
        pub checkout_token: Option<String>,
        /// The platform's id of the checkout, which is all that its deletion names.
        pub checkout_id: Option<String>,
        /// Its line items.
        pub items: Vec<LineFacts>,
        /// The total of its items.
        pub total: Option<Money>,
        /// The link that restores it.
        pub url: Option<String>,
        /// The version these values are from.
        pub told_at: Timestamp,
        /// The buyer’s last activity in it.
        pub active_at: Timestamp,
        /// Whether it became an order or was deleted.
        pub closed: bool,
        /// Whether a checkout was started.
        pub checkout: bool,
        /// As in [`Cart::email`].
        pub email: Option<Pii<String>>,
    }
}

/// Whether `key` is that of a token of this kind.
fn is_key(key: &str, (kind, token): (&str, &str)) -> bool {
    let rest = key.strip_prefix(kind);
    rest.and_then(|rest| rest.strip_prefix(':')) == Some(token)
}

impl Carts {
    /// How many carts are kept.
    pub const LIMIT: usize = 10;

    /// The cart that has any of the tokens in `key` (see [`CartFacts::keys`]).
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&CartFacts> {
        let mut carts = self.list.iter();
        carts.find(|cart| cart.tokens().any(|own| is_key(key, own)))
    }

    /// The cart that was touched last and neither bought nor emptied.
    #[must_use]
    pub fn latest_open(&self, orders: &Orders) -> Option<&CartFacts> {
        self.list.iter().rev().find(|cart| cart.is_open(orders))
    }

    /// Folds in a cart as of `at`. From a browser it only counts as activity: prices and contents
    /// must come from the shop's server.
    pub fn fold(&mut self, received: &Cart, at: Timestamp, confirmed: bool) {
        if !confirmed {
            return self.touch(received, at);
        }
        if !received.is_named() {
            return;
        }
        let mut cart = self.take(received);
        cart.join(received, at);
        self.put(cart);
    }

    /// Records activity, also in a cart that the server has not reported yet.
    pub fn touch(&mut self, received: &Cart, at: Timestamp) {
        if !received.is_named() {
            return;
        }
        let mut cart = self.take(received);
        cart.name(received);
        cart.active_at = cart.active_at.max(at);
        self.put(cart);
    }

    /// Records that the checkout was deleted, also before it is known.
    pub fn delete(&mut self, received: &Cart, at: Timestamp) {
        if !received.is_named() {
            return;
        }
        let mut cart = self.take(received);
        cart.name(received);
        cart.active_at = cart.active_at.max(at);
        cart.closed = true;
        self.put(cart);
    }

    /// Merges the carts of another customer who is the same person.
    pub fn merge(&mut self, other: Self) {
        for theirs in other.list {
            let tokens = Cart {
                cart_token: theirs.cart_token.clone(),
                checkout_token: theirs.checkout_token.clone(),
                checkout_id: theirs.checkout_id.clone(),
                ..Cart::default()
            };
            let mut cart = self.take(&tokens);
            cart.absorb(theirs);
            self.put(cart);
        }
    }

    /// Removes the checkout called `token`, which is another customer's.
    pub fn take_checkout(&mut self, token: &str) -> Option<CartFacts> {
        let mut carts = self.list.iter();
        let place = carts.position(|cart| cart.checkout_token.as_deref() == Some(token))?;
        Some(self.list.remove(place))
    }

    /// Removes personal data from the checkout `token`: its address and the link back to it.
    pub fn anonymize(&mut self, token: Option<&str>) {
        for cart in &mut self.list {
            if token.is_some() && cart.checkout_token.as_deref() == token {
                cart.email = None;
                cart.url = None;
            }
        }
    }

    /// Folds in a checkout that was another customer's.
    pub fn take_over(&mut self, cart: CartFacts) {
        self.merge(Self {
            list: vec![cart],
            ..Self::default()
        });
    }

    /// Removes the cart that `received` names. A checkout can join two carts that seemed different.
    fn take(&mut self, received: &Cart) -> CartFacts {
        let mut cart = CartFacts::default();
        let (same, others) = std::mem::take(&mut self.list)
            .into_iter()
            .partition(|cart| cart.is_same(received));
        self.list = others;
        let same: Vec<CartFacts> = same;
        for one in same {
            cart.absorb(one);
        }
        cart
    }

    fn put(&mut self, cart: CartFacts) {
        fn order(cart: &CartFacts) -> impl Ord + '_ {
            (
                cart.active_at,
                &cart.cart_token,
                &cart.checkout_token,
                &cart.checkout_id,
            )
        }
        let place = self
            .list
            .partition_point(|known| order(known) <= order(&cart));
        self.list.insert(place, cart);
        if self.list.len() > Self::LIMIT {
            self.list.remove(0);
        }
    }
}

impl CartFacts {
    /// What it is known by: `cart:<token>`, `checkout:<token>`. A workflow that is entered once
    /// per cart must remember all of them, because a checkout may be joined to a cart later.
    pub fn keys(&self) -> impl Iterator<Item = String> + '_ {
        self.tokens().map(|(kind, token)| format!("{kind}:{token}"))
    }

    /// Whether these are its keys, in their order.
    pub fn has_keys<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> bool {
        let mut keys = keys.into_iter();
        let mut tokens = self.tokens();
        tokens.all(|token| keys.next().is_some_and(|key| is_key(key, token)))
            && keys.next().is_none()
    }

    /// Whether it has a key at all.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.tokens().next().is_some()
    }

    fn tokens(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let cart = self.cart_token.as_deref().map(|token| ("cart", token));
        let checkout = self.checkout_token.as_deref();
        let checkout = checkout.map(|token| ("checkout", token));
        cart.into_iter().chain(checkout)
    }

    /// The order that bought it: the one made from it, else any that the customer placed at or
    /// after the last activity here. Somebody who just bought needs no reminder.
    #[must_use]
    pub fn bought_by<'o>(&self, orders: &'o Orders) -> Option<&'o OrderFacts> {
        let mut orders = orders.by_id.values().map(|order| &**order);
        orders.find(|order| {
            let made_from = (self.cart_token.is_some() && self.cart_token == order.cart_token)
                || (self.checkout_token.is_some() && self.checkout_token == order.checkout_token);
            order.placed_at.is_some() && (made_from || order.placed_at >= Some(self.active_at))
        })
    }

    /// Whether it has items and was neither bought nor deleted.
    #[must_use]
    pub fn is_open(&self, orders: &Orders) -> bool {
        !self.closed && !self.items.is_empty() && self.bought_by(orders).is_none()
    }

    /// Its total: the platform's, else the sum of its lines.
    #[must_use]
    pub fn value(&self) -> Option<Money> {
        self.total.or_else(|| {
            let mut prices = self
                .items
                .iter()
                .filter_map(|item| Some(item.unit_price?.times(item.quantity)));
            let first = prices.next()?;
            prices.try_fold(first, Money::plus)
        })
    }

    fn is_same(&self, received: &Cart) -> bool {
        (received.cart_token.is_some() && self.cart_token == received.cart_token)
            || (received.checkout_token.is_some() && self.checkout_token == received.checkout_token)
            || (received.checkout_id.is_some() && self.checkout_id == received.checkout_id)
    }

    /// Adopts the tokens in `received` that were not known yet.
    fn name(&mut self, received: &Cart) {
        for (own, theirs) in [
            (&mut self.cart_token, &received.cart_token),
            (&mut self.checkout_token, &received.checkout_token),
            (&mut self.checkout_id, &received.checkout_id),
        ] {
            if own.is_none() {
                own.clone_from(theirs);
            }
        }
    }

    fn join(&mut self, received: &Cart, at: Timestamp) {
        let items = LineFacts::of(&received.items);
        let newer = self.is_older_than(at, &items, received.total);
        if newer {
            self.told_at = at;
            self.items = items;
            self.total = received.total;
        }
        if newer || self.email.is_none() {
            self.email.clone_from(&received.email);
        }
        if received
            .url
            .as_deref()
            .is_some_and(|url| self.is_better_link(url, newer))
        {
            self.url.clone_from(&received.url);
        }
        self.name(received);
        self.checkout |= received.checkout_token.is_some();
        self.closed |= received.completed_at.is_some();
        self.active_at = self.active_at.max(at);
    }

    /// Whether a link takes the place of the one that is known: a newer one does, unless it would begin anew
    /// what the other restores with all that was typed.
    fn is_better_link(&self, link: &str, newer: bool) -> bool {
        self.url.as_deref().is_none_or(|known| {
            let [link, known] = [link, known].map(is_permalink);
            if link == known { newer } else { known }
        })
    }

    /// Whether a version of `at` replaces what is known.
    fn is_older_than(&self, at: Timestamp, items: &[LineFacts], total: Option<Money>) -> bool {
        at.cmp(&self.told_at)
            .then_with(|| LineFacts::weigh((total, items), (self.total, &self.items)))
            .is_gt()
    }

    fn absorb(&mut self, other: Self) {
        let newer = self.is_older_than(other.told_at, &other.items, other.total);
        if newer {
            self.told_at = other.told_at;
            self.items = other.items;
            self.total = other.total;
            self.email = other.email;
        }
        if other
            .url
            .as_deref()
            .is_some_and(|url| self.is_better_link(url, newer))
        {
            self.url = other.url;
        }
        self.cart_token = self.cart_token.take().or(other.cart_token);
        self.checkout_token = self.checkout_token.take().or(other.checkout_token);
        self.checkout_id = self.checkout_id.take().or(other.checkout_id);
        self.checkout |= other.checkout;
        self.closed |= other.closed;
        self.active_at = self.active_at.max(other.active_at);
    }
}
