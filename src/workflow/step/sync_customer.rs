//! Tell a CRM what is known of somebody.

use super::webhook::read_url;
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Posts the customer as they are now to the merchant's CRM, signed like any other call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct SyncCustomer {
    /// The CRM's address; https only.
    pub url: String,
}

impl Said for SyncCustomer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Sync to CRM", &[]);
    }
}

impl FromNode for SyncCustomer {
    fn read(node: &Node<'_>) -> Option<Self> {
        let url = node.object(&["id", "type", "url"])?.required("url")?;
        read_url(&url).map(|url| Self { url })
    }
}
