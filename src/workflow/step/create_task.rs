//! Ask a person of the shop to do something.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

/// Puts a task on the merchant's list, with the customer and the cause.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct CreateTask {
    /// What to do, up to 200 characters.
    pub title: String,
    /// More about it, up to 2,000 characters.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub note: String,
    /// By when, counted from the moment the step is due.
    #[cfg_attr(test, schemars(default))]
    pub due_in: Option<Duration>,
}

impl Said for CreateTask {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Create task “{title}”", &[("title", &self.title)]);
        if let Some(span) = &self.due_in {
            to.say(", due in {due_in!d}", &[("due_in", span)]);
        }
    }
}

impl FromNode for CreateTask {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "title", "note", "due_in"])?;
        let title = object.required("title").and_then(|node| node.text(200));
        let note = object.or("note", String::new(), |node| node.text(2_000));
        let due_in = object.maybe("due_in", Duration::read);
        Some(Self {
            title: title?,
            note: note?,
            due_in: due_in?,
        })
    }
}
