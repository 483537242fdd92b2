//! Who is buying.

use super::consent_state::ConsentState;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::keys::Keys;
use crate::adapter::tolerant::{Scalar, payload};
use crate::event::{EventKind, KeyStrength, Profile};
use crate::pii::Pii;
use crate::time::Timestamp;

payload! {
    /// A customer account, alone or inside an order or a checkout. Since API 2025-01 without
    /// tags and consent; fields an app may not see are null.
    struct Customer<'a> {
        id: Scalar<'a> = "id",
        gid: Scalar<'a> = "admin_graphql_api_id",
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        first_name: Scalar<'a> = "first_name",
        last_name: Scalar<'a> = "last_name",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        tags: Scalar<'a> = "tags",
        accepts_marketing: Scalar<'a> = "accepts_marketing",
        accepts_marketing_updated_at: Scalar<'a> = "accepts_marketing_updated_at",
        email_consent: ConsentState<'a> = "email_marketing_consent",
        sms_consent: ConsentState<'a> = "sms_marketing_consent",
        by_email: Contact<'a> = "default_email_address",
        by_phone: Contact<'a> = "default_phone_number",
        address: Address<'a> = "default_address",
    }
}

payload! {
    /// How an account is reached, in the shop's records.
    struct Contact<'a> {
        email: Scalar<'a> = "email_address",
        phone: Scalar<'a> = "phone_number",
        sms_consent: ConsentState<'a> = "sms_marketing_consent",
    }
}

payload! {
    /// A postal address, as far as it says who and where.
    struct Address<'a> {
        first_name: Scalar<'a> = "first_name",
        last_name: Scalar<'a> = "last_name",
        country_code: Scalar<'a> = "country_code",
        province_code: Scalar<'a> = "province_code",
    }
}

/// The buyer of an order or a checkout, put together from the account, if there is one, and
/// from what was typed.
pub(super) struct Buyer<'b, 'a> {
    pub(super) customer: &'b Customer<'a>,
    pub(super) email: Scalar<'a>,
    pub(super) contact_email: Scalar<'a>,
    pub(super) phone: Scalar<'a>,
    pub(super) locale: Scalar<'a>,
    pub(super) billing: &'b Address<'a>,
    pub(super) shipping: &'b Address<'a>,
}

impl<'a> Customer<'a> {
    /// The account's number; some bodies have it in the GID only.
    pub(super) fn id(&self) -> Option<String> {
        self.id.id().or_else(|| self.gid.id())
    }

    /// The account's address.
    fn email(&self) -> Scalar<'a> {
        if self.email.is_email() {
            self.email
        } else {
            self.by_email.email
        }
    }

    /// The account's number.
    fn phone(&self) -> Scalar<'a> {
        if self.phone.text().is_some() {
            self.phone
        } else {
            self.by_phone.phone
        }
    }

    /// What the record says of text messages.
    pub(super) fn sms_consent(&self) -> &ConsentState<'a> {
        if self.sms_consent.consent().is_some() {
            &self.sms_consent
        } else {
            &self.by_phone.sms_consent
        }
    }

    /// Adds what the account is known by.
    pub(super) fn keys(&self, keys: &mut Keys) {
        keys.confirm("shopify:customer", self.id().as_deref());
        keys.email(self.email().text().as_deref(), KeyStrength::Confirmed);
        keys.phone(self.phone().text().as_deref());
    }

    /// What the account says about the person, without tags and consent.
    pub(super) fn profile(&self) -> Profile {
        let address = &self.address;
        Profile {
            email: self.email().email(),
            phone: self.phone().personal(),
            first_name: (self.first_name.personal()).or_else(|| address.first_name.personal()),
            last_name: (self.last_name.personal()).or_else(|| address.last_name.personal()),
            country: address.country_code.country(),
            region: address.province_code.cut(bounds::NAME),
            joined_at: self.created_at.time(),
            ..Profile::default()
        }
    }
}

impl Buyer<'_, '_> {
    /// Adds what the buyer is known by. An address typed at the checkout that is not the
    /// account's own may be somebody else's, so it is then only claimed.
    pub(super) fn keys(&self, keys: &mut Keys) {
        self.customer.keys(keys);
        let typed = if self.customer.email().is_email() {
            KeyStrength::Claimed
        } else {
            KeyStrength::Confirmed
        };
        keys.email(self.typed_email().text().as_deref(), typed);
        keys.phone(self.phone.text().as_deref());
    }

    /// Adds who the buyer is, if anything is known.
    pub(super) fn report(&self, delivery: &mut DeliveryBuilder, fact_key: String, at: Timestamp) {
        let profile = self.profile();
        let known = profile.email.is_some()
            || profile.phone.is_some()
            || profile.first_name.is_some()
            || profile.last_name.is_some();
        if known {
            delivery.event(fact_key, at, EventKind::CustomerIdentified { profile });
        }
    }

    /// What is known of the buyer.
    pub(super) fn profile(&self) -> Profile {
        let account = self.customer.profile();
        let billing = self.billing;
        let shipping = self.shipping;
        Profile {
            email: account.email.or_else(|| self.typed_email().email()),
            phone: account.phone.or_else(|| self.phone.personal()),
            // Goods may go to somebody else; the bill comes to the buyer.
            first_name: (account.first_name)
                .or_else(|| billing.first_name.personal())
                .or_else(|| shipping.first_name.personal()),
            last_name: (account.last_name)
                .or_else(|| billing.last_name.personal())
                .or_else(|| shipping.last_name.personal()),
            language: self.locale.cut(bounds::NAME),
            country: (account.country)
                .or_else(|| shipping.country_code.country())
                .or_else(|| billing.country_code.country()),
            region: (account.region)
                .or_else(|| shipping.province_code.cut(bounds::NAME))
                .or_else(|| billing.province_code.cut(bounds::NAME)),
            ..account
        }
    }

    /// The address that was typed, where the account has another: what is about this purchase
    /// goes there.
    pub(super) fn other_email(&self) -> Option<Pii<String>> {
        let own = self.customer.email().email()?;
        let typed = self.typed_email().email()?;
        let same = typed.expose().eq_ignore_ascii_case(own.expose());
        (!same).then_some(typed)
    }

    fn typed_email(&self) -> Scalar<'_> {
        if self.email.is_email() {
            self.email
        } else {
            self.contact_email
        }
    }
}
