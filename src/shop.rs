//! The shop a plan is for.

mod attribution;

use crate::document::forms::{checked, text};
use crate::document::{Form, FromNode, Node, declared};
use crate::event::{Channel, Observed};
use crate::json::Text;
use crate::money::Currency;
use crate::time::Zone;

pub use attribution::Attribution;

declared! {
    /// The shop’s details.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shop beside [] {
        /// The shop’s ID, which is part of every ID created for it. Set by the host.
        id: String = or(String::new(), text(64)),
        /// The shop’s name, as customers know it.
        name: String = required(text(120)),
        /// The shop’s currency: an ISO 4217 code, such as `EUR`.
        currency: Currency = required(typed()),
        /// The shop’s time zone: an IANA name, such as `Europe/Berlin`. Default: `UTC`.
        zone as "time_zone": Zone = or(Zone::UTC, typed()),
        /// The language of the shop’s messages where they have no translation: a code of two or
        /// three letters, such as `de`. Default: `en`.
        language: Option<String> = maybe(checked(text(3).pattern("^[a-z]{2,3}$"), |node, code| {
            if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) {
                return Some(code);
            }
            node.error(
                "not-a-language",
                format!("Expected a language code; found “{code}”."),
                "Use two or three small letters, such as “de”.",
            )
        })),
        /// The shop’s country: an ISO 3166 code of two uppercase letters, such as `DE`.
        country: Option<String> = maybe(checked(text(2).pattern("^[A-Z]{2}$"), |node, code| {
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Some(code);
            }
            node.error(
                "not-a-country",
                format!("Expected a country code; found “{code}”."),
                "Use two capital letters, such as “DE”.",
            )
        })),
        /// The shop’s web address, starting with `https://`.
        url: Option<String> = maybe(checked(text(500).pattern("^https?://"), |node, url| {
            if url.starts_with("https://") || url.starts_with("http://") {
                return Some(url);
            }
            node.error(
                "not-an-address",
                format!("Expected a web address; found “{url}”."),
                "Start it with “https://”.",
            )
        })),
        /// The sender of the shop’s emails.
        sender: Option<Sender> = maybe(typed()),
        /// The shop’s postal address, which marketing emails are required to include.
        postal_address: Option<String> = maybe(text(500)),
        /// The channels on which your provider reports opens and clicks, for example as Segment’s
        /// “Email Opened” event. On other channels, conditions on opens and clicks can’t be
        /// evaluated, except on clicks and opens that Edgewise counts itself (`tracking`).
        observes: Vec<Channel> = or(Vec::new(), those_of(typed())),
        /// What emails count of what becomes of them, and how their links are marked.
        tracking: Tracking = or(Tracking::default(), typed()),
        /// Which messages get credit for an order.
        attribution: Attribution = or(Attribution::default(), typed()),
        /// Your team: up to 200 people who get tasks and customers. Tasks are emailed to people
        /// listed here and to nobody else.
        team: Vec<TeamMember> = or(Vec::new(), those_of(typed()).of(
            0..=200,
            "team-too-large",
            "Keep up to 200 people.",
        )),
    }
}

declared! {
    /// What emails count of what becomes of them, and how their links are marked.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Tracking beside [] {
        /// Whether links lead through Edgewise, which counts clicks. Default: true.
        clicks: bool = or(true, BOOLEAN),
        /// Whether emails hold an invisible picture that counts opens. Mail apps load it by
        /// themselves, so it says little. Default: false.
        opens: bool = or(false, BOOLEAN),
        /// Whether links to your shop get UTM parameters. Yours are kept. Default: true.
        utm: bool = or(true, BOOLEAN),
        /// A domain of yours through which links lead, such as `links.example.com`, once its DNS
        /// points here. Default: the address of Edgewise.
        domain: Option<String> = maybe(host_name()),
    }
}

impl Default for Tracking {
    fn default() -> Self {
        Self {
            clicks: true,
            opens: false,
            utm: true,
            domain: None,
        }
    }
}

/// A host name with a dot in it, in small letters.
fn host_name() -> impl Form<Value = String> {
    let pattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$";
    checked(text(253).pattern(pattern), |node, host| {
        let is_label = |label: &str| {
            let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| inside(byte) || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if host.contains('.') && host.split('.').all(is_label) {
            return Some(host);
        }
        node.error(
            "not-a-domain",
            format!("Expected a domain; found “{host}”."),
            "Use a domain without https://, such as “links.example.com”.",
        )
    })
}

declared! {
    /// The sender of the shop’s emails.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sender beside [] {
        /// The sender’s name, as recipients see it.
        name: String = required(text(120)),
        /// The sender’s email address.
        email: String = required(mail_address()),
        /// Where replies go. Default: the sender’s email address.
        reply_to: Option<String> = maybe(mail_address()),
    }
}

declared! {
    /// Someone on your team.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TeamMember beside [] {
        /// Their name, as workflow steps and tasks show it.
        name: String = required(text(120)),
        /// Their email address.
        email: String = required(mail_address()),
    }
}

/// An email address to which or from which mail is sent.
pub(crate) fn mail_address() -> impl Form<Value = String> {
    checked(text(254), |node, email| {
        let parts = email
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
        if parts && !email.contains(char::is_whitespace) && !email.contains(['<', '>', ',']) {
            return Some(email);
        }
        node.error(
            "not-an-email",
            format!("Expected an email address; found “{email}”."),
            "Use an address such as “shop@example.com”.",
        )
    })
}

impl Shop {
    /// Whoever of the team is meant by a name or an email address, in any case of letters.
    #[must_use]
    pub fn member(&self, meant: &str) -> Option<&TeamMember> {
        let meant = meant.trim().to_lowercase();
        let is = |text: &str| text.to_lowercase() == meant;
        let mut team = self.team.iter();
        team.find(|member| is(&member.email) || is(&member.name))
    }

    /// Which opens and clicks are reported.
    #[must_use]
    pub fn observed(&self) -> Observed {
        Observed {
            channels: self.observes.clone(),
            clicks: self.tracking.clicks,
            opens: self.tracking.opens,
        }
    }

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
                format!("Expected a currency code; found “{code}”."),
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
                format!("Expected a time zone; found “{name}”."),
                "Use a name such as “Europe/Berlin” or “America/New_York”.",
            ),
        }
    }
}
