//! Create a task for the team.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

declared! {
    /// Adds a task to your team’s task list, with the customer and the reason.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CreateTask beside ["id", "type"] {
        /// What to do: up to 200 characters.
        title: String = required(text(200)),
        /// Details: up to 2,000 characters.
        note: String = or(String::new(), text(2_000)),
        /// When it is due, counted from the time of the step.
        due_in: Option<Duration> = maybe(typed()),
    }
    listed in "Team" as "Create task";
    example {"title": "Call this customer"};
}

impl Act for CreateTask {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::CreateTask {
            title: self.title.clone(),
            note: self.note.clone(),
            due_at: self.due_in.map(|span| asked.after(span)),
        })
    }
}

impl Said for CreateTask {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Create task “{title}”", &[("title", &self.title)]);
        if let Some(span) = &self.due_in {
            to.say(", due in {due_in!d}", &[("due_in", span)]);
        }
    }
}
