//! Put a tag on, take a tag off.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Puts a tag on the customer. It counts at once, for every workflow and condition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct AddTag {
    /// The tag, up to 255 characters (Shopify's limit).
    pub tag: String,
}

/// Takes a tag off the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct RemoveTag {
    /// The tag.
    pub tag: String,
}

impl Said for AddTag {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Add tag “{tag}”", &[("tag", &self.tag)]);
    }
}

impl Said for RemoveTag {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Remove tag “{tag}”", &[("tag", &self.tag)]);
    }
}

impl FromNode for AddTag {
    fn read(node: &Node<'_>) -> Option<Self> {
        read_tag(node).map(|tag| Self { tag })
    }
}

impl FromNode for RemoveTag {
    fn read(node: &Node<'_>) -> Option<Self> {
        read_tag(node).map(|tag| Self { tag })
    }
}

fn read_tag(node: &Node<'_>) -> Option<String> {
    node.object(&["id", "type", "tag"])?
        .required("tag")?
        .text(255)
}
