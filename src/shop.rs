//! The shop a plan is for.

use crate::document::{FromNode, Node};
use crate::event::Channel;
use crate::json::Text;
use crate::money::Currency;
use crate::time::Zone;

/// What the engine and its messages know of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The host's name for it; part of every id made for it.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The currency its sums are in.
    pub currency: Currency,
    /// Its wall clock.
    pub zone: Zone,
    /// ISO 3166 country code, upper case.
    pub country: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// Who its emails are from.
    pub sender: Option<Sender>,
    /// Where it is; the law wants it in marketing email.
    pub postal_address: Option<String>,
    /// The channels on which something tells of what is opened and clicked.
    pub observes: Vec<Channel>,
}

/// Who a shop's emails are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name shown.
    pub name: String,
    /// The address.
    pub email: String,
}

impl Shop {
    /// What templates may speak of as `shop`.
    #[must_use]
    pub fn variables(&self) -> Text {
        Text::object(&[
            ("currency", &self.currency),
            ("name", &self.name),
            ("postal_address", &self.postal_address),
            ("url", &self.url),
        ])
    }
}

impl FromNode for Shop {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "id",
            "name",
            "currency",
            "time_zone",
            "country",
            "url",
            "sender",
            "postal_address",
            "observes",
        ])?;
        let id = object.or("id", String::new(), |node| node.text(64));
        let name = object.required("name").and_then(|node| node.text(120));
        let currency = object
            .required("currency")
            .and_then(|node| Currency::read(&node));
        let zone = object.or("time_zone", Zone::UTC, Zone::read);
        let country = object.maybe("country", |node| {
            let code = node.text(2)?;
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Some(code);
            }
            node.error(
                "not-a-country",
                format!("“{code}” is not a country."),
                "Use two capital letters, such as “DE”.",
            )
        });
        let url = object.maybe("url", |node| {
            let url = node.text(500)?;
            if url.starts_with("https://") || url.starts_with("http://") {
                return Some(url);
            }
            node.error(
                "not-an-address",
                format!("“{url}” is not a web address."),
                "Begin it with “https://”.",
            )
        });
        let sender = object.maybe("sender", Sender::read);
        let observes = object.or("observes", Vec::new(), Node::list::<Channel>);
        let postal_address = object.maybe("postal_address", |node| node.text(500));
        Some(Self {
            id: id?,
            name: name?,
            currency: currency?,
            zone: zone?,
            country: country?,
            url: url?,
            sender: sender?,
            postal_address: postal_address?,
            observes: observes?,
        })
    }
}

impl FromNode for Sender {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["name", "email"])?;
        let name = object.required("name").and_then(|node| node.text(120));
        let email = object.required("email").and_then(|node| {
            let email = node.text(254)?;
            let parts = email
                .split_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
            if parts && !email.contains(char::is_whitespace) && !email.contains(['<', '>', ',']) {
                return Some(email);
            }
            node.error(
                "not-an-email",
                format!("“{email}” is not an email address."),
                "Write it like “shop@example.com”.",
            )
        });
        Some(Self {
            name: name?,
            email: email?,
        })
    }
}

impl FromNode for Currency {
    fn read(node: &Node<'_>) -> Option<Self> {
        let code = node.text(3)?;
        match Self::parse(&code) {
            Some(currency) => Some(currency),
            None => node.error(
                "not-a-currency",
                format!("“{code}” is not a currency."),
                "Use three letters, such as “EUR”.",
            ),
        }
    }
}

impl FromNode for Zone {
    fn read(node: &Node<'_>) -> Option<Self> {
        let name = node.text(64)?;
        match Self::parse(&name) {
            Some(zone) => Some(zone),
            None => node.error(
                "not-a-time-zone",
                format!("“{name}” is not a time zone."),
                "Use a name such as “Europe/Berlin” or “America/New_York”.",
            ),
        }
    }
}
