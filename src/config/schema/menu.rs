//! What a page offers to choose from: each kind of trigger, step and condition, and each event, with
//! a title and the subject it is listed under.
//!
//! The schema carries both (`title`, `x-group`), and what an editor may begin with (`examples`), so
//! that an editor offers what the engine has, in the order of this file, and no page keeps a list of
//! its own. An event without a group stays valid in
//! a file and is offered by no menu: it is about the shop's own housekeeping, or says nothing that a
//! merchant could mean.

use crate::event::EventName;
use serde_json::{Value, json};

/// A kind's `type`, its group, its title.
type Entry = (&'static str, &'static str, &'static str);

const TRIGGERS: &[Entry] = &[
    ("cart_abandoned", "Cart and orders", "Cart is abandoned"),
    ("order_placed", "Cart and orders", "Order is placed"),
    ("order_completed", "Cart and orders", "Order is paid"),
    (
        "customer_created",
        "Customer",
        "Customer creates an account",
    ),
    ("tag_added", "Customer", "Tag is added"),
    ("segment_entered", "Customer", "Customer enters a segment"),
    ("segment_left", "Customer", "Customer leaves a segment"),
    ("tier_reached", "Loyalty", "Customer reaches a tier"),
    (
        "tier_at_risk",
        "Loyalty",
        "Customer is about to lose a tier",
    ),
    ("points_reached", "Loyalty", "Points reach a number"),
    ("score_reached", "Loyalty", "Lead score reaches a number"),
    ("performed", "Any event", "Customer does something"),
    (
        "not_followed",
        "Any event",
        "Customer does something but not something else",
    ),
    ("inactive", "Time", "Customer goes quiet"),
    ("date", "Time", "Date in the customer’s profile"),
];

const STEPS: &[Entry] = &[
    ("send", "Messages", "Send a message"),
    ("unsubscribe", "Messages", "Unsubscribe from a channel"),
    ("wait", "Timing", "Wait"),
    ("wait_for_event", "Timing", "Wait for an event"),
    ("branch", "Paths", "If / otherwise"),
    ("switch", "Paths", "Several paths"),
    ("split", "Paths", "A/B split"),
    ("exit", "Paths", "Stop here"),
    ("apply_coupon", "Customer", "Create coupon"),
    ("add_tag", "Customer", "Add tag"),
    ("remove_tag", "Customer", "Remove tag"),
    ("add_points", "Customer", "Give points"),
    ("change_tier", "Customer", "Move to tier"),
    ("show_offer", "Customer", "Show offer in the shop"),
    ("hide_offer", "Customer", "Hide offer"),
    ("assign", "Team", "Assign to a colleague"),
    ("create_task", "Team", "Create task"),
    ("create_ticket", "Other services", "Create ticket"),
    ("add_to_audience", "Other services", "Add to ad audience"),
    (
        "remove_from_audience",
        "Other services",
        "Remove from ad audience",
    ),
    ("sync_customer", "Other services", "Sync to CRM"),
    ("webhook", "Other services", "Call a webhook"),
];

const CONDITIONS: &[Entry] = &[
    ("order_count", "Orders", "Number of orders"),
    ("spend", "Orders", "Amount spent"),
    ("bought", "Orders", "Products bought"),
    ("performed", "Behavior", "Did something"),
    ("not_performed", "Behavior", "Didn’t do something"),
    (
        "aggregate",
        "Behavior",
        "Sum or average of an event’s property",
    ),
    ("cart_value", "Cart and product", "Value of the cart"),
    ("cart_contains", "Cart and product", "Contents of the cart"),
    ("product_is", "Cart and product", "Product it’s about"),
    ("attribute", "Customer", "Profile field"),
    ("tag", "Customer", "Tag"),
    ("segment", "Customer", "Segment"),
    ("date", "Customer", "Date in the profile"),
    ("consent", "Consent", "Marketing consent"),
    ("suppressed", "Consent", "Suppressed"),
    ("tier", "Loyalty", "Tier"),
    ("to_next_tier", "Loyalty", "Distance to the next tier"),
    ("points", "Loyalty", "Points"),
    ("score", "Loyalty", "Lead score"),
    ("rfm", "Loyalty", "RFM (recency, frequency, value)"),
    ("during", "Time and chance", "Date range"),
    ("random_bucket", "Time and chance", "Random share"),
    ("all", "Groups", "All of these are true"),
    ("any", "Groups", "Any of these is true"),
    ("none", "Groups", "None of these is true"),
];

/// Gives every kind and every event its title and group.
///
/// Panics where a kind has none: then a menu would leave it out.
pub(super) fn annotate(definitions: &mut serde_json::Map<String, Value>) {
    for (name, menu) in [
        ("Trigger", TRIGGERS),
        ("Step", STEPS),
        ("Condition", CONDITIONS),
    ] {
        if let Some(schema) = definitions.get_mut(name) {
            annotate_kinds(name, schema, menu);
        }
    }
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

fn annotate_kinds(name: &str, schema: &mut Value, menu: &[Entry]) {
    let key = if schema.get("oneOf").is_some() {
        "oneOf"
    } else {
        "anyOf"
    };
    let place = |kind: &Value| {
        let word = kind.pointer("/properties/type/const");
        let word = word.and_then(Value::as_str).unwrap_or_default();
        menu.iter()
            .position(|(entry, ..)| *entry == word)
            .unwrap_or_else(|| panic!("{name}: “{word}” is in no menu"))
    };
    let kinds = schema[key].as_array_mut().expect("a choice of kinds");
    for kind in kinds.iter_mut() {
        let (_, group, title) = menu[place(kind)];
        kind["title"] = json!(title);
        kind["x-group"] = json!(group);
        let word = kind["properties"]["type"]["const"].as_str();
        if let Some(example) = word.and_then(|word| start(name, word)) {
            kind["examples"] = json!([example]);
        }
    }
    kinds.sort_by_key(place);
    let listed = |entry: &str| {
        let mut words = kinds.iter();
        words.any(|kind| kind["properties"]["type"]["const"] == json!(entry))
    };
    if let Some((word, ..)) = menu.iter().find(|(word, ..)| !listed(word)) {
        panic!("{name}: the menu offers “{word}”, which there is not");
    }
}

/// What an editor begins a kind with where its required fields alone would say nothing yet.
fn start(definition: &str, word: &str) -> Option<Value> {
    Some(match (definition, word) {
        ("Trigger", "inactive") => json!({
            "type": "inactive",
            "activity": ["page_viewed", "product_viewed", "order_placed"],
            "for": {"amount": 30, "unit": "days"},
        }),
        ("Condition", "bought") => json!({
            "type": "bought",
            "where": [{"property": "vendor", "is": "equals", "value": "Acme"}],
        }),
        ("Condition", "product_is") => json!({
            "type": "product_is",
            "where": [{"property": "available", "is": "more_than", "value": 0}],
        }),
        ("Condition", "aggregate") => json!({
            "type": "aggregate", "figure": "average", "property": "total",
            "event": "order_completed", "is": "at_least", "value": 100,
        }),
        ("Condition", "attribute") => json!({
            "type": "attribute", "name": "country", "is": "one_of", "value": ["US", "CA"],
        }),
        ("Condition", "date") => json!({
            "type": "date", "name": "birth_date", "is": "anniversary",
        }),
        ("Condition", "rfm") => json!({"type": "rfm", "groups": ["champions", "loyal"]}),
        ("Condition", "during") => json!({
            "type": "during", "from": "2026-11-27", "until": "2026-12-01",
        }),
        ("Condition", "random_bucket") => json!({
            "type": "random_bucket", "name": "draw", "until": 10,
        }),
        _ => return None,
    })
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
        E::StockChanged => ("Products and promotions", "Back in stock or sold out"),
        E::PriceChanged => ("Products and promotions", "Price changed"),
        E::PromotionStarted => ("Products and promotions", "Promotion started"),
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
