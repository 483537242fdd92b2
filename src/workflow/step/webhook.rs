//! Call the merchant's own server.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::forms::{checked, text};
use crate::document::{Form, declared};
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Sends the customer’s data and the enrollment to your own URL with a signed request.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Webhook beside ["id", "type"] {
        /// The URL. Must be https.
        url: String = required(address()),
    }
    listed in "Other services" as "Call a webhook";
}

impl Act for Webhook {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(asked.call(&self.url, "workflow.step", &[]))
    }

    fn url(&self) -> Option<&str> {
        Some(&self.url)
    }
}

impl Said for Webhook {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Call webhook {url}", &[("url", &self.url)]);
    }
}

/// A URL for signed requests.
pub(super) fn address() -> impl Form<Value = String> {
    checked(text(2_000).pattern("^https://"), |node, text| {
        let host = text
            .strip_prefix("https://")
            .and_then(|rest| rest.split(['/', '?', '#']).next());
        match host {
            Some(host)
                if !host.is_empty()
                    && !host.contains('@')
                    && !text.contains(char::is_whitespace) =>
            {
                Some(text)
            }
            _ => node.error(
                "not-an-address",
                "Expected an https URL without a username.",
                "Use a URL such as “https://hooks.example.com/edgewise”.",
            ),
        }
    })
}
