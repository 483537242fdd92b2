//! Whom a delivery is about.
//!
//! The host keeps an index from keys to customers; this pure function says what to make of
//! what it found. Two customers become one only when the shop's server says that they share a
//! key, and a key that belongs to a thing (a cart, an order) never joins two people who are
//! both known by name: a shared computer is not a shared identity.

use crate::event::{IdentityKey, KeyStrength};
use crate::id::CustomerId;
use crate::json::{Malformed, Member, Read, Reader, Slot, object, read_members};

/// What the host knows about a delivery's keys.
#[derive(Clone, Debug)]
pub struct ResolveRequest {
    /// The shop's id.
    pub shop: String,
    /// The delivery's id; a new customer is named after it.
    pub inbox: String,
    /// The delivery's keys.
    pub keys: Vec<IdentityKey>,
    /// Whom the index has for each key, in the same order.
    pub found: Vec<Option<Found>>,
}

/// A customer found by a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub customer: CustomerId,
    /// Whether they are known by a key that names a person, not only by a cart or a browser.
    pub named: bool,
}

/// What to do with a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Whose events they are.
    pub customer: CustomerId,
    /// Whether that customer is new.
    pub created: bool,
    /// Whether they are known by name from now on.
    pub named: bool,
    /// Which keys (by position) the index must point to this customer from now on.
    pub link: Vec<usize>,
    /// Customers who turn out to be this one.
    pub merge: Vec<CustomerId>,
}

/// Says whose events a delivery holds.
///
/// Keys are tried in order of trust: confirmed names of a person, confirmed things (a cart, an
/// order), then what a browser claims; within each in the delivery's order. A claimed key is
/// only followed, and only linked, when it leads to nobody else.
#[must_use]
pub fn resolve(request: &ResolveRequest) -> Resolution {
    let keys = || request.keys.iter().enumerate();
    let found = |index: usize| request.found.get(index).and_then(Option::as_ref);
    let of_rank = |wanted: Rank| keys().filter(move |(_, key)| Rank::of(key) == wanted);

    let by_name = of_rank(Rank::Person).find_map(|(index, _)| found(index));
    let by_thing = of_rank(Rank::Thing).filter_map(|(index, _)| found(index));
    let has_name = of_rank(Rank::Person).next().is_some();
    // A person's name that is new must not turn somebody else with a name into them.
    let by_thing = by_thing
        .filter(|thing| !(has_name && thing.named) || by_name == Some(*thing))
        .collect::<Vec<_>>();
    // What a browser claims leads somewhere only where the server says nothing.
    let by_claim = of_rank(Rank::Claim)
        .find_map(|(index, _)| found(index))
        .filter(|_| {
            of_rank(Rank::Person)
                .chain(of_rank(Rank::Thing))
                .next()
                .is_none()
        });

    let known = by_name.or_else(|| by_thing.first().copied()).or(by_claim);
    let customer = known.map_or_else(
        || CustomerId::derive(&request.shop, &request.inbox),
        |found| found.customer.clone(),
    );
    let others = of_rank(Rank::Person)
        .filter_map(|(index, _)| found(index))
        .chain(by_thing.iter().copied().filter(|thing| !thing.named))
        .map(|other| other.customer.clone());
    let mut merge: Vec<CustomerId> = Vec::new();
    for other in others {
        if other != customer && !merge.contains(&other) {
            merge.push(other);
        }
    }
    let link = keys()
        .filter(|(index, key)| match found(*index) {
            None => true,
            Some(other) => {
                other.customer != customer
                    && Rank::of(key) != Rank::Claim
                    && merge.contains(&other.customer)
            }
        })
        .map(|(index, _)| index)
        .collect();
    Resolution {
        created: known.is_none(),
        named: has_name || known.is_some_and(|found| found.named),
        customer,
        link,
        merge,
    }
}

/// How far a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Person,
    Thing,
    Claim,
}

impl Rank {
    fn of(key: &IdentityKey) -> Self {
        if key.strength == KeyStrength::Claimed {
            return Self::Claim;
        }
        let text = key.key.expose();
        let thing = [
            "cart:",
            "checkout:",
            "visitor:",
            "shopify:order:",
            "woocommerce:order:",
        ];
        if thing.iter().any(|prefix| text.starts_with(prefix)) {
            Self::Thing
        } else {
            Self::Person
        }
    }
}

object!(read ResolveRequest {
    shop,
    inbox,
    keys,
    found
});

object!(write Resolution { customer, created, named, link, merge });

impl Read for Found {
    /// Hosts may give just the id of a customer known by name.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        if reader.peek() == b'"' {
            let customer = CustomerId::read(reader)?;
            return Ok(Self {
                customer,
                named: true,
            });
        }
        let (mut customer, mut named) = (Slot::empty(), Slot::empty());
        let members: &mut [&mut dyn Member] = &mut [&mut customer, &mut named];
        read_members(
            reader,
            &[("customer", false), ("named", false)],
            members,
            None,
        )?;
        match (customer.0, named.0) {
            (Some(customer), Some(named)) => Ok(Self { customer, named }),
            _ => Err(reader.unexpected()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pii::Pii;

    /// A key, its strength, and whom the index has for it.
    type Known<'a> = (&'a str, KeyStrength, Option<(&'a str, bool)>);

    fn request(keys: &[Known<'_>]) -> ResolveRequest {
        ResolveRequest {
            shop: "shop".into(),
            inbox: "inbox".into(),
            keys: keys
                .iter()
                .map(|(key, strength, _)| IdentityKey {
                    key: Pii::new((*key).into()),
                    strength: *strength,
                })
                .collect(),
            found: keys
                .iter()
                .map(|(_, _, found)| {
                    found.map(|(id, named)| Found {
                        customer: CustomerId::new(id),
                        named,
                    })
                })
                .collect(),
        }
    }

    use KeyStrength::{Claimed, Confirmed};

    #[test]
    fn a_nameless_cart_becomes_the_person_who_checks_out() {
        let resolution = resolve(&request(&[
            ("email:anna@example.com", Confirmed, Some(("anna", true))),
            ("cart:c1", Confirmed, Some(("nobody", false))),
        ]));
        assert_eq!(resolution.customer.as_str(), "anna");
        assert_eq!(resolution.merge, [CustomerId::new("nobody")]);
        assert_eq!(resolution.link, [1]);
    }

    #[test]
    fn a_shared_cart_does_not_join_two_people() {
        let resolution = resolve(&request(&[
            ("email:ben@example.com", Confirmed, None),
            ("cart:c1", Confirmed, Some(("anna", true))),
        ]));
        assert!(resolution.created);
        assert_eq!(
            (resolution.merge.len(), resolution.link.as_slice()),
            (0, &[0][..])
        );
    }

    #[test]
    fn what_a_browser_claims_never_joins_and_never_overrides() {
        let resolution = resolve(&request(&[
            ("email:ben@example.com", Confirmed, Some(("ben", true))),
            ("visitor:v1", Claimed, Some(("anna", true))),
        ]));
        assert_eq!(resolution.customer.as_str(), "ben");
        assert!(resolution.merge.is_empty() && resolution.link.is_empty());
        let alone = resolve(&request(&[("visitor:v1", Claimed, Some(("anna", true)))]));
        assert_eq!(alone.customer.as_str(), "anna");
    }

    #[test]
    fn two_names_of_one_person_join_two_customers() {
        let resolution = resolve(&request(&[
            ("shopify:customer:7", Confirmed, Some(("account", true))),
            ("email:anna@example.com", Confirmed, Some(("guest", true))),
        ]));
        assert_eq!(resolution.customer.as_str(), "account");
        assert_eq!(resolution.merge, [CustomerId::new("guest")]);
    }
}
