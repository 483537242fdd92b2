//! Assign the customer to someone on the team.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Choices, Said, Sentence};

declared! {
    /// Assigns the customer to one of several people on your team. Customers are spread evenly, and
    /// each always gets the same person. The custom property `assigned_to` holds the name, which
    /// conditions and messages can use. A customer who is already assigned stays assigned.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Assign beside ["id", "type"] {
        /// The people, by name or email address: 1 to 50.
        to: Vec<String> = required(list(text(120)).of(
            1..=50,
            "not-people",
            "For example: [\"anna@shop.example\", \"ben@shop.example\"].",
        )),
    }
    listed in "Team" as "Assign to a colleague";

}

/// The trait that holds to whom a customer is assigned.
pub const ASSIGNED_TO: &str = "assigned_to";

impl Act for Assign {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::Assign {
            to: asked.customer.profile.text(ASSIGNED_TO)?.to_owned(),
        })
    }
}

impl Said for Assign {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Assign to {to}", &[("to", &Choices(&self.to))]);
    }
}
