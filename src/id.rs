//! Ids, which are derived from what they identify and never random.
//!
//! Every id the engine makes is a hash of what it identifies, so that the same facts give the
//! same id in production, in a preview, and after a restart. An id is SHA-256 over a domain
//! tag and length-prefixed fields, cut to 128 bits, in lower-case base32: 26 characters.

use crate::json::{Malformed, Read, Reader, Write};
use sha2::{Digest, Sha256};
use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(String);

        impl $name {
            /// Takes the text of an id as it was given.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                String::read(reader).map(Self)
            }
        }

        impl Write for $name {
            fn write(&self, out: &mut String) {
                self.0.write(out);
            }
            fn is_blank(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A customer. Derived from the delivery that first mentioned them, never from an email
    /// address.
    CustomerId
}
text_id! {
    /// A workflow: the name in the merchant's file, such as `cart-abandonment-recovery`.
    WorkflowId
}
text_id! {
    /// A segment: the name in the merchant's file, such as `big-spenders`.
    SegmentId
}
text_id! {
    /// A step of a workflow: the name written in the workflow's file, never its position.
    StepId
}
text_id! {
    /// The ID of an enrollment: one customer’s pass through one workflow.
    EnrollmentId
}
text_id! {
    /// One effect in the outside world; also its idempotency key there.
    EffectId
}

impl CustomerId {
    /// The id of the customer whom delivery `inbox` of shop `shop` created.
    #[must_use]
    pub fn derive(shop: &str, inbox: &str) -> Self {
        Self(derive("customer", &[shop, inbox]))
    }
}

impl EnrollmentId {
    /// The id of the enrollment through `workflow` of `shop` that `customer` began under `entry_key`
    /// (the cart, the order: what may start the workflow once) by the fact `entry_fact`.
    ///
    /// The customer is part of it, because many people share an entry fact: a birthday, a
    /// moment, a cart on a shared computer. It is derived once, when the enrollment begins, and stored;
    /// a merge keeps it although the customer is then called otherwise.
    #[must_use]
    pub fn derive(
        shop: &str,
        workflow: &WorkflowId,
        customer: &CustomerId,
        entry_key: &str,
        entry_fact: &str,
    ) -> Self {
        Self(derive(
            "enrollment-of",
            &[
                shop,
                workflow.as_str(),
                customer.as_str(),
                entry_key,
                entry_fact,
            ],
        ))
    }

    /// The id that an enrollment of the first release gets, because ids did not include the
    /// customer then.
    #[must_use]
    pub fn of_unnamed(shared: &Self, customer: &CustomerId) -> Self {
        Self(derive(
            "enrollment-renamed",
            &[shared.as_str(), customer.as_str()],
        ))
    }
}

impl EffectId {
    /// The id of what `step` of `enrollment` asks for the `occurrence`th time. The enrollment
    /// names the customer who began it, so no two customers share an effect, and a merge keeps it.
    #[must_use]
    pub fn derive(enrollment: &EnrollmentId, step: &StepId, occurrence: u32) -> Self {
        Self(derive(
            "effect",
            &[enrollment.as_str(), step.as_str(), &occurrence.to_string()],
        ))
    }
}

/// The id of a text as a whole: what a plan or a stored body is known by.
#[must_use]
pub fn of_text(domain: &str, text: &str) -> String {
    derive(domain, &[text])
}

/// A 53-bit fingerprint of `text`: enough to recognize a fact among one customer's, and exact
/// in a JavaScript number.
#[must_use]
pub fn fingerprint(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    let first = digest
        .iter()
        .take(8)
        .fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
    first & ((1 << 53) - 1)
}

/// The place of `who`, a customer's or an enrollment's id, among `places` in the draw called
/// `draw`: always the same, evenly spread, and unrelated to the place in any other draw. A/B splits
/// and holdouts use it.
#[must_use]
pub fn bucket(draw: &str, who: &str, places: u32) -> u32 {
    let digest = digest("bucket", &[draw, who]);
    let first = digest
        .iter()
        .take(8)
        .fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
    // Below `places`, so it fits.
    u32::try_from(first % u64::from(places.max(1))).unwrap_or_default()
}

fn derive(domain: &str, fields: &[&str]) -> String {
    base32(digest(domain, fields).into_iter().take(16))
}

fn digest(domain: &str, fields: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for field in std::iter::once(&domain).chain(fields) {
        // The length in front keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize().into()
}

/// RFC 4648 base32 in lower case without padding.
fn base32(bytes: impl Iterator<Item = u8>) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let letter = |bits: u32| {
        ALPHABET
            .get((bits & 31) as usize)
            .map_or('a', |b| char::from(*b))
    };
    let mut text = String::with_capacity(26);
    let (mut pending, mut held) = (0u32, 0u32);
    for byte in bytes {
        pending = (pending << 8) | u32::from(byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(letter(pending >> held));
        }
        pending &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(letter(pending << (5 - held)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_agrees_with_rfc_4648() {
        // RFC 4648 section 10, lower-cased and without padding.
        for (plain, encoded) in [
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(base32(plain.bytes()), encoded);
        }
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(CustomerId::derive("ab", "c"), CustomerId::derive("a", "bc"));
        assert_eq!(CustomerId::derive("ab", "c").as_str().len(), 26);
    }

    #[test]
    fn places_in_a_draw_never_change() {
        // Experiments and holdouts depend on these forever.
        let place = |id: &str| bucket("spring", id, 10_000);
        assert_eq!([place("a"), place("b"), place("c")], [5836, 9371, 3886]);
    }

    #[test]
    fn ids_never_change_between_releases() {
        // Stored enrolments and providers' idempotency keys depend on these forever.
        assert_eq!(
            CustomerId::derive("shop", "inbox").as_str(),
            "6yzh7qes2xupd6jpouoh5m7cea"
        );
        let enrollment = EnrollmentId::derive(
            "shop",
            &WorkflowId::new("birthday"),
            &CustomerId::new("anna"),
            "date:birthday:2026",
            "date:birthday:2026",
        );
        assert_eq!(enrollment.as_str(), "mw6eegvt72fb2ylsw3bul6x5ba");
        assert_eq!(
            EffectId::derive(&enrollment, &StepId::new("wish"), 0).as_str(),
            "auqrt3qiyefe2hllcc4lxv7tt4"
        );
    }

    #[test]
    fn two_customers_with_one_entry_fact_have_two_runs() {
        let enrollment = |customer: &str| {
            EnrollmentId::derive(
                "shop",
                &WorkflowId::new("birthday"),
                &CustomerId::new(customer),
                "date:birthday:2026",
                "date:birthday:2026",
            )
        };
        assert_ne!(enrollment("anna"), enrollment("ben"));
    }
}
