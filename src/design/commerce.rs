//! Blocks that show what the shop knows: products, carts, orders, coupons.

use super::style::Align;
use crate::document::{Object, declared};
use crate::json::choices;

choices! {
    /// Whose lines a list shows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum ItemsFrom {
        /// The cart’s.
        Cart = "cart" as default,
        /// The order’s.
        Order = "order",
    }
}

choices! {
    /// Which product a card shows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum ProductFrom {
        /// The one that started the workflow, such as the one viewed or back in stock.
        Trigger = "trigger",
        /// The first in the cart.
        Cart = "cart",
        /// The first in the order.
        Order = "order",
    }
}

declared! {
    /// What is in the customer’s cart, or what they ordered: image, name, quantity, and price of each.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CartItems beside ["id", "if", "type"] {
        /// Whether it lists the cart or the order. Default: `cart`.
        from: ItemsFrom = or(ItemsFrom::Cart, typed()),
        /// How many lines it shows at most: 1 to 20. Default: 5.
        most: u32 = or(5, whole(1..=20)),
        /// Whether it shows images. Default: true.
        images: bool = or(true, BOOLEAN),
        /// Whether it shows prices. Default: true.
        prices: bool = or(true, BOOLEAN),
        /// What stands before the total, such as “Total”. Default: no total.
        total: Option<String> = maybe(text(60)),
    }
    listed in "Shop" as "Cart or order";
}

declared! {
    /// A product with its image, name, price, and a button: one the workflow is about, or one of
    /// your choice.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ProductCard beside ["id", "if", "type"] {
        /// Which product the workflow is about. Leave it out to choose one yourself.
        from: Option<ProductFrom> = maybe(typed()),
        /// The name of the product you choose.
        title: Option<String> = maybe(text(300)),
        /// Its price, as it should be read.
        price: Option<String> = maybe(text(60)),
        /// The address of its image.
        src: Option<String> = maybe(text(2_000)),
        /// The address of its page.
        link: Option<String> = maybe(text(2_000)),
        /// Whether it shows the price. Default: true.
        prices: bool = or(true, BOOLEAN),
        /// What the button says. Default: no button.
        label: Option<String> = maybe(text(120)),
        /// Where it stands. Default: `center`.
        align: Align = or(Align::Center, typed()),
    }
    listed in "Shop" as "Product";
    example {"from": "cart", "label": "View"};
    check Self::is_complete;
}

impl ProductCard {
    fn is_complete(&self, object: &Object<'_>) -> Option<()> {
        let chosen = self.title.is_some() && self.link.is_some();
        if chosen != self.from.is_some() {
            return Some(());
        }
        object.node().error(
            "not-a-product",
            "A product has “from”, or “title” and “link” of your choice, and not both.",
            "Add “from”, such as “cart”, or “title” and “link”.",
        )
    }
}

declared! {
    /// The coupon code that an earlier step created, in a frame.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CouponCode beside ["id", "if", "type"] {
        /// What stands above the code.
        label: Option<String> = maybe(text(120)),
        /// What stands below the code, such as when it ends.
        note: Option<String> = maybe(text(300)),
    }
    listed in "Shop" as "Coupon code";
}
