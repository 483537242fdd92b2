//! Add a note to the order.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Adds a private note to the order that the workflow is about. Your team sees it in your
    /// store’s admin; the customer doesn’t.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AddOrderNote beside ["id", "type"] {
        /// The note: up to 2,000 characters.
        note: String = required(text(2_000)),
    }
    listed in "Team" as "Add order note";
    example {"note": "Add the sample box"};
}

impl Act for AddOrderNote {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::AddOrderNote {
            order: asked.enrollment.order.clone(),
            note: self.note.clone(),
        })
    }
}

impl Said for AddOrderNote {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Add order note “{note}”", &[("note", &self.note)]);
    }
}
