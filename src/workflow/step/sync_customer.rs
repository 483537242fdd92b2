//! Sync the customer to a CRM.

use super::super::payload::PayloadRequest;
use super::Act;
use super::webhook::address;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Sends the customer’s current data to your CRM with a signed request.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SyncCustomer beside ["id", "type"] {
        /// The CRM’s URL. Must be https.
        url: String = required(address()),
    }
    listed in "Other services" as "Sync to CRM";
}

impl Act for SyncCustomer {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(asked.call(&self.url, "customer.sync", &[]))
    }

    fn url(&self) -> Option<&str> {
        Some(&self.url)
    }
}

impl Said for SyncCustomer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Sync to CRM", &[]);
    }
}
