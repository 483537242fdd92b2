//! The lead score reached a number.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, Sentence};

declared! {
    /// Starts each time the lead score rises to this number or above. A customer who drops below it
    /// can reach it again.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct ScoreReached beside ["type"] {
        /// The score. Reaching it exactly is enough.
        at_least: i32 = required(SIGNED),
    }
    listed in "Loyalty" as "Lead score reaches a number";
}

impl Start for ScoreReached {
    fn events(&self) -> &[EventName] {
        &[EventName::ScoreChanged]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let EventKind::ScoreChanged { score, previous } = &event.kind else {
            return Firing::Unrelated;
        };
        let threshold = i64::from(self.at_least);
        if *score < threshold || *previous >= threshold {
            // Scores change all the time; only a crossing is worth a line in the journal.
            return Firing::Unrelated;
        }
        Firing::Fires
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let score = &context.customer.score.value;
        to.say("a score of {_score}", &[("_score", score)]);
    }
}

impl Said for ScoreReached {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "reaches a score of {at_least}",
            &[("at_least", &self.at_least)],
        );
    }
}
