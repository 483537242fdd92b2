//! Names out of a configuration that may not compile.

use super::text_of;
use crate::json::Tree;
use crate::sentence::Names;

/// A configuration as the source of its names.
pub(super) struct ConfigNames<'t>(pub(super) &'t Tree);

impl ConfigNames<'_> {
    fn name(&self, list: &str, id: &str) -> Option<&str> {
        let Some(Tree::List(list)) = self.0.get(list) else {
            return None;
        };
        let found = list.iter().find(|one| text_of(one, "id") == Some(id))?;
        text_of(found, "name")
    }
}

impl Names for ConfigNames<'_> {
    fn segment(&self, id: &str) -> Option<&str> {
        self.name("segments", id)
    }

    fn tier(&self, id: &str) -> Option<&str> {
        self.name("tiers", id)
    }

    fn workflow(&self, id: &str) -> Option<&str> {
        self.name("workflows", id)
    }

    fn message(&self, id: &str) -> Option<(&str, &str)> {
        let message = self.0.get("messages")?.get(id)?;
        let channel = text_of(message, "channel").unwrap_or("email");
        let text = text_of(message, "subject").or_else(|| text_of(message, "text"))?;
        Some((channel, text))
    }
}
