//! Give loyalty points.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Gives the customer points. The ledger holds them at once, with what they were for.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AddPoints beside ["id", "type"] {
        /// How many: 1 to 1,000,000.
        points: u32 = required(whole(1..=1_000_000)),
        /// What for, as the ledger says it: up to 200 characters.
        cause: String = required(text(200)),
    }
    listed in "Customer" as "Give points";
}

impl Act for AddPoints {
    fn payload(&self, _: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::AddPoints {
            points: self.points,
            cause: self.cause.clone(),
        })
    }
}

impl Said for AddPoints {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Give {points} {points:point|points} for “{cause}”",
            &[("points", &self.points), ("cause", &self.cause)],
        );
    }
}
