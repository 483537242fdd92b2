//! The shop a plan is for.

use crate::document::{FromNode, Node, declared};
use crate::event::Channel;
use crate::json::Text;
use crate::money::Currency;
use crate::time::Zone;

declared! {
    /// What the engine and its messages know of the shop.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shop beside [] {
        /// The host's name for it; part of every id made for it. Given by the host.
        id: String = or(String::new(), text(64)),
        /// Its name for people.
        name: String = required(text(120)),
        /// The currency of its amounts: three letters, such as EUR.
        currency: Currency = required(typed()),
        /// Its time zone: an IANA name, such as Europe/Berlin; UTC when left out.
        zone as "time_zone": Zone = or(Zone::UTC, typed()),
        /// Its country: the ISO 3166 code, upper case.
        country: Option<String> = maybe(checked(text(2).pattern("^[A-Z]{2}$"), |node, code| {
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Some(code);
            }
            node.error(
                "not-a-country",
                format!("“{code}” isn’t a country code."),
                "Use two capital letters, such as “DE”.",
            )
        })),
        /// Its address on the web.
        url: Option<String> = maybe(checked(text(500).pattern("^https?://"), |node, url| {
            if url.starts_with("https://") || url.starts_with("http://") {
                return Some(url);
            }
            node.error(
                "not-an-address",
                format!("“{url}” isn’t a web address."),
                "Begin it with “https://”.",
            )
        })),
        /// Who its emails are from.
        sender: Option<Sender> = maybe(typed()),
        /// Its postal address, which the law wants in marketing email.
        postal_address: Option<String> = maybe(text(500)),
        /// The channels on which something tells Edgewise what is opened and clicked, such as an
        /// event “Email Opened” sent with the server key. On others, conditions about reactions
        /// can’t be known.
        observes: Vec<Channel> = or(Vec::new(), those_of(typed())),
    }
}

declared! {
    /// Who a shop's emails are from.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sender beside [] {
        /// The name shown.
        name: String = required(text(120)),
        /// The email address.
        email: String = required(checked(text(254), |node, email| {
            let parts = email
                .split_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
            if parts && !email.contains(char::is_whitespace) && !email.contains(['<', '>', ',']) {
                return Some(email);
            }
            node.error(
                "not-an-email",
                format!("“{email}” isn’t an email address."),
                "Write it like “shop@example.com”.",
            )
        })),
    }
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
