//! Postal addresses of orders and customers.

use crate::adapter::bounds;
use crate::adapter::tolerant::{Scalar, payload};
use crate::event::Profile;

payload! {
    /// A billing or shipping address. All a guest leaves behind.
    struct Address<'a> {
        first_name: Scalar<'a> = "first_name",
        last_name: Scalar<'a> = "last_name",
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        country: Scalar<'a> = "country",
        state: Scalar<'a> = "state",
    }
}

impl Address<'_> {
    /// Who this is; `other` helps where this is empty.
    pub(super) fn profile(&self, other: &Self) -> Profile {
        let name = |one: Scalar<'_>, two: Scalar<'_>| one.personal().or_else(|| two.personal());
        Profile {
            email: self.email.email(),
            phone: self.phone.personal(),
            first_name: name(self.first_name, other.first_name),
            last_name: name(self.last_name, other.last_name),
            country: self.country.country().or_else(|| other.country.country()),
            region: (self.state.cut(bounds::NAME)).or_else(|| other.state.cut(bounds::NAME)),
            ..Profile::default()
        }
    }
}
