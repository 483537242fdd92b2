//! Ids, which are derived from what they identify and never random.
//!
//! Every id the engine makes is a hash of what it identifies, so that the same facts give the
//! same id in production, in a preview, and after a restart. An id is SHA-256 over a domain
//! tag and length-prefixed fields, cut to 128 bits, in lower-case base32: 26 characters.

mod derived;
mod fact_print;

use crate::compact::Compact;
use crate::json::{Malformed, Read, Reader, Write, Writer};
use derived::{IdText, Source};

pub use fact_print::FactPrint;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Shared text: a copy is another reference, because ids are copied with every note.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text of an id as it was given.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
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
                reader.shared().map(Self)
            }
        }

        impl Write for $name {
            fn write(&self, out: &mut Writer) {
                self.0.write(out);
            }
            fn is_blank(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl $crate::compact::Compact for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                self.0.pack(out);
            }
            fn unpack(from: &mut $crate::compact::Packed<'_>) -> Option<Self> {
                Compact::unpack(from).map(Self)
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

macro_rules! derived_id {
    ($(#[$doc:meta])* $name:ident from $source:ty) => {
        $(#[$doc])*
        ///
        /// It is hashed when its text is first looked at. A copy is another reference.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name(IdText<$source>);

        impl $name {
            /// Takes the text of an id as it was given.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(IdText::Given(text.into()))
            }

            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Whether nobody has looked at its text since it was derived, so that it was never hashed:
            /// for tests of what that saves.
            #[must_use]
            pub fn is_underived(&self) -> bool {
                self.0.is_underived()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                reader.text().map(|text| Self::new(&*text))
            }
        }

        impl Write for $name {
            fn write(&self, out: &mut Writer) {
                self.as_str().write(out);
            }
            fn is_blank(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

derived_id! {
    /// The ID of an enrollment: one customer’s pass through one workflow.
    EnrollmentId from Preimage
}
derived_id! {
    /// One effect in the outside world; also its idempotency key there.
    EffectId from Wish
}

impl CustomerId {
    /// The id of the customer whom delivery `inbox` of shop `shop` created.
    #[must_use]
    pub fn derive(shop: &str, inbox: &str) -> Self {
        Self(Preimage::of("customer", &[shop, inbox]).derive())
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
        Self(IdText::of(Preimage::of(
            "enrollment-of",
            &[
                shop,
                workflow.as_str(),
                customer.as_str(),
                entry_key,
                entry_fact,
            ],
        )))
    }

    /// The id that an enrollment of the first release gets, because ids did not include the
    /// customer then.
    #[must_use]
    pub fn of_unnamed(shared: &Self, customer: &CustomerId) -> Self {
        Self(IdText::of(Preimage::of(
            "enrollment-renamed",
            &[shared.as_str(), customer.as_str()],
        )))
    }
}

impl EffectId {
    /// The id of what `step` of `enrollment` asks for the `occurrence`th time. The enrollment
    /// names the customer who began it, so no two customers share an effect, and a merge keeps it.
    #[must_use]
    pub fn derive(enrollment: &EnrollmentId, step: &StepId, occurrence: u32) -> Self {
        Self(IdText::of(Wish {
            enrollment: enrollment.clone(),
            step: step.clone(),
            occurrence,
        }))
    }
}

/// What an effect's id is derived from.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    enrollment: EnrollmentId,
    step: StepId,
    occurrence: u32,
}

impl Source for Wish {
    fn derive(&self) -> Arc<str> {
        let (enrollment, step) = (self.enrollment.as_str(), self.step.as_str());
        Preimage::of("effect", &[enrollment, step, &self.occurrence.to_string()]).derive()
    }
}

/// The id of a text as a whole: what a plan or a stored body is known by.
#[must_use]
pub fn of_text(domain: &str, text: &str) -> String {
    Preimage::of(domain, &[text]).base32()
}

/// The key of a fact, or of what may start a workflow only once: a text that is recognized by its
/// [`fingerprint`], which is computed when it is first asked for, once for all copies.
#[derive(Clone, Debug, Default)]
pub struct FactKey(Arc<Hashed>);

/// A text and its fingerprint.
#[derive(Debug, Default)]
struct Hashed {
    text: Box<str>,
    fingerprint: OnceLock<u64>,
}

impl FactKey {
    /// The text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// As [`fingerprint`] of its text.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let Hashed { text, fingerprint } = &*self.0;
        *fingerprint.get_or_init(|| self::fingerprint(text))
    }

    /// Whether its fingerprint was computed.
    fn is_hashed(&self) -> bool {
        self.0.fingerprint.get().is_some()
    }
}

impl PartialOrd for FactKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FactKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialEq for FactKey {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.as_str() == other.as_str()
    }
}

impl Eq for FactKey {}

impl Deref for FactKey {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<T: Into<Box<str>>> From<T> for FactKey {
    fn from(text: T) -> Self {
        Self(Arc::new(Hashed {
            text: text.into(),
            fingerprint: OnceLock::new(),
        }))
    }
}

impl Read for FactKey {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.text().map(|text| Self::from(&*text))
    }
}

impl Write for FactKey {
    fn write(&self, out: &mut Writer) {
        self.as_str().write(out);
    }
    fn is_blank(&self) -> bool {
        self.as_str().is_empty()
    }
}

impl fmt::Display for FactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
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
    let digest = Preimage::of("bucket", &[draw, who]).digest();
    let first = digest
        .iter()
        .take(8)
        .fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
    // Below `places`, so it fits.
    u32::try_from(first % u64::from(places.max(1))).unwrap_or_default()
}

/// What is hashed: a domain and fields.
#[derive(Debug, PartialEq, Eq)]
struct Preimage(Vec<u8>);

impl Preimage {
    fn of(domain: &str, fields: &[&str]) -> Self {
        let all = || iter::once(&domain).chain(fields);
        let length = all().map(|field| field.len().saturating_add(8)).sum();
        let mut bytes = Vec::with_capacity(length);
        for field in all() {
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field.as_bytes());
        }
        Self(bytes)
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    fn base32(&self) -> String {
        base32(self.digest().into_iter().take(16))
    }
}

impl Source for Preimage {
    fn derive(&self) -> Arc<str> {
        self.base32().into()
    }
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
