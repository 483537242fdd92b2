//! What a page offers to choose from among events: each with a title and the subject it is listed under.
//!
//! An event without a group stays valid in a file and is offered by no menu: it is about the shop's own
//! housekeeping, or says nothing that a merchant could mean.

use crate::event::EventName;
use serde_json::{Value, json};

/// Gives every event its title and group.
pub(super) fn annotate(definitions: &mut serde_json::Map<String, Value>) {
    let Some(events) = definitions.get_mut("EventName") else {
        return;
    };
    events["description"] = json!("Something that happened, such as an order that was placed.");
    let words = events["oneOf"].as_array_mut();
    for word in words.into_iter().flatten() {
        let name = word["const"].as_str().and_then(EventName::parse);
        if let Some((group, title)) = event(name.expect("the schema lists events")) {
            word["title"] = json!(title);
            word["x-group"] = json!(group);
        }
    }
}

/// An event's group and title; `None` where no merchant can mean it.
fn event(name: EventName) -> Option<(&'static str, &'static str)> {
    use EventName as E;
    Some(match name {
        E::PageViewed => ("Shop", "Page viewed"),
        E::ProductViewed => ("Shop", "Product viewed"),
        E::ProductListViewed => ("Shop", "Collection viewed"),
        E::ProductsSearched => ("Shop", "Shop searched"),
        E::ProductAdded => ("Cart and checkout", "Product added to cart"),
        E::ProductRemoved => ("Cart and checkout", "Product removed from cart"),
        E::CartViewed => ("Cart and checkout", "Cart viewed"),
        E::CartUpdated => ("Cart and checkout", "Cart changed"),
        E::CheckoutStarted => ("Cart and checkout", "Checkout started"),
        E::CheckoutUpdated => ("Cart and checkout", "Checkout changed"),
        E::OrderPlaced => ("Orders", "Order placed"),
        E::OrderCompleted => ("Orders", "Order paid"),
        E::OrderCancelled => ("Orders", "Order canceled"),
        E::OrderRefunded => ("Orders", "Order refunded"),
        E::OrderFulfilled => ("Orders", "Order shipped"),
        E::ShipmentUpdated => ("Orders", "Delivery status changed"),
        E::ReturnRequested => ("Orders", "Return requested"),
        E::MessageDelivered => ("Email and messages", "Message delivered"),
        E::MessageOpened => ("Email and messages", "Message opened"),
        E::MessageClicked => ("Email and messages", "Message clicked"),
        E::MessageBounced => ("Email and messages", "Message bounced"),
        E::MessageComplained => ("Email and messages", "Message marked as spam"),
        E::ConsentChanged => ("Customer", "Marketing consent changed"),
        E::PreferencesChanged => ("Customer", "Preferences changed"),
        E::SurveyAnswered => ("Customer", "Survey answered"),
        E::CustomerCreated => ("Customer", "Account created"),
        E::CustomerUpdated => ("Customer", "Account changed"),
        E::CustomerIdentified => ("Customer", "Visitor identified"),
        E::ProfileChanged => ("Customer", "Profile changed"),
        E::TagsAdded => ("Customer", "Tag added"),
        E::TagsRemoved => ("Customer", "Tag removed"),
        E::SegmentEntered => ("Customer", "Segment entered"),
        E::SegmentLeft => ("Customer", "Segment left"),
        E::TierChanged => ("Loyalty", "Tier changed"),
        E::TierAtRisk => ("Loyalty", "Tier at risk"),
        E::PointsChanged => ("Loyalty", "Points changed"),
        E::ScoreChanged => ("Loyalty", "Lead score changed"),
        E::BackInStockRequested => ("Products and promotions", "Back-in-stock notice requested"),
        E::StockChanged => ("Products and promotions", "Back in stock or sold out"),
        E::PriceChanged => ("Products and promotions", "Price changed"),
        E::PromotionStarted => ("Products and promotions", "Promotion started"),
        E::PromotionEnded => ("Products and promotions", "Promotion ended"),
        E::Custom => ("Your own events", "Custom event"),
        E::CheckoutDeleted
        | E::OrderUpdated
        | E::OrderDeleted
        | E::OrderAnonymized
        | E::CustomerDeleted
        | E::ConsentFieldSeen
        | E::MessageScanned
        | E::CustomerDataRequested
        | E::CustomerRedactRequested
        | E::ShopRedactRequested
        | E::AppUninstalled
        | E::ProductUpdated
        | E::ProductDeleted
        | E::InventoryChanged
        | E::CouponUpdated
        | E::CouponDeleted => return None,
    })
}
