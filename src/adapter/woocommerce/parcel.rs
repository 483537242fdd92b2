//! Parcels. WooCommerce knows none; shipment plugins keep tracking numbers in the orders' `meta_data`,
//! under names of their own, of which the merchant names those that are used.
//!
//! A field holds one number as text, or a list with an object for each parcel, possibly as JSON in a
//! text. The members' names are those of the common plugins: Shipment Tracking, Advanced Shipment
//! Tracking, AfterShip, WooCommerce Shipping, YITH Order & Shipment Tracking.

use super::meta::{Entry, entries};
use crate::adapter::Request;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::event::{EventKind, Fulfillment};
use crate::time::Timestamp;

payload! {
    /// One parcel in a list. Each plugin has its own words; none of them uses two for different things.
    struct Parcel<'a> {
        id: Scalar<'a> = "tracking_id" | "label_id",
        number: Scalar<'a> = "tracking_number" | "number" | "tracking",
        carrier: Scalar<'a> = "tracking_provider" | "slug" | "carrier_id" | "carrier",
        named_carrier: Scalar<'a> = "custom_tracking_provider" | "carrier_name",
        shown_carrier: Scalar<'a> = "formatted_tracking_provider",
        link: Scalar<'a> = "custom_tracking_link" | "tracking_link" | "url",
        shown_link: Scalar<'a> = "formatted_tracking_link",
        /// Seconds or milliseconds since 1970. Most plugins know only the day.
        shipped: Scalar<'a> = "date_shipped" | "created",
        /// A label whose money was asked back, so that nothing goes out with it.
        refund: Scalar<'a> = "refund",
    }
}

/// Parcels of one order.
const MOST: usize = 50;
/// How long after the beginning of the day of shipping a number can still have been entered on it.
const DAY: i64 = 24 * 3_600_000;
/// Numbers from here on count milliseconds: as seconds they are later than the year 5000.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// Adds each parcel that a tracking number in the order's fields proves; whether there is one.
///
/// A parcel is the same fact in every later version of the order. `modified` is when this version was
/// saved.
pub(super) fn add(
    delivery: &mut DeliveryBuilder,
    request: &Request,
    (id, order_id): (&str, &str),
    meta: Scalar<'_>,
    modified: Timestamp,
) -> bool {
    let rules = request.shop.woocommerce.as_ref();
    let named = rules.map_or(&[][..], |rules| &rules.tracking_fields);
    if named.is_empty() {
        return false;
    }
    let entries = entries(meta);
    let mut seen: Vec<String> = Vec::new();
    for name in named {
        let of_it = |entry: &&Entry<'_>| entry.key.text().is_some_and(|key| key == name.as_str());
        let Some(field) = entries.iter().rfind(of_it) else {
            continue;
        };
        for (mut parcel, shipped) in in_field(field.value) {
            let Some(number) = &parcel.tracking_number else {
                continue;
            };
            // Two plugins that keep each other's books tell of one parcel.
            let number = mark(number);
            if seen.contains(&number) || seen.len() == MOST {
                continue;
            }
            parcel.order_id = order_id.to_owned();
            if parcel.fulfillment_id.is_empty() {
                parcel.fulfillment_id.clone_from(&number);
            }
            let at = shipped
                .filter(|day| modified > day.plus_millis(DAY))
                .unwrap_or(modified);
            let fact = format!("woocommerce:order:{id}:parcel:{number}");
            let kind = EventKind::OrderFulfilled {
                fulfillment: parcel,
            };
            delivery.event(fact, at, kind);
            seen.push(number);
        }
    }
    !seen.is_empty()
}

/// The parcels in one field, and when each was shipped where that is known.
fn in_field(value: Scalar<'_>) -> Vec<(Fulfillment, Option<Timestamp>)> {
    let Some(text) = value.text() else {
        return in_list(value.raw());
    };
    if text.starts_with(['[', '{']) {
        return in_list(&text);
    }
    if matches!(&*text, "true" | "false") {
        return Vec::new();
    }
    let parcel = Fulfillment {
        tracking_number: value.cut(bounds::NAME),
        ..Fulfillment::default()
    };
    vec![(parcel, None)]
}

fn in_list(json: &str) -> Vec<(Fulfillment, Option<Timestamp>)> {
    let parcels: List<Parcel<'_>, MOST> = parse(json).unwrap_or_default();
    let kept = parcels
        .iter()
        .filter(|parcel| matches!(parcel.refund.raw(), "" | "null" | "false"));
    kept.map(|parcel| (parcel.fulfillment(), parcel.shipped()))
        .collect()
}

impl Parcel<'_> {
    fn fulfillment(&self) -> Fulfillment {
        let carriers = [self.named_carrier, self.shown_carrier, self.carrier];
        Fulfillment {
            order_id: String::new(),
            fulfillment_id: self.id.id().unwrap_or_default(),
            status: None,
            carrier: carriers.iter().find_map(|name| name.cut(bounds::NAME)),
            tracking_number: self.number.cut(bounds::NAME),
            tracking_url: self.link.url().or_else(|| self.shown_link.url()),
        }
    }

    fn shipped(&self) -> Option<Timestamp> {
        let number = self.shipped.integer().filter(|number| *number > 0)?;
        let millis = if number < MILLISECONDS_FROM {
            number * 1000
        } else {
            number
        };
        Some(Timestamp::from_millis(millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Vec<[String; 4]> {
        let said = |text: Option<String>| text.unwrap_or_default();
        let parcels = in_field(parse(value).ok().unwrap()).into_iter();
        parcels
            .map(|(parcel, shipped)| {
                [
                    said(parcel.tracking_number),
                    said(parcel.carrier),
                    said(parcel.tracking_url),
                    said(shipped.map(|at| at.as_millis().to_string())),
                ]
            })
            .collect()
    }

    #[test]
    fn reads_how_the_common_plugins_keep_parcels() {
        let one = |given: &str, expected: [&str; 4]| {
            let expected = expected.map(str::to_owned);
            assert_eq!(read(given), [expected], "{given}");
        };
        one(
            r#"[{"tracking_provider":"","custom_tracking_provider":"Parcel Post","custom_tracking_link":"https://post.example/1","tracking_number":"1","date_shipped":"1767225600","tracking_id":"a1"}]"#,
            [
                "1",
                "Parcel Post",
                "https://post.example/1",
                "1767225600000",
            ],
        );
        one(
            r#"{"0":{"tracking_provider":"usps","formatted_tracking_provider":"USPS","formatted_tracking_link":"https://usps.example/2","tracking_number":"2","date_shipped":1767225600}}"#,
            ["2", "USPS", "https://usps.example/2", "1767225600000"],
        );
        one(
            r#"[{"slug":"dhl","tracking_number":"3","additional_fields":{"account_number":""},"line_items":[]}]"#,
            ["3", "dhl", "", ""],
        );
        one(
            r#"[{"label_id":7,"tracking":"4","carrier_id":"usps","created":1767225600123,"status":"PURCHASED"}]"#,
            ["4", "usps", "", "1767225600123"],
        );
        one(r#""5""#, ["5", "", "", ""]);
        one("6", ["6", "", "", ""]);
        one(
            r#""[{\"tracking_number\":\"7\",\"carrier_name\":\"GLS\"}]""#,
            ["7", "GLS", "", ""],
        );
    }

    #[test]
    fn a_number_is_all_it_takes_and_less_is_no_parcel() {
        for nothing in ["null", r#""""#, "[]", "{}", "true", r#""[{""#] {
            assert!(read(nothing).is_empty(), "{nothing}");
        }
        let refunded =
            r#"[{"tracking":"1","refund":{"status":"complete"}},{"tracking":"2","refund":null}]"#;
        assert_eq!(read(refunded).len(), 1);
        let [_, _, link, day] = &read(
            r#"[{"tracking_number":"1","tracking_link":"javascript:alert(1)","date_shipped":"soon"}]"#,
        )[0];
        assert_eq!((link.as_str(), day.as_str()), ("", ""));
    }
}
