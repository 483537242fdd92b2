//! What the properties of an event are, for conditions and messages.

use super::{Cart, EventKind, Item, Order};
use crate::money::Money;
use crate::value::{Decimal, Value};

impl EventKind {
    /// What it is about, for conditions that ask for one product, one search, one tag. Cut to
    /// 64 characters.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        let text: &str = match self {
            Self::ProductViewed { product }
            | Self::ProductAdded { product }
            | Self::ProductRemoved { product }
            | Self::BackInStockRequested { product } => &product.product_id,
            Self::SurveyAnswered { survey, .. } => survey,
            Self::ProductListViewed { list_id, .. } => list_id,
            Self::ProductsSearched { query } => query,
            Self::PageViewed { url } => url,
            Self::Custom { event, .. } => event,
            Self::OrderPlaced { order }
            | Self::OrderCompleted { order }
            | Self::OrderUpdated { order }
            | Self::OrderCancelled { order } => &order.order_id,
            Self::OrderRefunded { refund } => &refund.order_id,
            Self::CheckoutStarted { cart } | Self::CheckoutUpdated { cart } => {
                cart.checkout_token.as_ref()?
            }
            Self::ShipmentUpdated { shipment } => &shipment.status,
            Self::SegmentEntered { segment } | Self::SegmentLeft { segment } => segment,
            Self::MessageDelivered { news }
            | Self::MessageOpened { news }
            | Self::MessageClicked { news }
            | Self::MessageScanned { news }
            | Self::MessageBounced { news, .. }
            | Self::MessageComplained { news } => news.message.as_ref()?,
            Self::ReturnRequested { order_id, .. } => order_id,
            Self::StockChanged { stock } => &stock.product_id,
            Self::PriceChanged { product, .. } => &product.product_id,
            Self::PromotionStarted { name, product } => {
                product.as_ref().map_or(name, |product| &product.product_id)
            }
            Self::PromotionEnded { name, .. } => name,
            _ => return None,
        };
        Some(text.chars().take(MAX_SUBJECT).collect())
    }

    /// The checkout it is about, by its token.
    #[must_use]
    pub fn checkout_token(&self) -> Option<&str> {
        match self {
            Self::CartUpdated { cart }
            | Self::CheckoutStarted { cart }
            | Self::CheckoutUpdated { cart } => cart.checkout_token.as_deref(),
            Self::CheckoutDeleted { checkout_token, .. } => checkout_token.as_deref(),
            Self::ConsentFieldSeen { field } => Some(&field.checkout.as_ref()?.token),
            _ => None,
        }
    }

    /// The products it is about, by the platform's ids, each once.
    #[must_use]
    pub fn products(&self) -> Vec<&str> {
        let items: &[Item] = match self {
            Self::ProductViewed { product }
            | Self::ProductAdded { product }
            | Self::ProductRemoved { product }
            | Self::BackInStockRequested { product } => std::slice::from_ref(product),
            Self::CartUpdated { cart }
            | Self::CartViewed { cart }
            | Self::CheckoutStarted { cart }
            | Self::CheckoutUpdated { cart } => &cart.items,
            Self::OrderPlaced { order }
            | Self::OrderCompleted { order }
            | Self::OrderUpdated { order } => &order.items,
            _ => &[],
        };
        let mut ids: Vec<&str> = items.iter().map(|item| item.product_id.as_str()).collect();
        ids.retain(|id| !id.is_empty());
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The order it is about.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        match self {
            Self::OrderPlaced { order }
            | Self::OrderCompleted { order }
            | Self::OrderUpdated { order }
            | Self::OrderCancelled { order } => Some(&order.order_id),
            Self::OrderRefunded { refund } => Some(&refund.order_id),
            Self::OrderAnonymized { order } => Some(&order.order_id),
            Self::OrderDeleted { order_id } | Self::ReturnRequested { order_id, .. } => {
                Some(order_id)
            }
            Self::OrderFulfilled { fulfillment } => Some(&fulfillment.order_id),
            Self::ShipmentUpdated { shipment } => Some(&shipment.order_id),
            _ => None,
        }
    }

    /// The property called `name`, or `None` where the event does not have it.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Value> {
        match self {
            Self::PageViewed { url } => (name == "url").then(|| text(url))?,
            Self::ProductViewed { product }
            | Self::ProductAdded { product }
            | Self::ProductRemoved { product }
            | Self::BackInStockRequested { product }
            | Self::ProductUpdated { product, .. } => product.property(name),
            Self::ProductListViewed { list_id, title } => match name {
                "list_id" => text(list_id),
                "title" => text(title),
                _ => None,
            },
            Self::ProductsSearched { query } => (name == "query").then(|| text(query))?,
            Self::CartViewed { cart }
            | Self::CartUpdated { cart }
            | Self::CheckoutStarted { cart }
            | Self::CheckoutUpdated { cart } => cart.property(name),
            Self::OrderPlaced { order }
            | Self::OrderCompleted { order }
            | Self::OrderUpdated { order }
            | Self::OrderCancelled { order } => order.property(name),
            Self::OrderRefunded { refund } => match name {
                "order_id" => text(&refund.order_id),
                "amount" => refund.amount.and_then(major),
                _ => None,
            },
            Self::OrderDeleted { order_id } => (name == "order_id").then(|| text(order_id))?,
            Self::OrderFulfilled { fulfillment } => match name {
                "order_id" => text(&fulfillment.order_id),
                "status" => fulfillment.status.as_deref().and_then(text),
                "carrier" => fulfillment.carrier.as_deref().and_then(text),
                "tracking_number" => fulfillment.tracking_number.as_deref().and_then(text),
                "tracking_url" => fulfillment.tracking_url.as_deref().and_then(address),
                _ => None,
            },
            Self::ShipmentUpdated { shipment } => match name {
                "order_id" => text(&shipment.order_id),
                "status" => text(&shipment.status),
                _ => None,
            },
            Self::PreferencesChanged { preferences } => match name {
                "frequency" => preferences.frequency.and_then(|often| text(often.word())),
                "paused" => Some(Value::Boolean(preferences.paused_until.is_some())),
                _ => None,
            },
            Self::SurveyAnswered { survey, answer } => match name {
                "survey" => text(survey),
                "answer" => text(answer),
                _ => None,
            },
            Self::ConsentChanged { change } => match name {
                "channel" => text(change.channel.word()),
                "consent" => text(change.consent.word()),
                "origin" => change.origin.as_deref().and_then(text),
                _ => None,
            },
            Self::ProfileChanged { fields } => {
                (name == "fields").then(|| Value::List(fields.clone()))
            }
            Self::MessageBounced { permanent, .. } if name == "permanent" => {
                Some(Value::Boolean(*permanent))
            }
            Self::MessageDelivered { news }
            | Self::MessageOpened { news }
            | Self::MessageClicked { news }
            | Self::MessageScanned { news }
            | Self::MessageBounced { news, .. }
            | Self::MessageComplained { news } => match name {
                "channel" => text(news.channel?.word()),
                "message" => news.message.as_deref().and_then(text),
                "link" => news.link.as_deref().and_then(text),
                _ => None,
            },
            Self::ReturnRequested { order_id, reason } => match name {
                "order_id" => text(order_id),
                "reason" => reason.as_deref().and_then(text),
                _ => None,
            },
            Self::StockChanged { stock } => match name {
                "product_id" => text(&stock.product_id),
                "variant_id" => stock.variant_id.as_deref().and_then(text),
                "title" => stock.title.as_deref().and_then(text),
                "available" => whole(stock.available),
                "previous" => whole(stock.previous),
                _ => None,
            },
            Self::PriceChanged { product, previous } => match name {
                "previous_price" => previous.and_then(major),
                "percent_off" => percent_off(product.unit_price?, (*previous)?),
                name => product.property(name),
            },
            Self::PromotionStarted {
                name: promotion,
                product,
            } => match name {
                "name" => text(promotion),
                "percent_off" => {
                    let product = product.as_ref()?;
                    percent_off(product.unit_price?, product.list_price?)
                }
                name => product.as_ref()?.property(name),
            },
            Self::PromotionEnded {
                name: promotion, ..
            } => (name == "name").then(|| text(promotion)).flatten(),
            Self::TagsAdded { tags } | Self::TagsRemoved { tags } => {
                (name == "tags").then(|| Value::List(tags.tags.clone()))
            }
            Self::TierChanged {
                tier,
                previous,
                upward,
            } => match name {
                "tier" => tier.as_deref().and_then(text),
                "previous" => previous.as_deref().and_then(text),
                "upward" => Some(Value::Boolean(*upward)),
                _ => None,
            },
            Self::TierAtRisk { tier, .. } => (name == "tier").then(|| text(tier))?,
            Self::ScoreChanged { score, previous } => match name {
                "score" => whole(*score),
                "previous" => whole(*previous),
                _ => None,
            },
            Self::PointsChanged { balance, previous } => match name {
                "balance" => whole(*balance),
                "previous" => whole(*previous),
                _ => None,
            },
            Self::SegmentEntered { segment } | Self::SegmentLeft { segment } => {
                (name == "segment").then(|| text(segment))?
            }
            Self::Custom { properties, .. } => properties.get(name).cloned(),
            _ => None,
        }
    }
}

impl Item {
    fn property(&self, name: &str) -> Option<Value> {
        match name {
            "product_id" => text(&self.product_id),
            "variant_id" => self.variant_id.as_deref().and_then(text),
            "title" => text(&self.title),
            "variant_title" => self.variant_title.as_deref().and_then(text),
            "price" => self.unit_price.and_then(major),
            "quantity" => Some(Value::Number(self.quantity.into())),
            "sku" => self.sku.as_deref().and_then(text),
            "vendor" => self.vendor.as_deref().and_then(text),
            "category" => self.category.as_deref().and_then(text),
            _ => None,
        }
    }
}

impl Cart {
    fn property(&self, name: &str) -> Option<Value> {
        match name {
            "total" => self.total.and_then(major),
            "pieces" => Some(pieces(&self.items)),
            _ => None,
        }
    }
}

impl Order {
    fn property(&self, name: &str) -> Option<Value> {
        match name {
            "order_id" => text(&self.order_id),
            "number" => self.number.as_deref().and_then(text),
            "total" => self.total.and_then(major),
            "pieces" => Some(pieces(&self.items)),
            "discount_codes" => Some(Value::List(self.discount_codes.clone())),
            "sales_channel" => self.sales_channel.as_deref().and_then(text),
            "product_ids" => self.each(|item| Some(item.product_id.as_str())),
            "skus" => self.each(|item| item.sku.as_deref()),
            "vendors" => self.each(|item| item.vendor.as_deref()),
            "categories" => self.each(|item| item.category.as_deref()),
            _ => None,
        }
    }

    /// A property of all its items, each value once.
    fn each<'o>(&'o self, received: impl Fn(&'o Item) -> Option<&'o str>) -> Option<Value> {
        let mut list: Vec<String> = Vec::new();
        for text in self.items.iter().filter_map(received) {
            if !text.is_empty() && list.len() < MAX_LIST && !list.iter().any(|known| known == text)
            {
                list.push(text.chars().take(MAX_TEXT).collect());
            }
        }
        Some(Value::List(list))
    }
}

/// By how much a price fell, in whole percent rounded down; nothing where it did not fall.
fn percent_off(now: Money, before: Money) -> Option<Value> {
    if now.currency != before.currency || before.minor <= 0 || now.minor >= before.minor {
        return None;
    }
    let off = before.minor.checked_sub(now.minor)?.checked_mul(100)?;
    whole(off / before.minor)
}

/// An amount as a plain number of major units, which is how people write prices.
#[must_use]
pub fn major(amount: Money) -> Option<Value> {
    let places = 6_u32.checked_sub(amount.currency.exponent())?;
    let millionths = amount.minor.checked_mul(10_i64.pow(places))?;
    (millionths.abs() <= Money::MAX_MINOR)
        .then(|| Value::Number(Decimal::from_millionths(millionths)))
}

fn whole(number: i64) -> Option<Value> {
    Decimal::parse(&number.to_string()).map(Value::Number)
}

fn pieces(items: &[Item]) -> Value {
    let pieces = items
        .iter()
        .fold(0u32, |sum, item| sum.saturating_add(item.quantity));
    Value::Number(pieces.into())
}

/// A property's text, cut to [`MAX_TEXT`]; what is empty is not there.
fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.chars().take(MAX_TEXT).collect()))
}

/// A web address; half of one would lead nowhere, so one that is too long is not there.
fn address(url: &str) -> Option<Value> {
    (!url.is_empty() && url.len() <= MAX_ADDRESS).then(|| Value::Text(url.to_owned()))
}

/// The longest address kept of one property, in bytes.
const MAX_ADDRESS: usize = 500;

/// The longest text kept of one property, in characters.
const MAX_TEXT: usize = 200;

/// The most texts kept of one property that is a list.
const MAX_LIST: usize = 50;

/// The longest subject kept of an event, in characters.
const MAX_SUBJECT: usize = 64;
