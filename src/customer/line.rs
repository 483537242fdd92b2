//! What is kept of the lines of carts and orders.

use crate::event::Item;
use crate::json::{Shared, to_string};
use crate::money::Money;
use crate::stored::stored;
use std::cmp::Ordering;

stored! {
    /// What is stored of a line item: enough to show it and to test it.
    pub struct LineFacts {
        /// The platform's product id.
        pub product_id: Shared,
        /// The platform's variant id.
        pub variant_id: Option<Shared>,
        /// The product's name.
        pub title: Shared,
        /// The variant's name.
        pub variant_title: Option<Shared>,
        /// The number of units.
        pub quantity: u32,
        /// The unit price.
        pub unit_price: Option<Money>,
        /// The unit price before discounts, if it differs.
        pub list_price: Option<Money>,
        /// Address of a picture.
        pub image_url: Option<Shared>,
        /// Address of the product's page.
        pub url: Option<Shared>,
        /// Stock keeping unit.
        pub sku: Option<Shared>,
        /// Brand or vendor.
        pub vendor: Option<Shared>,
        /// Product type or category.
        pub category: Option<Shared>,
    }
}

impl LineFacts {
    /// How many lines of a cart or order are kept.
    pub const LIMIT: usize = 20;

    /// Which of two versions with the same time counts: the greater one by content, so that the
    /// order in which they arrive does not matter.
    #[must_use]
    pub fn weigh(one: (Option<Money>, &[Self]), other: (Option<Money>, &[Self])) -> Ordering {
        let outline = |(total, items): (Option<Money>, &[Self])| {
            (total.map(|total| total.minor), items.len())
        };
        outline(one).cmp(&outline(other)).then_with(|| {
            if one.1 == other.1 {
                return Ordering::Equal;
            }
            to_string(&one.1).cmp(&to_string(&other.1))
        })
    }

    pub(super) fn as_received(&self) -> Item {
        Item {
            product_id: self.product_id.clone(),
            variant_id: self.variant_id.clone(),
            title: self.title.clone(),
            variant_title: self.variant_title.clone(),
            quantity: self.quantity,
            unit_price: self.unit_price,
            list_price: self.list_price,
            sku: self.sku.clone(),
            vendor: self.vendor.clone(),
            category: self.category.clone(),
            image_url: self.image_url.clone(),
            url: self.url.clone(),
        }
    }

    /// What is kept of `items`.
    #[must_use]
    pub fn of(items: &[Item]) -> Vec<Self> {
        items
            .iter()
            .take(Self::LIMIT)
            .map(|item| Self {
                product_id: item.product_id.clone(),
                variant_id: item.variant_id.clone(),
                title: shortened(&item.title),
                variant_title: item.variant_title.clone(),
                quantity: item.quantity,
                unit_price: item.unit_price,
                list_price: item.list_price,
                image_url: item.image_url.clone(),
                url: item.url.clone(),
                sku: item.sku.clone(),
                vendor: item.vendor.clone(),
                category: item.category.clone(),
                ..Self::default()
            })
            .collect()
    }
}

/// A title of at most 120 characters; a longer one ends in an ellipsis, so that a reader sees that
/// there was more.
fn shortened(title: &Shared) -> Shared {
    const LONGEST: usize = 120;
    if title.chars().nth(LONGEST).is_none() {
        return title.clone();
    }
    let kept: String = title.chars().take(LONGEST - 1).collect();
    [kept.trim_end(), "…"].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_says_that_it_goes_on() {
        let title = |length: usize| Shared::from("ü".repeat(length));
        assert_eq!(shortened(&title(120)), title(120));
        assert_eq!(shortened(&title(121)), format!("{}…", &*title(119)).into());
        let cut_at_a_space = format!("{} {}", &*title(118), &*title(10)).into();
        assert_eq!(
            shortened(&cut_at_a_space),
            format!("{}…", &*title(118)).into()
        );
    }
}
