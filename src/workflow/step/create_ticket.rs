//! Open a ticket at the merchant's helpdesk.

use super::super::payload::PayloadRequest;
use super::Act;
use super::webhook::address;
use crate::document::declared;
use crate::effect::Payload;
use crate::json::Write;
use crate::sentence::{Said, Sentence};

declared! {
    /// Creates a ticket in your help desk with a signed request.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CreateTicket beside ["id", "type"] {
        /// The help desk’s URL. Must be https.
        url: String = required(address()),
        /// The subject of the ticket: up to 200 characters.
        subject: String = required(text(200)),
        /// Details: up to 2,000 characters.
        note: String = or(String::new(), text(2_000)),
    }
    listed in "Other services" as "Create ticket";
    example {"url": "https://", "subject": "A customer needs help"};
}

impl Act for CreateTicket {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        let about: [(&str, &dyn Write); 2] = [("note", &self.note), ("subject", &self.subject)];
        Some(asked.call(&self.url, "ticket.create", &about))
    }

    fn url(&self) -> Option<&str> {
        Some(&self.url)
    }
}

impl Said for CreateTicket {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Create ticket “{subject}”", &[("subject", &self.subject)]);
    }
}
