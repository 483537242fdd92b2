//! Whom a delivery is about.
//!
//! The host keeps an index from keys to customers; [`resolve`] decides what to make of what the
//! index holds. Two customers become one only when the shop's server says that they share a key,
//! and a key that belongs to a thing (a cart, an order) never joins two people who are both known
//! by name: a shared computer is not a shared identity.
//!
//! A checkout or an order is one customer's at a time. Where a delivery names another person than
//! the one who has it, the newest word by the platform's own time of change decides. An account
//! stands above an address, and an order that lost its account stays where it is.

use super::purchase::Purchase;
use crate::event::{IdentityKey, KeyStrength};
use crate::id::CustomerId;
use crate::json::object;
use crate::time::Timestamp;

/// What the host knows about a delivery's keys.
#[derive(Clone, Debug)]
pub struct ResolveRequest {
    /// The shop's id.
    pub shop: String,
    /// The delivery's id; a new customer is named after it.
    pub inbox: String,
    /// The delivery's keys.
    pub keys: Vec<IdentityKey>,
    /// The customer that the index has for each key, in the same order.
    pub found: Vec<Option<Found>>,
    /// The keys, by position, that were somebody's who was erased.
    pub forgotten: Option<Vec<usize>>,
}

/// A customer found by a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The customer that the key belongs to.
    pub customer: CustomerId,
    /// Whether they are known by a key that names a person, not only by a cart or a browser.
    pub named: bool,
    /// For the key of a checkout or an order: by which claim it is theirs.
    pub claim: Option<Claim>,
}

/// Why a checkout or an order belongs to a customer. Of two claims the greater counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The platform's time of the change that shows it.
    pub at: Timestamp,
    /// Whether it names an account and not only an address.
    pub account: bool,
}

/// A key that is somebody's by a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Which key, by position.
    pub key: usize,
    /// The claim from now on.
    pub claim: Claim,
}

/// A checkout or an order that leaves a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its key, by position.
    pub key: usize,
    /// The customer who had it.
    pub from: CustomerId,
    /// Whether they had it by an account.
    pub account: bool,
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
    /// Those of them that stand for one account, checkout or order forever: what is remembered
    /// of somebody who is erased.
    pub lasting: Vec<usize>,
    /// Customers who turn out to be this one.
    pub merge: Vec<CustomerId>,
    /// Checkouts and orders that are this customer's by the delivery's word: to be remembered
    /// with their keys.
    pub claims: Vec<Claimed>,
    /// Those of them that another customer had until now.
    pub moves: Vec<Move>,
    /// It is about somebody who was erased, and makes nobody new.
    pub forgotten: bool,
    /// The delivery names a customer to whom its checkout or order no longer belongs. It goes to
    /// the present owner, and nothing that it says about the person counts.
    pub outdated: bool,
}

/// Decides whose events a delivery holds.
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

    if is_forgotten(request) {
        return Resolution {
            customer: CustomerId::default(),
            created: false,
            named: false,
            link: Vec::new(),
            lasting: Vec::new(),
            merge: Vec::new(),
            claims: Vec::new(),
            moves: Vec::new(),
            forgotten: true,
            outdated: false,
        };
    }
    let account = has_account(request);
    let claimed = || {
        let claims = keys().filter(|_| has_name);
        claims.filter_map(|(index, key)| {
            let at = key.claimed_at.filter(|_| Rank::of(key) == Rank::Thing)?;
            Some((index, Claim { at, account }))
        })
    };
    let held_by_another = |index: usize| {
        let holder = found(index).filter(|holder| holder.named)?;
        (by_name.map(|name| &name.customer) != Some(&holder.customer)).then_some(holder)
    };
    let stands = |holder: &Found, claim: Claim| {
        let held = holder.claim.unwrap_or_default();
        (held.account && !claim.account) || held > claim
    };
    let standing = claimed()
        .find_map(|(index, claim)| held_by_another(index).filter(|holder| stands(holder, claim)));
    if let Some(holder) = standing {
        return Resolution {
            customer: holder.customer.clone(),
            created: false,
            named: true,
            link: Vec::new(),
            lasting: Vec::new(),
            merge: Vec::new(),
            claims: Vec::new(),
            moves: Vec::new(),
            forgotten: false,
            outdated: true,
        };
    }
    let moves: Vec<Move> = claimed()
        .filter_map(|(key, _)| {
            let holder = held_by_another(key)?;
            Some(Move {
                key,
                from: holder.customer.clone(),
                account: holder.claim.unwrap_or_default().account,
            })
        })
        .collect();
    let claims: Vec<Claimed> = claimed()
        .map(|(key, claim)| {
            let own = found(key).filter(|_| held_by_another(key).is_none());
            let held = own.and_then(|own| own.claim).unwrap_or_default();
            let claim = Claim {
                at: claim.at.max(held.at),
                account: claim.account || held.account,
            };
            Claimed { key, claim }
        })
        .collect();

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
    let link: Vec<usize> = keys()
        .filter(|(index, key)| match found(*index) {
            None => true,
            Some(other) => {
                let moves = moves.iter().any(|moved| moved.key == *index);
                let joins = Rank::of(key) != Rank::Claim && merge.contains(&other.customer);
                other.customer != customer && (moves || joins)
            }
        })
        .map(|(index, _)| index)
        .collect();
    let lasting = link.iter().copied().filter(|index| {
        let key = request.keys.get(*index);
        key.is_some_and(|key| is_account(key) || Purchase::of_key(key.key.expose()).is_some())
    });
    Resolution {
        lasting: lasting.collect(),
        created: known.is_none(),
        named: has_name || known.is_some_and(|found| found.named),
        customer,
        link,
        merge,
        claims,
        moves,
        forgotten: false,
        outdated: false,
    }
}

/// Whether a delivery is about a checkout or an order of somebody who was erased, or about their
/// account alone. An order that was not known then is another matter.
fn is_forgotten(request: &ResolveRequest) -> bool {
    let forgotten = request.forgotten.as_deref().unwrap_or_default();
    let keys = || request.keys.iter().enumerate();
    let purchases = || keys().filter(|(_, key)| Purchase::of_key(key.key.expose()).is_some());
    let mut purchase = purchases().map(|(index, _)| index);
    if purchases().next().is_some() {
        return purchase.any(|index| forgotten.contains(&index));
    }
    !forgotten.is_empty() && keys().any(|(index, _)| forgotten.contains(&index))
}

/// Whether a delivery names somebody by their account.
fn has_account(request: &ResolveRequest) -> bool {
    request.keys.iter().any(is_account)
}

fn is_account(key: &IdentityKey) -> bool {
    let accounts = ["shopify:customer:", "woocommerce:customer:"];
    let text = key.key.expose();
    key.strength == KeyStrength::Confirmed && accounts.iter().any(|prefix| text.starts_with(prefix))
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
    found,
    forgotten
});

object!(Claim { at, account });

object!(write Claimed { key, claim });

object!(write Move { key, from, account });

object!(write Resolution {
    customer,
    created,
    named,
    link,
    lasting,
    merge,
    claims,
    moves,
    forgotten,
    outdated
});

object!(read Found {
    customer,
    named,
    claim
});

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
                    claimed_at: None,
                })
                .collect(),
            found: keys
                .iter()
                .map(|(_, _, found)| {
                    found.map(|(id, named)| Found {
                        customer: CustomerId::new(id),
                        named,
                        claim: None,
                    })
                })
                .collect(),
            forgotten: None,
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

    /// A delivery about an order, changed at `claimed_at`, which `holder` has by a claim.
    fn order(
        keys: &[Known<'_>],
        claimed_at: i64,
        holder: &str,
        (at, account): (i64, bool),
    ) -> ResolveRequest {
        let mut request = request(keys);
        request.keys.push(IdentityKey {
            key: Pii::new("shopify:order:1".into()),
            strength: Confirmed,
            claimed_at: Some(Timestamp::from_millis(claimed_at)),
        });
        request.found.push(Some(Found {
            customer: CustomerId::new(holder),
            named: true,
            claim: Some(Claim {
                at: Timestamp::from_millis(at),
                account,
            }),
        }));
        request
    }

    #[test]
    fn an_order_moves_by_the_newest_word_and_an_account_stands_above_an_address() {
        const GUEST: Known<'_> = ("email:ben@example.com", Confirmed, Some(("ben", true)));
        const ACCOUNT: Known<'_> = ("shopify:customer:7", Confirmed, Some(("ben", true)));
        for (keys, claimed_at, held, moves) in [
            ([GUEST], 20, (10, false), true),
            ([GUEST], 10, (20, false), false),
            ([GUEST], 10, (10, false), true),
            ([ACCOUNT], 10, (10, false), true),
            ([ACCOUNT], 9, (10, false), false),
            ([GUEST], 10, (10, true), false),
            ([GUEST], 20, (10, true), false),
            ([ACCOUNT], 20, (10, true), true),
        ] {
            let resolution = resolve(&order(&keys, claimed_at, "anna", held));
            let said = format!("{keys:?} at {claimed_at} against {held:?}");
            assert_eq!(resolution.outdated, !moves, "{said}");
            assert_eq!(resolution.moves.len(), usize::from(moves), "{said}");
            let whose = if moves { "ben" } else { "anna" };
            assert_eq!(resolution.customer.as_str(), whose, "{said}");
            assert!(resolution.merge.is_empty(), "{said}");
            assert_eq!(resolution.link, vec![1; usize::from(moves)], "{said}");
        }
    }

    #[test]
    fn what_comes_late_about_somebody_erased_makes_nobody_new_but_a_new_order_does() {
        let account: Known<'_> = ("shopify:customer:7", Confirmed, None);
        let address: Known<'_> = ("email:anna@example.com", Confirmed, None);
        let known_order: Known<'_> = ("shopify:order:1", Confirmed, None);
        for (keys, forgotten, is_forgotten) in [
            (vec![account, address], vec![0], true),
            (vec![address, known_order], vec![1], true),
            (vec![account, known_order], vec![0], false),
            (vec![address], vec![], false),
        ] {
            let request = ResolveRequest {
                forgotten: Some(forgotten),
                ..request(&keys)
            };
            assert_eq!(resolve(&request).forgotten, is_forgotten, "{keys:?}");
        }
    }

    #[test]
    fn an_outdated_delivery_makes_nobody_new() {
        let typo = [("email:typo@example.com", Confirmed, None)];
        let resolution = resolve(&order(&typo, 10, "anna", (20, false)));
        assert!(resolution.outdated && !resolution.created && resolution.link.is_empty());
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
