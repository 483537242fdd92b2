//! Customer accounts. Core has no consent to marketing; what the shop asks stands in `meta_data`
//! under names of its own, of which those the merchant named are read.

use super::address::Address;
use super::{consent, meta};
use super::{moment, resource_id};
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, KeyStrength, Profile, Subject, WooCommerceRules};

payload! {
    /// The customer resource.
    struct CustomerBody<'a> {
        id: Scalar<'a> = "id",
        created: Scalar<'a> = "date_created_gmt",
        modified: Scalar<'a> = "date_modified_gmt",
        email: Scalar<'a> = "email",
        role: Scalar<'a> = "role",
        first_name: Scalar<'a> = "first_name",
        last_name: Scalar<'a> = "last_name",
        billing: Address<'a> = "billing",
        shipping: Address<'a> = "shipping",
        meta: Scalar<'a> = "meta_data",
    }
}

/// Reads `customer.created`.
pub(super) fn created(request: &Request, body: &str) -> Outcome {
    read(request, body, News::Created)
}

/// Reads `customer.updated`.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    read(request, body, News::Updated)
}

/// Reads an account from the store's list of them.
pub(super) fn imported(request: &Request, body: &str) -> Outcome {
    read(request, body, News::Imported)
}

/// What a body is news of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    Created,
    Updated,
    /// Both: nothing was heard of the account before.
    Imported,
}

/// Reads `customer.deleted`, whose body is `{"id":3}`.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let received: CustomerBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    if received.created.utc().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Customer, &id);
    delivery.keys.confirm("woocommerce:customer", Some(&id));
    let fact = format!("woocommerce:customer:{id}:deleted");
    delivery.event(fact, request.sent_at(), EventKind::CustomerDeleted);
    delivery.about_customer()
}

fn read(request: &Request, body: &str, news: News) -> Outcome {
    let received: CustomerBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    let modified = moment(request, received.modified, received.created);
    let profile = received.profile();
    let mut delivery = DeliveryBuilder::new(request);
    delivery.only_known = received.is_staff(request);
    delivery.keys.confirm("woocommerce:customer", Some(&id));
    let email = received.email.text();
    delivery
        .keys
        .email(email.as_deref(), KeyStrength::Confirmed);
    delivery
        .keys
        .phone(received.billing.phone.text().as_deref());
    if news != News::Updated {
        let fact = format!("woocommerce:customer:{id}:created");
        let at = received.created.utc().unwrap_or(modified);
        let profile = profile.clone();
        delivery.event(fact, at, EventKind::CustomerCreated { profile });
    }
    if news != News::Created {
        let fact = format!("woocommerce:customer:{id}:updated:{}", mark(body));
        delivery.event(fact, modified, EventKind::CustomerUpdated { profile });
    }
    if news == News::Imported {
        consent::add_kept(&mut delivery, request, &id, received.meta);
    }
    let fields = consent::fields(request, received.meta);
    let account = (id.as_str(), received.created.utc());
    consent::add_account(&mut delivery, request, account, modified, fields);
    delivery.about_customer()
}

impl CustomerBody<'_> {
    /// Whether it is an account of the shop's own people, who are customers once they order.
    fn is_staff(&self, request: &Request) -> bool {
        let usual = WooCommerceRules::default();
        let rules = request.shop.woocommerce.as_ref().unwrap_or(&usual);
        let role = self.role.text();
        role.is_some_and(|role| !role.is_empty() && !rules.is_customer(&role))
    }

    /// The account's own fields go before its addresses.
    fn profile(&self) -> Profile {
        let address = self.billing.profile(&self.shipping);
        Profile {
            email: self.email.email().or(address.email),
            first_name: self.first_name.personal().or(address.first_name),
            last_name: self.last_name.personal().or(address.last_name),
            joined_at: self.created.utc(),
            birth_date: meta::birth_date(self.meta),
            ..address
        }
    }
}
