//! Put a tag on, take a tag off.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Adds a tag to the customer. It counts immediately, for every workflow and condition.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AddTag beside ["id", "type"] {
        /// The tag: up to 255 characters.
        tag: String = required(text(255)),
    }
    listed in "Customer" as "Add tag";
    example {"tag": "VIP"};
}

declared! {
    /// Removes a tag from the customer.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RemoveTag beside ["id", "type"] {
        /// The tag: up to 255 characters.
        tag: String = required(text(255)),
    }
    listed in "Customer" as "Remove tag";
    example {"tag": "VIP"};
}

impl Act for AddTag {
    fn payload(&self, _: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::AddTag {
            tag: self.tag.clone(),
        })
    }
}

impl Said for AddTag {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Add tag “{tag}”", &[("tag", &self.tag)]);
    }
}

impl Act for RemoveTag {
    fn payload(&self, _: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::RemoveTag {
            tag: self.tag.clone(),
        })
    }
}

impl Said for RemoveTag {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Remove tag “{tag}”", &[("tag", &self.tag)]);
    }
}
