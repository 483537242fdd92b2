//! Shopify's web pixel: what the buyer's browser saw.
//!
//! Anyone can post to the collector what a browser would, so everything here is a claim. It
//! never reports consent, never places an order (a completed checkout is reported as just that),
//! and its facts have keys of their own, so that no browser can report a fact before the shop's
//! server does and have the server's report taken for a repetition.

mod checkout;
mod product;

use super::batch::{Message, read_each};
use super::delivery_builder::{DeliveryBuilder, mark};
use super::tolerant::{Entries, List, Scalar, parse, payload};
use super::{IgnoreReason, Ignored, Outcome, Request, bounds};
use crate::event::{Cart, EventKind, KeyStrength, Profile};
use checkout::Checkout;
use product::{Amount, CartLine, Variant};

payload! {
    /// The envelope of every pixel event.
    struct Envelope<'a> {
        id: Scalar<'a> = "id",
        name: Scalar<'a> = "name",
        kind: Scalar<'a> = "type",
        client_id: Scalar<'a> = "clientId",
        timestamp: Scalar<'a> = "timestamp",
        context: Context<'a> = "context",
        data: Data<'a> = "data",
        custom_data: Entries<'a> = "customData",
        /// The signed-in buyer, whom the extension learns at its start and sends along.
        customer: Account<'a> = "customer",
        init: Init<'a> = "init",
    }
}

payload! {
    struct Context<'a> {
        document: Document<'a> = "document",
    }
}

payload! {
    struct Document<'a> {
        location: Location<'a> = "location",
    }
}

payload! {
    struct Location<'a> {
        href: Scalar<'a> = "href",
    }
}

payload! {
    struct Init<'a> {
        data: InitData<'a> = "data",
    }
}

payload! {
    struct InitData<'a> {
        customer: Account<'a> = "customer",
    }
}

payload! {
    struct Account<'a> {
        id: Scalar<'a> = "id",
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        first_name: Scalar<'a> = "firstName",
        last_name: Scalar<'a> = "lastName",
    }
}

payload! {
    /// The content, of which each event has one member.
    struct Data<'a> {
        variant: Variant<'a> = "productVariant",
        line: CartLine<'a> = "cartLine",
        collection: Collection<'a> = "collection",
        search: Search<'a> = "searchResult",
        cart: CartContent<'a> = "cart",
        checkout: Checkout<'a> = "checkout",
    }
}

payload! {
    struct Collection<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
    }
}

payload! {
    struct Search<'a> {
        query: Scalar<'a> = "query",
    }
}

payload! {
    struct CartContent<'a> {
        id: Scalar<'a> = "id",
        lines: List<CartLine<'a>, { bounds::ITEMS }> = "lines",
        cost: Cost<'a> = "cost",
    }
}

payload! {
    struct Cost<'a> {
        total: Amount<'a> = "totalAmount",
    }
}

/// Reads one event or a batch of them.
pub(super) fn read(request: &Request, body: &str) -> Outcome {
    read_each(request, body, read_event)
}

fn read_event(request: &Request, message: &Message<'_>) -> Outcome {
    let received: Envelope<'_> = parse(message.body)?;
    let name = received.name.cut(bounds::NAME);
    let name = name.ok_or_else(|| Ignored::shape("name"))?;
    let kind = received.event(request, &name);
    let kind = kind.ok_or_else(|| Ignored::new(IgnoreReason::UnsupportedTopic, &name))?;
    let at = received.timestamp.time().unwrap_or(request.received_at);
    let id = received.id.id().unwrap_or_else(|| mark(message.body));

    let mut delivery = DeliveryBuilder::new(request);
    received.keys(&mut delivery);
    if delivery.keys.is_empty() {
        return Err(Ignored::new(IgnoreReason::NoIdentity, "no clientId"));
    }
    if let Some(profile) = received.profile() {
        let fact = format!("shopify-pixel:{id}:identified");
        delivery.event(fact, at, EventKind::CustomerIdentified { profile });
    }
    delivery.event(format!("shopify-pixel:{id}"), at, kind);
    delivery.about_customer()
}

impl Envelope<'_> {
    /// What happened; `None` for kinds that are not used, such as clicks and alerts.
    fn event(&self, request: &Request, name: &str) -> Option<EventKind> {
        if self.kind.text().as_deref() == Some("custom") {
            return Some(EventKind::Custom {
                event: name.to_owned(),
                properties: self.custom_data.values(&[]),
            });
        }
        let shop = &request.shop;
        let data = &self.data;
        Some(match name {
            "page_viewed" => EventKind::PageViewed {
                url: self.context.document.location.href.url()?,
            },
            "product_viewed" => EventKind::ProductViewed {
                product: data.variant.item(shop, 1),
            },
            "product_added_to_cart" => EventKind::ProductAdded {
                product: data.line.item(shop),
            },
            "product_removed_from_cart" => EventKind::ProductRemoved {
                product: data.line.item(shop),
            },
            "collection_viewed" => EventKind::ProductListViewed {
                list_id: data.collection.id.id().unwrap_or_default(),
                title: data.collection.title.title().unwrap_or_default(),
            },
            "search_submitted" => EventKind::ProductsSearched {
                query: data.search.query.cut(bounds::TITLE)?,
            },
            "cart_viewed" => EventKind::CartViewed {
                cart: Cart {
                    cart_token: data.cart.id.id(),
                    items: data.cart.lines.iter().map(|line| line.item(shop)).collect(),
                    total: data.cart.cost.total.money(shop),
                    ..Cart::default()
                },
            },
            "checkout_started" => EventKind::CheckoutStarted {
                cart: data.checkout.cart(shop),
            },
            "checkout_contact_info_submitted"
            | "checkout_address_info_submitted"
            | "checkout_shipping_info_submitted"
            | "payment_info_submitted" => EventKind::CheckoutUpdated {
                cart: data.checkout.cart(shop),
            },
            "checkout_completed" => EventKind::CheckoutUpdated {
                cart: Cart {
                    completed_at: Some(self.timestamp.time().unwrap_or(request.received_at)),
                    ..data.checkout.cart(shop)
                },
            },
            _ => return None,
        })
    }

    fn keys(&self, delivery: &mut DeliveryBuilder) {
        let keys = &mut delivery.keys;
        let checkout = &self.data.checkout;
        keys.claim("visitor", self.client_id.id().as_deref());
        keys.claim("checkout", checkout.token.id().as_deref());
        keys.claim("shopify:customer", checkout.customer_id().as_deref());
        keys.claim("shopify:customer", self.account().id.id().as_deref());
        let claimed = KeyStrength::Claimed;
        keys.email(self.account().email.text().as_deref(), claimed);
        keys.email(checkout.email.text().as_deref(), claimed);
    }

    /// Who the buyer claims to be, if known.
    fn profile(&self) -> Option<Profile> {
        let (account, checkout) = (self.account(), &self.data.checkout);
        let profile = Profile {
            email: account.email.email().or_else(|| checkout.email.email()),
            phone: (account.phone.personal()).or_else(|| checkout.phone.personal()),
            first_name: account.first_name.personal(),
            last_name: account.last_name.personal(),
            ..Profile::default()
        };
        (profile != Profile::default()).then_some(profile)
    }

    fn account(&self) -> &Account<'_> {
        if self.customer.id.id().is_some() || self.customer.email.text().is_some() {
            &self.customer
        } else {
            &self.init.data.customer
        }
    }
}
