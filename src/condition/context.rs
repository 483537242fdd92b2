//! What a condition is evaluated on.

use super::{Definitions, Messages};
use crate::customer::{CartFacts, Customer};
use crate::money::Currency;
use crate::shop_facts::ShopFacts;
use crate::time::{Timestamp, Zone};

/// What a condition is evaluated on.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The customer whose facts are read.
    pub customer: &'a Customer,
    /// The moment the answer is for.
    pub now: Timestamp,
    /// The shop's zone: calendar windows are counted in it, the same for all customers.
    pub zone: Zone,
    /// The customer’s time zone: their birthday starts at their midnight.
    pub local: Zone,
    /// The shop's currency.
    pub currency: Currency,
    /// In a workflow: the time its offsets are counted from.
    pub anchor: Option<Timestamp>,
    /// In a workflow that started with a cart: that cart.
    pub cart: Option<&'a CartFacts>,
    /// In a workflow: the fingerprint of the event that started it.
    pub entry: Option<u64>,
    /// The plan’s segments and tiers, which conditions may use.
    pub definitions: &'a Definitions,
    /// The shop's facts that were handed over.
    pub facts: &'a ShopFacts,
    /// What is known about the messages sent to the customer.
    pub messages: &'a Messages,
    /// Whether what cannot be known counts as if it were so: see [`Context::in_doubt`].
    pub doubt: bool,
}

static NO_DEFINITIONS: Definitions = Definitions::NONE;
static NO_FACTS: ShopFacts = ShopFacts::NONE;
static NO_MESSAGES: Messages = Messages::NONE;

impl<'a> Context<'a> {
    /// The facts of `customer` at `now`, outside any enrollment and without the shop’s facts.
    #[must_use]
    pub const fn new(
        customer: &'a Customer,
        now: Timestamp,
        zone: Zone,
        currency: Currency,
    ) -> Self {
        Self {
            customer,
            now,
            zone,
            local: zone,
            currency,
            anchor: None,
            cart: None,
            entry: None,
            definitions: &NO_DEFINITIONS,
            facts: &NO_FACTS,
            messages: &NO_MESSAGES,
            doubt: false,
        }
    }

    /// The same context, outside any enrollment.
    #[must_use]
    pub const fn outside_workflows(&self) -> Self {
        Self {
            anchor: None,
            cart: None,
            entry: None,
            ..*self
        }
    }

    /// The cart that started the workflow, or else the latest cart that was neither ordered nor
    /// emptied.
    pub(super) fn open_cart(&self) -> Option<&'a CartFacts> {
        self.cart
            .or_else(|| self.customer.carts.latest_open(&self.customer.orders))
    }
}
