//! By what a delivery's person can be found.

use super::bounds;
use super::email::email_address;
use crate::event::{IdentityKey, KeyStrength};
use crate::pii::Pii;
use crate::time::Timestamp;

/// The keys of one delivery, in order of trust, each once.
#[derive(Default)]
pub(super) struct Keys(Vec<IdentityKey>);

impl Keys {
    /// Adds `<kind>:<id>` that the shop's server confirmed.
    pub(super) fn confirm(&mut self, kind: &str, id: Option<&str>) {
        self.add(kind, id, KeyStrength::Confirmed);
    }

    /// Adds a checkout or an order that, as of `at`, is the person's whom the delivery names.
    pub(super) fn claim_purchase(&mut self, kind: &str, id: Option<&str>, at: Timestamp) {
        self.confirm(kind, id);
        let text = id.map(|id| [kind, ":", id].concat());
        let named = |key: &&mut IdentityKey| Some(key.key.expose()) == text.as_ref();
        if let Some(key) = self.0.iter_mut().find(named) {
            key.claimed_at = Some(at);
        }
    }

    /// Adds `<kind>:<id>` that is only claimed.
    pub(super) fn claim(&mut self, kind: &str, id: Option<&str>) {
        self.add(kind, id, KeyStrength::Claimed);
    }

    /// Adds an email address, if it looks like one.
    pub(super) fn email(&mut self, address: Option<&str>, strength: KeyStrength) {
        let address = address.and_then(email_address);
        let key = address.map(|address| address.to_lowercase());
        self.add("email", key.as_deref(), strength);
    }

    /// The key of an address, if it looks like one.
    pub(super) fn of_email(address: &str) -> Option<String> {
        let mut keys = Self::default();
        keys.email(Some(address), KeyStrength::Confirmed);
        let key = keys.0.pop()?;
        Some(key.key.expose().clone())
    }

    /// Adds a telephone number, if it is written with its country's prefix. Only ever claimed:
    /// people share telephones and mistype numbers.
    pub(super) fn phone(&mut self, number: Option<&str>) {
        let number = number.and_then(international_number);
        self.add("phone", number.as_deref(), KeyStrength::Claimed);
    }

    /// Whether nobody can be found by them.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The finished list.
    pub(super) fn into_list(self) -> Vec<IdentityKey> {
        self.0
    }

    fn add(&mut self, kind: &str, id: Option<&str>, strength: KeyStrength) {
        let Some(id) = id.filter(|id| !id.is_empty() && id.len() <= bounds::ID) else {
            return;
        };
        let key = Pii::new([kind, ":", id].concat());
        if let Some(known) = self.0.iter_mut().find(|known| known.key == key) {
            known.strength = known.strength.min(strength);
        } else {
            self.0.push(IdentityKey {
                key,
                strength,
                claimed_at: None,
            });
        }
    }
}

/// `+` and the digits of `text`, if it begins with `+` and has the 8 to 15 digits of E.164.
fn international_number(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix('+')?;
    let written = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    (rest.chars().all(written) && (8..=15).contains(&digits.len())).then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_said_twice_is_kept_once_and_as_confirmed() {
        let mut keys = Keys::default();
        keys.email(Some(" Anna@Example.com "), KeyStrength::Claimed);
        keys.email(Some("anna@example.COM"), KeyStrength::Confirmed);
        keys.confirm("cart", Some(""));
        let list = keys.into_list();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].key.expose(), "email:anna@example.com");
        assert_eq!(list[0].strength, KeyStrength::Confirmed);
    }

    #[test]
    fn two_spellings_of_a_domain_are_one_key() {
        let mut keys = Keys::default();
        keys.email(Some("Info@Bücher.example"), KeyStrength::Claimed);
        keys.email(Some("info@xn--bcher-kva.example"), KeyStrength::Claimed);
        let list = keys.into_list();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].key.expose(), "email:info@xn--bcher-kva.example");
    }

    #[test]
    fn numbers_need_their_country() {
        for (text, number) in [
            ("+1 (555) 555-0199", Some("+15555550199")),
            ("555-555-SHIP", None),
            ("+1 555 CALL-NOW", None),
            ("920000000000", None),
            ("+49", None),
        ] {
            assert_eq!(international_number(text).as_deref(), number, "{text}");
        }
    }
}
