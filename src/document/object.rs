//! An object in the document.

use super::Node;
use crate::json::Tree;

/// An object whose keys have been checked.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    pub(super) node: Node<'a>,
}

impl<'a> Object<'a> {
    /// The member `key`; reports its absence.
    #[must_use]
    pub fn required(&self, key: &'static str) -> Option<Node<'a>> {
        match self.optional(key) {
            Some(node) => Some(node),
            None => self.node.error(
                "missing-key",
                format!("Missing key “{key}”."),
                format!("Add “{key}”."),
            ),
        }
    }

    /// The member `key`, if present.
    #[must_use]
    pub fn optional(&self, key: &'static str) -> Option<Node<'a>> {
        let Tree::Object(members) = self.node.value else {
            return None;
        };
        let mut members = members.iter().enumerate();
        let (position, (_, value)) = members.find(|(_, (name, _))| name == key)?;
        Some(self.node.child(position, value))
    }

    /// The member `key` read by `read`; `default` if it is missing; `None` if it is present but
    /// invalid.
    pub fn or<T>(
        &self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.optional(key) {
            Some(node) => read(&node),
            None => Some(default),
        }
    }

    /// The member `key` read by `read`; `Some(None)` if it is missing.
    pub fn maybe<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.optional(key) {
            Some(node) => read(&node).map(Some),
            None => Some(None),
        }
    }

    /// The object itself, for findings about it as a whole.
    #[must_use]
    pub const fn node(&self) -> &Node<'a> {
        &self.node
    }
}
