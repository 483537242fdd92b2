//! Give loyalty points.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Gives the customer loyalty points, which count immediately.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AddPoints beside ["id", "type"] {
        /// The points: 1 to 1,000,000.
        points: u32 = required(whole(1..=1_000_000)),
        /// The reason shown in the points history: up to 200 characters.
        cause: String = required(text(200)),
    }
    listed in "Customer" as "Give points";
    example {"points": 100, "cause": "A gift"};
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
