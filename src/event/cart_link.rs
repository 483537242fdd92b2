//! Links that bring a buyer back to their cart, and how each takes a coupon code along.
//!
//! | Link | Restores | Code |
//! | --- | --- | --- |
//! | Shopify’s `abandoned_checkout_url` | the checkout, with what was typed | `discount` |
//! | Shopify’s cart permalink, `/cart/{variant}:{quantity},…` | the items | `discount` |
//! | The WooCommerce plugin’s, with `edgewise_cart` | the items | `edgewise_coupon` |
//!
//! Source: shopify.dev, “Create cart permalinks”, and Shopify’s own sample of an email for abandoned checkouts,
//! which appends `discount`; for the plugin, `woocommerce/includes/recovery.php`.

use super::Item;
use std::fmt::Write;

/// More lines make a link that mail programs cut off.
const MOST_LINES: usize = 60;

/// The permalink of a Shopify cart: it puts these items into the cart of whoever follows it. `None` for an empty
/// cart, for one of many lines, and where a line has no variant.
#[must_use]
pub fn permalink(domain: &str, items: &[Item]) -> Option<String> {
    if items.is_empty() || items.len() > MOST_LINES {
        return None;
    }
    let mut link = format!("https://{domain}{CART}");
    for (place, item) in items.iter().enumerate() {
        let variant = item.variant_id.as_deref().filter(|id| is_number(id))?;
        let comma = if place == 0 { "" } else { "," };
        write!(link, "{comma}{variant}:{}", item.quantity).ok()?;
    }
    Some(link)
}

/// Whether following a link begins a cart anew, where another would restore a checkout with what was typed.
#[must_use]
pub fn is_permalink(link: &str) -> bool {
    path_and_query(link)
        .0
        .strip_prefix(CART)
        .is_some_and(|lines| {
            lines
                .split(',')
                .all(|line| line.split_once(':').is_some_and(|(id, _)| is_number(id)))
        })
}

/// The link with a coupon code, which then applies by itself. A link of another kind stays as it is, and so does
/// one that has a code already.
#[must_use]
pub fn with_code(link: &str, code: &str) -> String {
    let (path, query) = path_and_query(link);
    let names = |name: &str| {
        let mut pairs = query.split('&');
        pairs.any(|pair| pair.split('=').next() == Some(name))
    };
    let name = if names("edgewise_cart") {
        "edgewise_coupon"
    } else if is_permalink(link) || (path.contains("/checkouts/") && path.ends_with("/recover")) {
        "discount"
    } else {
        return link.to_owned();
    };
    if names(name) {
        return link.to_owned();
    }
    let (before, fragment) = link.split_at(link.find('#').unwrap_or(link.len()));
    let mark = if before.contains('?') { '&' } else { '?' };
    let mut with_code = format!("{before}{mark}{name}=");
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            with_code.push(char::from(byte));
        } else {
            let _ = write!(with_code, "%{byte:02X}");
        }
    }
    with_code + fragment
}

const CART: &str = "/cart/";

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands between the host and the query, and the query.
fn path_and_query(link: &str) -> (&str, &str) {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    (before.find('/').map_or("", |at| &before[at..]), query)
}

#[cfg(test)]
mod tests {
    use super::{Item, is_permalink, permalink, with_code};

    fn item(variant: Option<&str>, quantity: u32) -> Item {
        Item {
            variant_id: variant.map(Into::into),
            quantity,
            ..Item::default()
        }
    }

    #[test]
    fn a_permalink_has_each_variant_with_its_quantity() {
        let items = [item(Some("440011"), 2), item(Some("440012"), 1)];
        let link = permalink("kiln.myshopify.com", &items).unwrap();
        assert_eq!(link, "https://kiln.myshopify.com/cart/440011:2,440012:1");
        assert!(is_permalink(&link));
        assert_eq!(permalink("kiln.myshopify.com", &[]), None);
        for variant in [None, Some(""), Some("1:1,2")] {
            assert_eq!(permalink("kiln.myshopify.com", &[item(variant, 1)]), None);
        }
        let many = vec![item(Some("1"), 1); 61];
        assert_eq!(permalink("kiln.myshopify.com", &many), None);
    }

    #[test]
    fn a_code_goes_along_with_each_kind_of_link() {
        for (link, with) in [
            (
                "https://kiln.example/1/checkouts/ac/x/recover?key=2",
                "https://kiln.example/1/checkouts/ac/x/recover?key=2&discount=TEN",
            ),
            (
                "https://kiln.example/cart/440011:2",
                "https://kiln.example/cart/440011:2?discount=TEN",
            ),
            (
                "https://kiln.example/basket/?edgewise_cart=t.0-k&utm_source=a#top",
                "https://kiln.example/basket/?edgewise_cart=t.0-k&utm_source=a&edgewise_coupon=TEN#top",
            ),
        ] {
            assert_eq!(with_code(link, "TEN"), with);
            assert_eq!(with_code(with, "OTHER"), with, "one code is enough");
        }
        let odd = with_code("https://kiln.example/cart/1:1", "50% & mehr ä");
        assert_eq!(
            odd,
            "https://kiln.example/cart/1:1?discount=50%25%20%26%20mehr%20%C3%A4"
        );
    }

    #[test]
    fn a_link_of_another_kind_stays_as_it_is() {
        for link in [
            "https://kiln.example/cart",
            "https://kiln.example/cart/change",
            "https://kiln.example/checkouts/recover-me",
            "https://kiln.example/?x=edgewise_cart",
            "",
        ] {
            assert_eq!(with_code(link, "TEN"), link);
        }
    }
}
