//! Checkouts, as a pixel sees them.

use super::product::{Amount, Variant};
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Shop, bounds};
use crate::event::{Cart, Item};

payload! {
    /// A checkout. Its token is the one the webhooks use; most other members may be null.
    struct Checkout<'a> {
        token: Scalar<'a> = "token",
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        lines: List<Line<'a>, { bounds::ITEMS }> = "lineItems",
        total: Amount<'a> = "totalPrice",
        order: Order<'a> = "order",
    }
}

payload! {
    struct Line<'a> {
        title: Scalar<'a> = "title",
        quantity: Scalar<'a> = "quantity",
        variant: Variant<'a> = "variant",
    }
}

payload! {
    struct Order<'a> {
        customer: Customer<'a> = "customer",
    }
}

payload! {
    struct Customer<'a> {
        id: Scalar<'a> = "id",
    }
}

impl Checkout<'_> {
    /// The checkout as it now is. No link back to it: the pixel knows none.
    pub(super) fn cart(&self, shop: &Shop) -> Cart {
        Cart {
            checkout_token: self.token.id(),
            items: self.lines.iter().map(|line| line.item(shop)).collect(),
            total: self.total.money(shop),
            ..Cart::default()
        }
    }

    /// The account of the buyer, once there is an order.
    pub(super) fn customer_id(&self) -> Option<String> {
        self.order.customer.id.id()
    }
}

impl Line<'_> {
    fn item(&self, shop: &Shop) -> Item {
        let item = self.variant.item(shop, self.quantity.count().unwrap_or(1));
        if item.title.is_empty() {
            let title = self.title.title().unwrap_or_default();
            return Item {
                title: title.into(),
                ..item
            };
        }
        item
    }
}
